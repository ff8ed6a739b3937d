"""People, as tests need them: everybody has a name that nobody had before."""

from dataclasses import dataclass
from datetime import datetime

from dreamdot_app.accounts import links, service, sessions
from dreamdot_app.accounts.confirming import service as confirming
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.core import ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from tests.clock import NOON

PASSWORD = "a long enough phrase 7"
ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Somebody:
    """A name and an address that are free, and a password."""

    username: str
    email: str
    password: str = PASSWORD


def somebody(prefix: str = "person") -> Somebody:
    """Somebody who has not joined."""
    # The letters of an id that tell two of them apart; without those that look like others.
    name = f"{prefix}{ids.new().hex[-12:]}".replace("0", "x").replace("1", "y")
    return Somebody(name, f"{name}@example.com")


async def joined(person: Somebody | None = None, *, now: datetime = NOON) -> SignedIn:
    """Somebody who has joined and is signed in."""
    who = person or somebody()
    return await service.join(
        email=who.email,
        username=who.username,
        password=who.password,
        accepts_terms=True,
        address=ADDRESS,
        user_agent="a browser",
        now=now,
    )


async def confirmed(person: Somebody | None = None, *, now: datetime = NOON) -> SignedIn:
    """Somebody who has joined and confirmed their address."""
    who = person or somebody()
    signed_in = await joined(who, now=now)
    token = await link(signed_in.viewer.id, who.email, now=now)
    await confirming.confirm(token=token, now=now)
    sessions.forget_viewer(signed_in.token)
    viewer = await service.viewer_of_token(signed_in.token, now=now)
    assert viewer is not None
    return SignedIn(signed_in.token, viewer, signed_in.expires_at)


async def link(
    account_id: UserId,
    email: str,
    purpose: Purpose = Purpose.CONFIRM_EMAIL,
    *,
    now: datetime = NOON,
) -> str:
    """The token of a link that went to an address, without the letter."""
    async with transaction(Database.USER, actor=account_id) as session:
        return links.issue(session, purpose, account_id=account_id, email=email, now=now)
