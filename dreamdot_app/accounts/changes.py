"""Telling every process that somebody looks or is called otherwise now."""

from uuid import UUID

from dreamdot_app.accounts import people, remembered
from dreamdot_app.core import bus, ids

_TOPIC = "accounts.changed"


def tell(account_id: UUID) -> None:
    """After the change is committed: whoever remembers this person asks the database anew."""
    _forget(account_id)
    bus.publish(_TOPIC, ids.short(account_id))


async def forget_as_told() -> None:
    """Forget people as other processes tell of them, until cancelled."""
    async with bus.subscribe(_TOPIC) as told:
        async for message in told:
            _forget(ids.parse(message) if isinstance(message, str) else None)


def _forget(account_id: UUID | None) -> None:
    """Nobody in particular (something may have been missed): everybody."""
    people.forget(account_id)
    remembered.forget_account(account_id)
