"""What somebody types about themselves, read field by field."""

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from pydantic_core import Url, ValidationError

from dreamdot_app.accounts.contract import LinkView
from dreamdot_app.accounts.errors import ProfileRefused
from dreamdot_app.core import ids, text
from dreamdot_app.core.errors import BadInput, NotFound

BIO_LENGTH, PRONOUNS_LENGTH, LOCATION_LENGTH = 2_000, 40, 80
MOST_LINKS, LABEL_LENGTH, URL_LENGTH = 8, 40, 500
_LONGEST_TYPED = 4 * URL_LENGTH
_NOT_HTTPS = "Links begin with https://."
_NO_ADDRESS = "This is no address of a page."


def link_row(index: int) -> tuple[str, str]:
    """The names of a link's two fields, from 0."""
    return f"links.{index}.label", f"links.{index}.url"


def typed_links(sent: Mapping[str, object]) -> list[tuple[int, str, str]] | None:
    """The rows that are not empty, as they were typed: ``(row, label, url)``; ``None`` without any
    row at all, for then the links were not sent.

    Raises:
        ProfileRefused: not text.
    """
    if not any(link_row(index)[0] in sent for index in range(MOST_LINKS)):
        return [] if sent.get("links") == "" else None
    rows: list[tuple[int, str, str]] = []
    for index in range(MOST_LINKS):
        label, url = (sent.get(name, "") for name in link_row(index))
        if not isinstance(label, str) or not isinstance(url, str):
            raise ProfileRefused({link_row(index)[1]: "This must be text."})
        if label.strip() or url.strip():
            rows.append((index, label, url))
    return rows


def parse_links(rows: list[tuple[int, str, str]]) -> tuple[LinkView, ...]:
    """Read typed links; a link without a label is called by its host.

    Raises:
        ProfileRefused: with every reason, beside its field.
    """
    read: list[LinkView] = []
    errors: dict[str, str] = {}
    for index, label, url in rows:
        label_name, url_name = link_row(index)
        try:
            address = parse_address(url, field=url_name)
            words = text.line(label, field=label_name, max_length=LABEL_LENGTH)
            read.append(LinkView(words or host_of(address), address))
        except BadInput as refusal:
            errors |= {str(refusal.field): refusal.message}
    if errors:
        raise ProfileRefused(errors)
    return tuple(read)


def parse_address(typed: str, *, field: str) -> str:
    """Read the https address of a page elsewhere; ``example.com`` is one without its beginning.

    Raises:
        BadInput: another scheme, no host that others can reach, a name before the host, too long.
    """
    if len(typed) > _LONGEST_TYPED:
        raise BadInput(f"At most {URL_LENGTH} characters.", field=field)
    address = text.line(typed, field=field, max_length=_LONGEST_TYPED)
    if "://" not in address:
        if ":" in address.partition("/")[0]:  # javascript:, data:, mailto:
            raise BadInput(_NOT_HTTPS, field=field)
        address = f"https://{address}"
    try:
        read = Url(address)
    except ValidationError:
        raise BadInput(_NO_ADDRESS, field=field) from None
    if read.scheme != "https":
        raise BadInput(_NOT_HTTPS, field=field)
    last = (read.host or "").rstrip(".").rpartition(".")
    is_name = bool(last[0]) and (last[2].isalpha() or last[2].startswith("xn--"))
    if not is_name or read.username or read.password or " " in address:
        raise BadInput(_NO_ADDRESS, field=field)
    if len(str(read)) > URL_LENGTH:
        raise BadInput(f"At most {URL_LENGTH} characters.", field=field)
    return str(read)


def host_of(address: str) -> str:
    """The host of an address, as people read it."""
    return (Url(address).unicode_host() or "").removeprefix("www.")[:LABEL_LENGTH]


def parse_reference(value: object, *, field: str, missing: str) -> UUID | None:
    """Read an id that a form sends, empty for none.

    Raises:
        BadInput: in the words of ``missing``, when it is no id.
    """
    if value in ("", None):
        return None
    try:
        return ids.parse(value)
    except NotFound:
        raise BadInput(missing, field=field) from None


def as_mapping(value: object) -> Mapping[str, object]:
    """What a request sent as an object; nothing of it when it is none."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}
