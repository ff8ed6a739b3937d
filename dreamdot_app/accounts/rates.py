"""How often somebody may try to join, to sign in, or to have a password reset."""

from dreamdot_app.core import allowances
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.rates import Rate, address_group, forgive, is_shared, spend


async def count_join(address: str) -> None:
    """Count a try to join.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.JOIN, address_group(address))])


async def count_sign_in(login_key: str, address: str) -> None:
    """Count a try to sign in, before anything else is done about it.

    Raises:
        TooManyTries: too many for this name, or from this address.
    """
    group = address_group(address)
    counted = [*_of_login(login_key, group), (allowances.SIGN_IN_ANYWHERE, login_key)]
    if not is_shared(address):
        counted.append((allowances.SIGN_IN_ADDRESS, group))
    await spend(counted)


async def forgive_sign_in(login_key: str, address: str) -> None:
    """Forget the wrong tries of somebody who then knew the password."""
    await forgive(_of_login(login_key, address_group(address)))


async def count_provider(address: str) -> None:
    """Count somebody who is sent to a provider, to sign in, link or prove.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.WITH_PROVIDER, address_group(address))])


async def count_reset(email_key: str, address: str) -> None:
    """Count a wish to have the password of an email address reset, whether or not it is known.

    Raises:
        TooManyTries: too many for this email address, or from this network address.
    """
    group = address_group(address)
    counted = [
        (allowances.RESET_HERE, f"{email_key}\0{group}"),
        (allowances.RESET_ANYWHERE, email_key),
    ]
    if not is_shared(address):
        counted.append((allowances.RESET_ADDRESS, group))
    await spend(counted)


async def count_reset_try(address: str) -> None:
    """Count a new password that somebody sends with a link.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.RESET_TRIES, address_group(address))])


async def may_write_to(email_key: str) -> bool:
    """Count a letter to an email address that whoever caused it need not have.

    False when there were enough. Whoever caused it must not learn that: it would tell of letters
    that others caused.
    """
    try:
        await spend(
            [(allowances.LETTERS_TO_HOURLY, email_key), (allowances.LETTERS_TO_DAILY, email_key)]
        )
    except TooManyTries:
        return False
    return True


async def count_confirming_again(account_id: UserId) -> None:
    """Count a wish for another link to confirm one's address with.

    Raises:
        TooManyTries: the account has had enough of them.
    """
    key = str(account_id)
    await spend([(allowances.CONFIRM_AGAIN_HOURLY, key), (allowances.CONFIRM_AGAIN_DAILY, key)])


async def count_change_of_email(account_id: UserId) -> None:
    """Count a wish to have another email address.

    Raises:
        TooManyTries: too many from this account.
    """
    await spend([(allowances.CHANGE_EMAIL, str(account_id))])


async def count_weighing(address: str) -> None:
    """Count a password that is weighed while it is typed.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.STRENGTH, address_group(address))])


def _of_login(login_key: str, group: str) -> list[tuple[Rate, str]]:
    here = f"{login_key}\0{group}"
    return [(allowances.SIGN_IN_HERE, here), (allowances.SIGN_IN_HERE_HOURLY, here)]
