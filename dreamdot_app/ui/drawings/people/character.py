"""What somebody looks like, chosen by chance from a name or described in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..chance import Chance

Mood = Literal["calm", "glad", "sad", "afraid", "asleep", "stern"]

SKINS = ("#f3c9a8", "#f0b592", "#e3a57b", "#d1925f", "#b97a4b", "#9a5f3a", "#7a4730", "#5c3524")
HAIRS = (
    "#1d1a26", "#2a1a1e", "#3b2a4a", "#4a2c1d", "#6b3d24", "#a84a2a", "#c98a3a", "#e0c27a",
    "#b9b4b0", "#e9e4dc",
)  # fmt: skip
TOPS = (
    "#d6573b", "#1c6a78", "#f2b632", "#2b2a63", "#fff8ee", "#7a8f4f", "#c2332e", "#4f7d62",
    "#8a2f4c", "#30557e", "#e8a27a", "#343a46",
)  # fmt: skip
GROUNDS = (
    "#1c6a78", "#f2b632", "#2b2a63", "#d6573b", "#efe0c8", "#b5d3d2", "#51285a", "#4f7d62",
    "#e9a58c", "#c9dbe4", "#8a2f4c", "#c5c98f", "#20304a", "#d3c8ec",
)  # fmt: skip
STYLES = (
    "long", "crop", "bun", "curls", "bob", "bald", "scarf", "braid", "fringe", "wave", "locs",
    "topknot", "cap",
)  # fmt: skip
EXTRAS = ("", "", "", "glasses", "glasses", "beard", "moustache", "earrings", "freckles")


@dataclass(frozen=True, slots=True)
class Character:
    """The look of one person; colours are #rrggbb."""

    skin: str
    hair: str
    style: str
    top: str
    ground: str
    extra: str = ""
    child: bool = False


def _apart(chance: Chance, colours: tuple[str, ...], *others: str) -> str:
    """Pick a colour that is not too near the others in lightness and hue."""
    return chance.pick([x for x in colours if all(_distance(x, y) > 90 for y in others)] or colours)


def _distance(first: str, second: str) -> float:
    return sum(abs(int(first[i : i + 2], 16) - int(second[i : i + 2], 16)) for i in (1, 3, 5))


def character_of(key: str) -> Character:
    """Invent somebody from a name; ``style=…``, ``skin=0-7``, ``hair=0-9``, ``top=0-11``,
    ``extra=…`` and ``child`` after a colon fix what chance would choose.
    """
    name, _, words = key.partition(":")
    chance = Chance("face:" + name)
    wishes = {word.partition("=")[0]: word.partition("=")[2] for word in words.split()}
    by_chance = chance.whole(0, len(SKINS) - 1)
    skin_index = _index(wishes, "skin", len(SKINS), by_chance)
    light_hair = chance.likely(0.75 if skin_index < 3 else 0.06)
    pool = HAIRS if light_hair else HAIRS[:5] + HAIRS[8:9]
    skin, hair = SKINS[skin_index], chance.pick(pool)
    hair = HAIRS[_index(wishes, "hair", len(HAIRS), HAIRS.index(hair))]
    style = chance.pick(STYLES)
    style = wishes["style"] if wishes.get("style") in STYLES else style
    extra = wishes.get("extra", chance.pick(EXTRAS))
    if extra in ("beard", "moustache") and style in ("long", "bob", "bun", "scarf", "braid"):
        extra = ""
    ground = _apart(chance, GROUNDS, skin, hair)
    top = _apart(chance, TOPS, ground, skin)
    top = TOPS[_index(wishes, "top", len(TOPS), TOPS.index(top))]
    return Character(skin, hair, style, top, ground, extra, "child" in wishes)


def _index(wishes: dict[str, str], name: str, count: int, default: int) -> int:
    """Give the wished number if it is one, else the default."""
    wish = wishes.get(name, "")
    return int(wish) % count if wish.isascii() and wish.isdigit() and len(wish) < 3 else default
