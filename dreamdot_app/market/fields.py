"""What an editor sends, read field by field: every wrong one is named at once, in plain words."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from dreamdot_app.core import ids, money, text
from dreamdot_app.core.errors import BadInput, DomainError
from dreamdot_app.market.views import Kind
from dreamdot_app.market.writing import allowed, measures, passage, weight

TITLE_LENGTH = 120
SUMMARY_LENGTH = 500
MOST_TAGS = 8
TAG_LENGTH = 30
HIGHEST_PRICE_MINOR = 500_00
LOWEST_PRICE_MINOR = 50
# What is kept of a story: up to five times its text, as every < and & is, and its tags.
_MOST_KEPT = 4_000_000
_LONGEST_TAGS = 3_000  # characters of all tags as they are typed

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")
_NOT_IN_TAGS = re.compile(r"[<>\"\\/{}\[\]|#]")


@dataclass(frozen=True)
class Text:
    """A story's HTML, safe to keep, with its measures."""

    html: str = ""
    beginning: str = ""
    words: int = 0
    minutes: int = 0

    @property
    def digest(self) -> str:
        """What tells two texts apart without comparing them; empty for no text."""
        return hashlib.sha256(self.html.encode()).hexdigest() if self.html else ""


@dataclass
class Fields:
    """The fields that were sent: ``columns`` of a draft that are fit to keep, ``errors`` beside."""

    columns: dict[str, object] = field(default_factory=dict)
    text: Text | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """The names, as the form knows them, of all fields that are fit to keep."""
        named = {_FORM_NAMES.get(column, column) for column in self.columns}
        return named | ({"html"} if self.text is not None else set())


_FORM_NAMES = {"price_minor": "price", "cover_id": "cover"}


def title(value: object) -> str:
    """A title in one line."""
    return text.line(value, field="title", max_length=TITLE_LENGTH)


def summary(value: object) -> str:
    """A summary of a few lines."""
    return text.paragraphs(value, field="summary", max_length=SUMMARY_LENGTH)


def price(value: object) -> int:
    """A price in minor units: free, or from 0.50 to 500.00. Nothing typed is free."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return 0
    minor = money.parse_minor(value, field="price", maximum_minor=HIGHEST_PRICE_MINOR)
    if 0 < minor < LOWEST_PRICE_MINOR:
        lowest = money.show(LOWEST_PRICE_MINOR)
        raise BadInput(f"Free, or at least {lowest}.", field="price")
    return minor


def tags(value: object) -> list[str]:
    """Tags in small letters, each once: from a list, or from a text with commas between."""
    typed = value.split(",") if isinstance(value, str) else value
    if not isinstance(typed, list) or len(typed) > 100:
        raise BadInput("Write tags with commas between them.", field="tags")
    if sum(len(tag) for tag in typed if isinstance(tag, str)) > _LONGEST_TAGS:
        raise BadInput(f"At most {MOST_TAGS} tags; these are far more.", field="tags")
    cleaned = (text.line(tag, field="tags", max_length=1_000).lower() for tag in typed)
    found = list(dict.fromkeys(tag.removeprefix("#").strip() for tag in cleaned))
    found = [tag for tag in found if tag]
    if len(found) > MOST_TAGS:
        raise BadInput(f"At most {MOST_TAGS} tags; these are {len(found)}.", field="tags")
    for tag in found:
        if len(tag) > TAG_LENGTH:
            raise BadInput(f"A tag has at most {TAG_LENGTH} characters.", field="tags")
        if _NOT_IN_TAGS.search(tag):
            raise BadInput("Tags are words, without brackets or slashes.", field="tags")
    return found


def language(value: object) -> str:
    """A language's code (BCP 47), such as ``en`` or ``pt-BR``."""
    if not isinstance(value, str) or len(value) > 35 or not _LANGUAGE.fullmatch(value):
        raise BadInput("Choose a language.", field="language")
    return value


def cover(value: object) -> UUID | None:
    """A picture's id, or nothing when the cover was taken away."""
    if value is None or value == "":
        return None
    try:
        return ids.parse(value)
    except DomainError:
        raise BadInput(
            "This picture is not there any more. Choose another.", field="cover"
        ) from None


def story(value: object) -> Text:
    """A story's HTML, cleaned and measured; the longest takes over half a second.

    Raises:
        BadInput: not text, longer than 400,000 characters, or more tags than such a text needs.
    """
    if not isinstance(value, str):
        raise BadInput("This must be text.", field="html")
    weight.check(value)
    blocks = allowed.blocks_of(value.encode("utf-8", "ignore").decode())
    length = measures.characters(blocks)
    if length > allowed.MAX_CHARACTERS:
        most = f"{allowed.MAX_CHARACTERS:,}"
        raise BadInput(f"At most {most} characters; this has {length:,}.", field="html")
    cleaned = _measured(blocks)
    if len(cleaned.html) > _MOST_KEPT:
        # A link around everything is written anew in each paragraph.
        raise BadInput("There is too much formatting in this text.", field="html")
    return cleaned


def measured(html: str) -> Text:
    """Clean HTML with its measures."""
    return replace(_measured(passage.read(html)), html=html)


def _measured(blocks: list[passage.Block]) -> Text:
    told = measures.measure(blocks)
    return Text(passage.write(blocks), told.beginning, told.words, told.minutes)


_COLUMNS: dict[str, tuple[str, Callable[[object], object]]] = {
    "title": ("title", title),
    "summary": ("summary", summary),
    "price": ("price_minor", price),
    "tags": ("tags", tags),
    "language": ("language", language),
    "cover": ("cover_id", cover),
}


def parse(sent: Mapping[str, object], kind: Kind) -> Fields:
    """Read what was sent for a draft; a field that was not sent is left as it is.

    Fields that are not a draft's are ignored: forms hold more than what is saved.
    """
    parsed = Fields()
    for name, (column, read) in _COLUMNS.items():
        if name in sent:
            try:
                parsed.columns[column] = read(sent[name])
            except DomainError as refusal:
                parsed.errors[name] = refusal.message
    if "html" in sent and kind is Kind.WRITING:
        try:
            parsed.text = story(sent["html"])
        except DomainError as refusal:
            parsed.errors["html"] = refusal.message
    return parsed


def shown_price(price_minor: int) -> str:
    """A price as one would type it: ``1.50``, and nothing for a free work."""
    return f"{price_minor // 100}.{price_minor % 100:02d}" if price_minor else ""
