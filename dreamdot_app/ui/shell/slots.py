"""What the shell of a page shows of slices above it, filled once by the composition root."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from dreamdot_app.ui.kinds import Flag, Handler, Part, Text, Whole


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A place that the rail leads to. ``count`` is shown beside it, 0 is not."""

    key: str
    label: str
    href: str
    icon: str
    members_only: bool = False
    count: Whole | None = None


DESTINATIONS = (
    Destination(key="home", label="Home", href="/", icon="house"),
    Destination(key="discover", label="Discover", href="/discover", icon="compass"),
    Destination(key="library", label="Library", href="/library", icon="library", members_only=True),
    Destination(key="wallet", label="Wallet", href="/wallet", icon="wallet", members_only=True),
    Destination(
        key="studio",
        label="Studio",
        href="/studio",
        icon="chart-no-axes-column",
        members_only=True,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Slots:
    """Who is signed in (Vars of the session's state), what they can spend, where one can go.

    ``ready`` is up when the server has said who it is; ``person`` is their id, "" for visitors;
    ``balance`` is an amount such as ``$64.30``, while ``has_balance``. ``looks`` is what they have
    chosen (`ui.looks`), empty for visitors; ``on_theme`` hears of another theme. ``loads`` are the
    handlers that every page with a shell runs when it is opened, for what the shell shows beside
    the session.
    """

    ready: Flag = True
    signed_in: Flag = False
    person: Text = ""
    name: Text = ""
    username: Text = ""
    avatar_url: Text = ""
    balance: Part = ""
    has_balance: Flag = False
    is_administrator: Flag = False
    sign_out_action: str = "/auth/sign-out"
    looks: rx.Var[Any] | None = None
    on_theme: Handler = None
    loads: Sequence[Any] = ()
    bell: Callable[[], rx.Component] | None = None
    destinations: tuple[Destination, ...] = DESTINATIONS


class _Filled:
    slots = Slots()


def fill(slots: Slots) -> None:
    """Hand the shell its slots, before the first page is compiled."""
    _Filled.slots = slots


def filled() -> Slots:
    """The slots as they were filled; those of a visitor until then."""
    return _Filled.slots
