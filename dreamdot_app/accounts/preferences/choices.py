"""What can be chosen: the values that are kept, and the words that stand for them."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from dreamdot_app.accounts.devices.zones import known_zones
from dreamdot_app.core.errors import BadInput

type_options = list[tuple[str, str]]

THEMES: type_options = [("system", "Device"), ("light", "Day"), ("dark", "Night")]
MOTIONS: type_options = [("system", "As the device says"), ("reduced", "Reduced")]
TEXT_SIZES: type_options = [
    ("small", "Small"),
    ("normal", "Normal"),
    ("large", "Large"),
    ("larger", "Larger"),
]
# DreamDot is written in English; what differs is how days and hours are.
LANGUAGES: type_options = [
    ("en", "English · 24 Nov, 14:20"),
    ("en-US", "English (United States) · Nov 24, 2:20 PM"),
]
# By language tag: where the separators and the sign of the currency stand.
AMOUNTS: type_options = [
    ("", "As the device writes them"),
    ("en-US", "$1,234,567.50"),
    ("de-DE", "1.234.567,50 $"),
    ("fr-FR", "1 234 567,50 $"),
    ("nl-NL", "$ 1.234.567,50"),
    ("de-CH", "$ 1'234'567.50"),
    ("en-IN", "$12,34,567.50"),
]
WHO: type_options = [
    ("everyone", "Everybody"),
    ("followed", "People I follow"),
    ("nobody", "Nobody"),
]
SEES_LIKES: type_options = [
    ("everyone", "Everybody"),
    ("followers", "People who follow me"),
    ("nobody", "Only I"),
]
_OPTIONS: dict[str, type_options] = {
    "theme": THEMES,
    "motion": MOTIONS,
    "text_size": TEXT_SIZES,
    "language": LANGUAGES,
    "amounts": AMOUNTS,
    "may_message": WHO,
    "may_mention": WHO,
    "sees_likes": SEES_LIKES,
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody has chosen; as it is here until they choose.

    ``time_zone`` is an IANA name, ``amounts`` a language tag; both are empty for the device's own.
    """

    theme: str = "system"
    motion: str = "system"
    text_size: str = "normal"
    language: str = "en"
    amounts: str = ""
    time_zone: str = ""
    may_message: str = "everyone"
    may_mention: str = "everyone"
    sees_likes: str = "everyone"
    is_searchable: bool = True


NAMES = tuple(field.name for field in fields(Preferences))


@cache
def time_zones() -> tuple[str, ...]:
    """The zones that places are named after, in their order."""
    return tuple(
        sorted(
            name
            for name in known_zones()
            if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
        )
    )


def read_choice(name: object, value: object) -> tuple[str, Any]:
    """Read one choice as it was sent.

    Raises:
        BadInput: there is no such choice, or no such answer to it.
    """
    if not isinstance(name, str) or name not in NAMES:
        raise BadInput("There is no such setting.")
    if name == "is_searchable":
        fits = isinstance(value, bool)
    elif name == "time_zone":
        fits = value == "" or (isinstance(value, str) and value in known_zones())
    else:
        fits = isinstance(value, str) and value in dict(_OPTIONS[name])
    if not fits:
        raise BadInput("This cannot be chosen here.", field=name)
    return name, value
