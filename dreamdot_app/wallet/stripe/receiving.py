"""Taking an event of Stripe's: believed, written down once, and done, in one transaction."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.core import outbox
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.log import logger
from dreamdot_app.wallet.stripe.client import API_VERSION
from dreamdot_app.wallet.stripe.signatures import require_signature
from dreamdot_app.wallet.stripe.told import (
    DoesNotFit,
    PaymentTold,
    StripeDoesNotFit,
    Told,
    handlers_of,
)

_log = logger(slice="wallet")
_ID = re.compile(r"evt_[A-Za-z0-9_]{1,250}")
_MOST_WORDS = 200
# Of these the whole body is kept; those of accounts tell of people more than we need to know.
_PAYMENTS = ("checkout.", "payment_intent.", "charge.", "refund.", "payout.", "transfer.")


class NotForUs(Exception):
    """The event cannot be one of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose events are believed: what signs them, and whether their money is real."""

    secrets: Sequence[str]
    is_live: bool


async def receive(*, raw: bytes, signature: str, sender: Sender, now: datetime) -> bool:
    """Take an event; whether it came for the first time.

    Idempotent for the event's id. Events of a type that nobody listens to are kept and ignored.

    Raises:
        NotSigned: not signed by the sender, or not now.
        NotForUs: no event, of another version, or of the wrong mode.
        NotYet: it comes before what it builds on; nothing was kept.
    """
    require_signature(raw, signature, sender.secrets)
    told = _read(raw, sender, now)
    async with transaction(Database.ITEMS, actor=None) as session:
        body = raw.decode() if told.type.startswith(_PAYMENTS) else None
        if not await _is_first(session, told, body):
            return False
        if body:
            outbox.add(session, PaymentTold(event_id=told.id))
        await _do(session, told)
    return True


def _read(raw: bytes, sender: Sender, now: datetime) -> Told:
    try:
        event = json.loads(raw)
        created_at = datetime.fromtimestamp(int(event["created"]), UTC)
        about = event["data"]["object"]
        told = Told(
            id=str(event["id"]),
            type=str(event["type"])[:_MOST_WORDS],
            about=cast("dict[str, Any]", about),
            account=event.get("account"),
            created_at=created_at,
            now=now,
        )
        version, is_live = event["api_version"], event["livemode"]
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise NotForUs("no event") from None
    if not isinstance(about, dict) or not _ID.fullmatch(told.id):
        raise NotForUs("no event")
    if version != API_VERSION:
        raise NotForUs(f"an event of version {version}, the webhook has to be of {API_VERSION}")
    if is_live is not sender.is_live:
        raise NotForUs("an event of the other mode, live or test")
    return told


_FIRST = text("""
    insert into stripe_event (id, type, account, subject, outcome, reason, body, created_at,
                              received_at)
    values (:id, :type, :account, :subject, :outcome, '', :body, :created_at, :received_at)
    on conflict (id) do nothing returning id
""")
_REFUSED = text("update stripe_event set outcome = 'refused', reason = :reason where id = :id")


async def _is_first(session: AsyncSession, told: Told, body: str | None) -> bool:
    """Whether the event's row is new; of two deliveries at once the second waits for the first."""
    values = {
        "id": told.id,
        "type": told.type,
        "account": told.account,
        "subject": str(told.about.get("id") or "")[:_MOST_WORDS],
        "outcome": "handled" if handlers_of(told) else "ignored",
        "body": body,
        "created_at": told.created_at,
        "received_at": told.now,
    }
    return (await session.execute(_FIRST, values)).first() is not None


async def _do(session: AsyncSession, told: Told) -> None:
    try:
        async with session.begin_nested():
            for handler in handlers_of(told):
                await handler(session, told)
    except DoesNotFit as refusal:
        reason = str(refusal)
        _log.error("an event does not fit", event_id=told.id, type=told.type, reason=reason)
        await session.execute(_REFUSED, {"id": told.id, "reason": reason})
        outbox.add(session, StripeDoesNotFit(event_id=told.id, type=told.type, reason=reason))
