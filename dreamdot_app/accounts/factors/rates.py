"""How often somebody may try a second factor."""

from uuid import UUID

from dreamdot_app.core import allowances
from dreamdot_app.core.rates import address_group, forgive, is_shared, spend


async def count_code(account_id: UUID, *, device: str = "") -> None:
    """Count a try of a code, wherever it is asked for.

    ``device`` names a browser that the account knows: what whoever got hold of the password tries
    elsewhere does not count for it, so they cannot lock its owner out for a day.

    Raises:
        TooManyTries: too many for this account, in all other browsers or in this one.
    """
    key = _codes_of(account_id, device)
    await spend([(allowances.CODES, key), (allowances.CODES_DAILY, key)])


async def forgive_code(account_id: UUID, *, device: str = "") -> None:
    """Forget the wrong tries of this hour, for the next one was right."""
    await forgive([(allowances.CODES, _codes_of(account_id, device))])


def _codes_of(account_id: UUID, device: str) -> str:
    return f"{account_id}\0{device}" if device else str(account_id)


async def count_passkey(account_id: UUID) -> None:
    """Count a question to somebody's passkeys.

    Raises:
        TooManyTries: too many for this account.
    """
    await spend([(allowances.PASSKEYS_ASKED, str(account_id))])


async def count_setup(account_id: UUID) -> None:
    """Count a step of setting something up.

    Raises:
        TooManyTries: too many for this account.
    """
    await spend([(allowances.FACTORS_SET_UP, str(account_id))])


async def count_passkey_sign_in(address: str) -> None:
    """Count a question to passkeys of nobody knows whom yet.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.PASSKEY_SIGN_IN, address_group(address))])
