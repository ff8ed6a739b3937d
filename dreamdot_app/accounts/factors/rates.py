"""How often somebody may try a second factor."""

from uuid import UUID

from dreamdot_app.core.rates import Rate, address_group, forgive, is_shared, spend

# A guess has three chances in a million (`totp`). What a day allows is never forgiven: whoever
# knows the password could otherwise guess on behind the owner's own successes.
_CODE = Rate("accounts.factor.code", "10/hour")
_CODE_DAILY = Rate("accounts.factor.code_daily", "50/day")
_PASSKEY = Rate("accounts.factor.passkey", "60/hour")
_SETUP = Rate("accounts.factor.setup", "30/hour")
_PASSKEY_SIGN_IN = Rate("accounts.sign_in.passkey", "60/minute")


async def count_code(account_id: UUID) -> None:
    """Count a try of a code, wherever it is asked for.

    Raises:
        TooManyTries: too many for this account.
    """
    await spend([(_CODE, str(account_id)), (_CODE_DAILY, str(account_id))])


async def forgive_code(account_id: UUID) -> None:
    """Forget the wrong tries of this hour, for the next one was right."""
    await forgive([(_CODE, str(account_id))])


async def count_passkey(account_id: UUID) -> None:
    """Count a question to somebody's passkeys.

    Raises:
        TooManyTries: too many for this account.
    """
    await spend([(_PASSKEY, str(account_id))])


async def count_setup(account_id: UUID) -> None:
    """Count a step of setting something up.

    Raises:
        TooManyTries: too many for this account.
    """
    await spend([(_SETUP, str(account_id))])


async def count_passkey_sign_in(address: str) -> None:
    """Count a question to passkeys of nobody knows whom yet.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(_PASSKEY_SIGN_IN, address_group(address))])
