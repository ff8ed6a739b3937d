"""How often somebody may try to join or to sign in."""

from dreamdot_app.core.rates import Rate, address_group, forgive, is_shared, spend

_JOIN = Rate("accounts.join", "40/hour")
_SIGN_IN_ADDRESS = Rate("accounts.sign_in.address", "30/minute")
# One name from one address, then one name from anywhere: the second is wider, so that strangers
# cannot easily lock somebody out.
_SIGN_IN_HERE = Rate("accounts.sign_in.here", "5/minute")
_SIGN_IN_HERE_HOURLY = Rate("accounts.sign_in.here_hourly", "30/hour")
_SIGN_IN_ANYWHERE = Rate("accounts.sign_in.anywhere", "40/minute")


async def count_join(address: str) -> None:
    """Count a try to join.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(_JOIN, address_group(address))])


async def count_sign_in(login_key: str, address: str) -> None:
    """Count a try to sign in, before anything else is done about it.

    Raises:
        TooManyTries: too many for this name, or from this address.
    """
    group = address_group(address)
    counted = [*_of_login(login_key, group), (_SIGN_IN_ANYWHERE, login_key)]
    if not is_shared(address):
        counted.append((_SIGN_IN_ADDRESS, group))
    await spend(counted)


async def forgive_sign_in(login_key: str, address: str) -> None:
    """Forget the wrong tries of somebody who then knew the password."""
    await forgive(_of_login(login_key, address_group(address)))


def _of_login(login_key: str, group: str) -> list[tuple[Rate, str]]:
    here = f"{login_key}\0{group}"
    return [(_SIGN_IN_HERE, here), (_SIGN_IN_HERE_HOURLY, here)]
