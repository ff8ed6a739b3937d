"""How often somebody may try to join, to sign in, or to have a password reset."""

from contextlib import suppress
from dataclasses import dataclass

from dreamdot_app.core import allowances
from dreamdot_app.core.errors import TooManyTries
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.rates import address_group, forgive, is_shared, spend


@dataclass(frozen=True, slots=True)
class Counted:
    """What tries to sign in were counted under: the name that was typed, and a known browser."""

    login_key: str
    device: str = ""

    async def forgive(self, address: str) -> None:
        """Forget the wrong ones among them."""
        await forgive_sign_in(self.login_key, address, device=self.device)


async def count_join(address: str) -> None:
    """Count a try to join.

    Raises:
        TooManyTries: too many from this address.
    """
    if not is_shared(address):
        await spend([(allowances.JOIN, address_group(address))])


async def count_sign_in(login_key: str, address: str, *, device: str = "") -> None:
    """Count a try to sign in, before it is known what comes of it.

    ``device`` names a browser that the account knows: what strangers try elsewhere, or at the same
    address, does not count for it, so nobody can lock its owner out.

    Raises:
        TooManyTries: too many for this name, or from this address.
    """
    group = address_group(address)
    here = _here(login_key, address, device)
    await allowances.SIGN_IN_WAITS.look(here)
    counted = [(allowances.SIGN_IN_HERE, here)]
    if not device:
        counted.append((allowances.SIGN_IN_ANYWHERE, login_key))
    if not is_shared(address):
        counted.append((allowances.SIGN_IN_ADDRESS, group))
    await spend(counted)
    await allowances.SIGN_IN_WAITS.count(here)


async def forgive_sign_in(login_key: str, address: str, *, device: str = "") -> None:
    """Forget the wrong tries of somebody who then knew the password."""
    here = _here(login_key, address, device)
    await allowances.SIGN_IN_WAITS.forgive(here)
    await forgive([(allowances.SIGN_IN_HERE, here)])


async def may_note_failure(login_key: str, address: str) -> bool:
    """Whether a failed try may be written down: so many a name, and so many an address."""
    noted = [
        (allowances.SIGN_IN_NOTED, login_key),
        (allowances.SIGN_IN_NOTED_ADDRESS, address_group(address)),
    ]
    with suppress(TooManyTries):
        await spend(noted)
        return True
    return False


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


def _here(login_key: str, address: str, device: str) -> str:
    return f"{login_key}\0{device or address_group(address)}"
