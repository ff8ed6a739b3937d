"""Which news reach somebody, and by which way; whoever sends some asks `service.wants` first."""

from dataclasses import dataclass
from enum import StrEnum

from dreamdot_app.core.errors import BadInput


class Way(StrEnum):
    """How news reach somebody."""

    HERE = "here"
    MAIL = "mail"


WAYS = {Way.HERE: "In DreamDot", Way.MAIL: "By email"}


@dataclass(frozen=True, slots=True)
class NewsKind:
    """A kind of news: its words, the ways that are on until somebody chooses, and those that
    cannot be switched off.
    """

    key: str
    label: str
    about: str
    on: frozenset[Way]
    always: frozenset[Way] = frozenset()


_BOTH, _HERE = frozenset(Way), frozenset({Way.HERE})
KINDS = {
    kind.key: kind
    for kind in (
        NewsKind("sales", "Sales", "Somebody bought a work of yours", _BOTH),
        NewsKind("purchases", "Purchases", "The receipt of what you bought", _BOTH),
        NewsKind("followers", "Followers", "Somebody follows you", _HERE),
        NewsKind("comments", "Comments", "Answers to your works, posts and comments", _HERE),
        NewsKind("mentions", "Mentions", "Somebody named you", _HERE),
        NewsKind("likes", "Likes", "Somebody liked what you made", _HERE),
        NewsKind("messages", "Messages", "Somebody wrote to you", _BOTH),
        NewsKind("communities", "Communities", "What is new where you are a member", _HERE),
        NewsKind(
            "security",
            "Security",
            "New devices, passwords and addresses",
            _BOTH,
            always=frozenset({Way.MAIL}),
        ),
    )
}


def read_news(kind: object, way: object, is_on: object) -> tuple[NewsKind, Way, bool]:
    """Read a choice as it was sent.

    Raises:
        BadInput: no such kind or way, not yes or no, or one that cannot be switched off.
    """
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(is_on, bool):
        raise BadInput("There is no such setting.")
    if not isinstance(way, str) or way not in set(Way):
        raise BadInput("There is no such setting.")
    found = KINDS[kind]
    if Way(way) in found.always and not is_on:
        raise BadInput("This cannot be switched off: it keeps your account safe.")
    return found, Way(way), is_on
