"""What somebody writes about themselves: plain text, in which addresses and names become links."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from linkify_it import (  # pyright: ignore[reportMissingTypeStubs] it has none
    LinkifyIt,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from dreamdot_app.accounts import usernames
from dreamdot_app.accounts.contract import BioPart, profile_path
from dreamdot_app.accounts.models import Account

_MENTION = re.compile(r"(?<![\w@/.])@([\w.]{2,29}\w)")
_MOST_NAMES = 20


def _reader() -> Any:
    """Finds whole addresses with http or https, and nothing that merely looks like one."""
    reader: Any = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "mailto:", "//"):
        reader.add(scheme, None)
    return reader


_addresses = _reader()


def names_in(bio: str) -> dict[str, str]:
    """``{case key: name}`` of the first names that are mentioned."""
    found = [match[1] for part in _between(bio) for match in _MENTION.finditer(part.text)]
    return {usernames.case_key(name): name for name in found[:_MOST_NAMES]}


async def existing_names(session: AsyncSession, bio: str) -> dict[str, str]:
    """``{case key: username}`` of those mentioned names that somebody has."""
    mentioned = names_in(bio)
    if not mentioned:
        return {}
    rows = await session.execute(
        select(col(Account.username_key), col(Account.username)).where(
            col(Account.username_key).in_(mentioned), col(Account.deleted_at).is_(None)
        )
    )
    return {row[0]: row[1] for row in rows}


def parts(bio: str, names: dict[str, str]) -> tuple[BioPart, ...]:
    """A bio in pieces, links with where they lead; ``names`` are `existing_names`."""
    return tuple(piece for part in _between(bio) for piece in _with_names(part, names))


def _between(bio: str) -> Iterator[BioPart]:
    """The addresses, and the text before, between and after them."""
    read = 0
    for found in _addresses.match(bio) or ():
        if (
            "@" in urlsplit(str(found.url)).netloc
        ):  # a name before the host, to pass for another host
            continue
        if found.index > read:
            yield BioPart(bio[read : found.index])
        yield BioPart(found.text, found.url)
        read = found.last_index
    if read < len(bio):
        yield BioPart(bio[read:])


def _with_names(part: BioPart, names: dict[str, str]) -> Iterator[BioPart]:
    read = 0
    for found in _MENTION.finditer("" if part.href else part.text):
        username = names.get(usernames.case_key(found[1]))
        if username is None:
            continue
        if found.start() > read:
            yield BioPart(part.text[read : found.start()])
        yield BioPart(found[0], profile_path(username), is_ours=True)
        read = found.end()
    if read < len(part.text):
        yield BioPart(part.text[read:], part.href)
