"""People, as tests need them: everybody has a name that nobody had before."""

from dataclasses import dataclass
from datetime import datetime

from dreamdot_app.accounts import service
from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.core import ids
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
