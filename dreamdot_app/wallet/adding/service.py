"""The verbs of adding money: ask, look, and credit what Stripe says has come."""

from datetime import datetime
from uuid import UUID

from dreamdot_app.core import ids
from dreamdot_app.core.clicks import parse_request_id
from dreamdot_app.core.db import Database, reading, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.log import logger
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet import policy as wallet_policy
from dreamdot_app.wallet.adding import policy, repository
from dreamdot_app.wallet.adding.checkout import open_checkout
from dreamdot_app.wallet.adding.contract import Asked, StripeSilent, TopUpMissing, TopUpView
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.errors import KeyReused
from dreamdot_app.wallet.stripe.in_use import stripe_in_use
from dreamdot_app.wallet.stripe.outcomes import StripeRefused, StripeUnclear

_log = logger(slice="wallet")


async def begin(
    *, user_id: UserId, email: str | None, amount: object, request_id: object, now: datetime
) -> Asked:
    """Ask for a payment page for an amount as somebody typed it (``25``, ``25.00``).

    ``email`` is where Stripe writes its receipt to, if it is known to be theirs.

    Idempotent for ``request_id``, the click's own name: a second one leads to the same page. The
    wish is written down first, so that what Stripe does under its key is known to us.

    Raises:
        BadInput: no amount between 5.00 and 2,000.00, or no name of the click.
        KeyReused: the same click came with another amount.
        StripeSilent: Stripe does not answer.
    """
    amount_minor, key = policy.parse_amount(amount), parse_request_id(request_id)
    currency = wallet_policy.currency(settings())
    async with transaction(Database.ITEMS, actor=user_id) as session:
        top_up = await repository.ask(
            session,
            id=ids.new(),
            user_id=user_id,
            currency=currency,
            amount_minor=amount_minor,
            request_key=key,
            at=now,
        )
    # One that was begun with a key of Stripe's is not paid at the test checkout, nor the reverse.
    if (top_up.amount_minor, top_up.currency) != (amount_minor, currency):
        raise KeyReused
    return await _with_checkout(top_up, email=email, now=now)


async def _with_checkout(top_up: TopUp, *, email: str | None, now: datetime) -> Asked:
    if top_up.checkout_url:
        return Asked(top_up.id, top_up.checkout_url)
    try:
        session_id, url = await open_checkout(top_up, email=email)
    except StripeUnclear as error:
        _log.warning("no answer for a payment page", top_up=str(top_up.id), why=str(error))
        raise StripeSilent from error
    except StripeRefused as refusal:  # nobody can pay until somebody has mended what is wrong
        _log.error("a payment page was refused", top_up=str(top_up.id), code=refusal.code)
        raise StripeSilent from refusal
    async with transaction(Database.ITEMS, actor=UserId(top_up.user_id)) as session:
        held = await repository.held(session, top_up.id)
        if held is not None and held.session_id is None:
            held.session_id, held.checkout_url, held.changed_at = session_id, url, now
        if held is not None and held.state == "asked":  # its news may have been quicker
            held.state, held.checkout_url = "open", url
    return Asked(top_up.id, url)


async def top_up(*, user_id: UserId, top_up_id: UUID) -> TopUpView:
    """One of somebody's top-ups.

    Raises:
        TopUpMissing: there is no such one of theirs.
    """
    return _view(await _of_person(user_id, top_up_id))


async def checkout_url(*, user_id: UserId, top_up_id: UUID) -> str:
    """Where one of somebody's top-ups is paid.

    Raises:
        TopUpMissing: there is no such one of theirs, or it is not open any more.
    """
    found = await _of_person(user_id, top_up_id)
    if not _can_go_on(found):
        raise TopUpMissing
    return found.checkout_url or ""


async def _of_person(user_id: UserId, top_up_id: UUID) -> TopUp:
    async with reading(Database.ITEMS) as session:
        found = await repository.of_person(session, user_id=user_id, top_up_id=top_up_id)
    if found is None:
        raise TopUpMissing
    return found


def _can_go_on(found: TopUp) -> bool:
    """While Checkout waits; at the test checkout one also decides what becomes of a later payment.

    There is nothing to do at Stripe's any more once somebody has chosen such a way to pay.
    """
    is_test = stripe_in_use() is None
    return bool(found.checkout_url) and (
        found.state == "open" or (is_test and found.state == "pending")
    )


def _view(found: TopUp) -> TopUpView:
    return TopUpView(
        id=ids.short(found.id),
        state=found.state,
        currency=found.currency,
        amount_minor=found.amount_minor,
        asked_at=found.asked_at,
        paid_at=found.paid_at,
        can_go_on=_can_go_on(found),
    )
