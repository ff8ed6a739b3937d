"""What withdrawing asks of Stripe, asked of Stripe itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from dreamdot_app.wallet.stripe.client import Stripe
from dreamdot_app.wallet.stripe.outcomes import looking_up
from dreamdot_app.wallet.stripe.walking import OUR_REFUND
from dreamdot_app.wallet.withdrawing.stripe_side import (
    AccountSeen,
    PayoutSeen,
    RefundSeen,
    TransferSeen,
)

PAYOUT, REFUND, PERSON = "dreamdot_payout", OUR_REFUND, "dreamdot_user"
"""Under which names our own ids go along, so that what was made can be found again."""
_PAGE = 100
# Stripe collects what the law asks of people who are paid, and shows them their own small
# dashboard; DreamDot answers for what goes wrong. Nothing leaves their account but by our order.
_ACCOUNT = {
    "controller": {
        "stripe_dashboard": {"type": "express"},
        "fees": {"payer": "application"},
        "losses": {"payments": "application"},
        "requirement_collection": "stripe",
    },
    "capabilities": {"transfers": {"requested": True}},
    "settings": {"payouts": {"schedule": {"interval": "manual"}}},
}


class StripeCalls:
    """Stripe, as `stripe_side.StripeSide`."""

    def __init__(self, api: Stripe) -> None:
        self._api = api

    async def open_account(self, *, key: UUID, user_id: UUID) -> AccountSeen:
        """Make an Express account; its payouts happen when we say so."""
        wanted = {**_ACCOUNT, "metadata": {PERSON: str(user_id)}}
        made = await self._api.write(
            self._api.v1.accounts.create_async, wanted, key=f"payout_account:{key}"
        )
        return _account(made)

    async def account(self, account_id: str) -> AccountSeen:
        """How an account stands now."""
        return _account(await self._api.read(self._api.v1.accounts.retrieve_async, account_id, {}))

    async def onboarding_url(self, account_id: str, *, back: str, again: str, key: str) -> str:
        """A link of Stripe's, good for one use within minutes."""
        wanted = {
            "account": account_id,
            "type": "account_onboarding",
            "return_url": back,
            "refresh_url": again,
        }
        link = await self._api.write(
            self._api.v1.account_links.create_async, wanted, key=f"payout_account:link:{key}"
        )
        return link.url

    async def available_minor(self, currency: str) -> int:
        """What of our balance may leave now."""
        balance = await self._api.read(self._api.v1.balance.retrieve_async, {})
        return sum(
            part.amount for part in balance.available if part.currency == currency.casefold()
        )

    async def transfer(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> TransferSeen:
        """Bring money from our balance to somebody's account."""
        wanted = {
            "amount": amount_minor,
            "currency": currency.casefold(),
            "destination": account_id,
            "transfer_group": _group(payout_id),
            "metadata": {PAYOUT: str(payout_id)},
        }
        made = await self._api.write(self._api.v1.transfers.create_async, wanted, key=key)
        return _transfer(made)

    async def transfer_of(self, payout_id: UUID, account_id: str) -> TransferSeen | None:
        """The transfer of a payout; found by its group, which nothing else has."""
        wanted = {"transfer_group": _group(payout_id), "destination": account_id, "limit": 1}
        with looking_up():
            found = await self._api.read(self._api.v1.transfers.list_async, wanted)
        return next((_transfer(one) for one in found.data), None)

    async def reverse(
        self, *, key: str, transfer_id: str, payout_id: UUID, amount_minor: int
    ) -> TransferSeen:
        """Bring a transfer back, all of it."""
        wanted = {"amount": amount_minor, "metadata": {PAYOUT: str(payout_id)}}
        create = self._api.v1.transfers.reversals.create_async
        made = await self._api.write(create, transfer_id, wanted, key=key)
        return TransferSeen(transfer_id, amount_minor, made.amount)

    async def pay_out(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> PayoutSeen:
        """Send money from somebody's account to their bank."""
        wanted = {
            "amount": amount_minor,
            "currency": currency.casefold(),
            "metadata": {PAYOUT: str(payout_id)},
        }
        made = await self._api.write(
            self._api.v1.payouts.create_async, wanted, key=key, account=account_id
        )
        return payout_seen(made)

    async def payout_of(
        self, payout_id: UUID, account_id: str, *, since: datetime
    ) -> PayoutSeen | None:
        """What was sent to the bank; payouts cannot be asked for by our id, so all are looked at.

        Somebody has a handful: at most those of a few days.
        """
        wanted: dict[str, Any] = {"limit": _PAGE, "created": {"gte": int(since.timestamp())}}
        while True:
            with looking_up():
                page = await self._api.read(
                    self._api.v1.payouts.list_async, wanted, account=account_id
                )
            for one in page.data:
                if named(one, PAYOUT) == str(payout_id):
                    return payout_seen(one)
            if not page.has_more:
                return None
            wanted["starting_after"] = page.data[-1].id

    async def payout(self, stripe_payout_id: str, account_id: str) -> PayoutSeen:
        """How it stands with what was sent to a bank."""
        with looking_up():
            found = await self._api.read(
                self._api.v1.payouts.retrieve_async, stripe_payout_id, {}, account=account_id
            )
        return payout_seen(found)

    async def refund(
        self, *, key: str, refund_id: UUID, payment_intent: str, amount_minor: int
    ) -> RefundSeen:
        """Give a payment back to its card, in part or whole."""
        wanted = {
            "payment_intent": payment_intent,
            "amount": amount_minor,
            "metadata": {REFUND: str(refund_id)},
        }
        return _refund(await self._api.write(self._api.v1.refunds.create_async, wanted, key=key))

    async def refund_of(self, refund_id: UUID, payment_intent: str) -> RefundSeen | None:
        """What was given back for a refund of ours. A payment has few of them."""
        wanted = {"payment_intent": payment_intent, "limit": _PAGE}
        with looking_up():
            found = await self._api.read(self._api.v1.refunds.list_async, wanted)
        for one in found.data:
            if named(one, REFUND) == str(refund_id):
                return _refund(one)
        return None


def named(found: Any, name: str) -> str:
    """What stands under a name in the metadata of something at Stripe; empty when nothing does."""
    return str(found.metadata.to_dict().get(name, "")) if found.metadata else ""


def _group(payout_id: UUID) -> str:
    return f"dreamdot_payout_{payout_id}"


def _account(found: Any) -> AccountSeen:
    needs = found.requirements
    due: list[str] = [*(needs.currently_due or []), *(needs.past_due or [])] if needs else []
    return AccountSeen(
        id=found.id,
        has_submitted=bool(found.details_submitted),
        charges_enabled=bool(found.charges_enabled),
        payouts_enabled=bool(found.payouts_enabled),
        requirements_due=list(dict.fromkeys(due)),
        disabled_reason=(needs.disabled_reason or "") if needs else "",
    )


def _transfer(found: Any) -> TransferSeen:
    return TransferSeen(found.id, found.amount, found.amount_reversed)


def payout_seen(found: Any) -> PayoutSeen:
    """A payout as Stripe gives it, also in an event."""
    return PayoutSeen(found.id, found.status, found.failure_code or "")


def _refund(found: Any) -> RefundSeen:
    failure = getattr(found, "failure_reason", None) or ""
    return RefundSeen(found.id, found.status or "", failure)
