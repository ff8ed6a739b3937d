"""Telling how strong a password is while it is typed. It is neither kept nor written down."""

from collections.abc import Iterable
from datetime import datetime

from dreamdot_app.accounts import rates, repository, strength
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.errors import LinkRefused
from dreamdot_app.accounts.new_password.forgotten import account_of_link
from dreamdot_app.accounts.new_password.setting import own_data
from dreamdot_app.accounts.strength import Strength
from dreamdot_app.core.db import Database, reading


async def weigh(
    *,
    password: object,
    typed: Iterable[object],
    token: object,
    viewer: Viewer | None,
    address: str,
    now: datetime,
) -> Strength:
    """How strong a password is for whoever types it: a person with these names beside it, with
    this mailed link, or signed in.

    Raises:
        TooManyTries: too many from this address, or all at once.
    """
    await rates.count_weighing(address)
    own = (*typed, *await _known(token, viewer, now=now))
    plain = password if isinstance(password, str) else ""
    return await strength.measured_soon(plain, own=strength.own_words(*own))


async def _known(token: object, viewer: Viewer | None, *, now: datetime) -> tuple[str, ...]:
    if token:
        try:
            return own_data(await account_of_link(token, now=now))
        except LinkRefused:
            return ()
    if viewer is None:
        return ()
    async with reading(Database.USER) as session:
        account = await repository.account(session, viewer.id)
    return own_data(account) if account else ()
