"""Who stands in for Stripe where money is test money: no real money moves, nobody is asked.

It answers at once, and for the same key the same. All it remembers are the accounts that people
have set up with it, on a page of its own (`standin_page`).
"""

# ruff: noqa: ARG002 it takes what Stripe needs, and needs less

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field

from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, ItemsTable, reading, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.wallet.stripe.outcomes import StripeRefused
from dreamdot_app.wallet.withdrawing.stripe_side import (
    AccountSeen,
    PayoutSeen,
    RefundSeen,
    TransferSeen,
)

PAGE = "/test-onboarding"
# By our own books there is what there is; nobody else counts test money.
_PLENTY_MINOR = 10**12
_DUE: dict[str, list[str]] = {
    "": ["individual.first_name", "individual.dob.day", "external_account"],
    "missing": ["individual.verification.document"],
}


class StandInAccount(ItemsTable, table=True):
    """An account for test money. ``choice`` is what its person made it be, nothing before that."""

    id: str = Field(primary_key=True, sa_type=sa.Text)
    user_id: UUID = Field(sa_type=sa.Uuid)
    choice: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})


class Choice(StrEnum):
    """What somebody may make of their account for test money."""

    COMPLETE = "complete"
    MISSING = "missing"
    REJECTED = "rejected"
    BANK_REFUSES = "bank_refuses"


async def choose(account_id: str, *, choice: object, user_id: UUID) -> None:
    """Make somebody's account what they chose.

    Raises:
        NotFound: it is none of theirs, or there is no such choice.
    """
    async with transaction(Database.ITEMS, actor=user_id) as session:
        row = await session.get(StandInAccount, account_id, with_for_update=True)
        if row is None or row.user_id != user_id or choice not in set(Choice):
            raise NotFound
        row.choice = str(choice)


class StandIn:
    """The stand-in, as `stripe_side.StripeSide`."""

    async def open_account(self, *, key: UUID, user_id: UUID) -> AccountSeen:
        """Make an account: the same for the same key."""
        made = {"id": f"acct_test_{key.hex}", "user_id": user_id, "choice": ""}
        async with transaction(Database.ITEMS, actor=user_id) as session:
            await session.execute(insert(StandInAccount).values(made).on_conflict_do_nothing())
        return await self.account(str(made["id"]))

    async def account(self, account_id: str) -> AccountSeen:
        """How it stands, by what its person chose."""
        row = await self._row(account_id)
        is_ready = row.choice in (Choice.COMPLETE, Choice.BANK_REFUSES)
        due = _DUE.get(row.choice, [])
        return AccountSeen(
            id=row.id,
            has_submitted=bool(row.choice),
            charges_enabled=is_ready,
            payouts_enabled=is_ready,
            requirements_due=due,
            disabled_reason="rejected.other" if row.choice == Choice.REJECTED else "",
        )

    async def onboarding_url(self, account_id: str, *, back: str, again: str, key: str) -> str:
        """Our own page; it leads back as Stripe's does."""
        named = (await self._row(account_id)).id.removeprefix("acct_test_")
        return f"{PAGE}/{ids.short(UUID(named))}"

    async def available_minor(self, currency: str) -> int:
        """More than our own books say."""
        return _PLENTY_MINOR

    async def transfer(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> TransferSeen:
        """Done."""
        return TransferSeen(f"tr_test_{payout_id.hex}", amount_minor)

    async def transfer_of(self, payout_id: UUID, account_id: str) -> TransferSeen | None:
        """Nothing that asking for it again would not give."""
        return None

    async def reverse(
        self, *, key: str, transfer_id: str, payout_id: UUID, amount_minor: int
    ) -> TransferSeen:
        """Done."""
        return TransferSeen(transfer_id, amount_minor, amount_minor)

    async def pay_out(
        self, *, key: str, payout_id: UUID, account_id: str, currency: str, amount_minor: int
    ) -> PayoutSeen:
        """Paid, or refused by the bank, as the account's person chose."""
        return await self.payout(f"po_test_{payout_id.hex}", account_id)

    async def payout_of(
        self, payout_id: UUID, account_id: str, *, since: datetime
    ) -> PayoutSeen | None:
        """Nothing that asking for it again would not give."""
        return None

    async def payout(self, stripe_payout_id: str, account_id: str) -> PayoutSeen:
        """How it ended."""
        if (await self._row(account_id)).choice == Choice.BANK_REFUSES:
            return PayoutSeen(stripe_payout_id, "failed", "account_closed")
        return PayoutSeen(stripe_payout_id, "paid")

    async def refund(
        self, *, key: str, refund_id: UUID, payment_intent: str, amount_minor: int
    ) -> RefundSeen:
        """Done."""
        return RefundSeen(f"re_test_{refund_id.hex}", "succeeded")

    async def refund_of(self, refund_id: UUID, payment_intent: str) -> RefundSeen | None:
        """Nothing that asking for it again would not give."""
        return None

    async def _row(self, account_id: str) -> StandInAccount:
        async with reading(Database.ITEMS) as session:
            row = await session.get(StandInAccount, account_id)
        if row is None:
            raise StripeRefused(code="account_invalid", said="")
        return row
