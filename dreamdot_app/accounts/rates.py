"""How often somebody may try to join, to sign in, or to have a password reset."""

from dreamdot_app.core import allowances
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


def _of_login(login_key: str, group: str) -> list[tuple[Rate, str]]:
    here = f"{login_key}\0{group}"
    return [(allowances.SIGN_IN_HERE, here), (allowances.SIGN_IN_HERE_HOURLY, here)]
