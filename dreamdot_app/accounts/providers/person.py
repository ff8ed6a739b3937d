"""Who a provider says that somebody is: what is believed of it, and what is only suggested."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from dreamdot_app.accounts import usernames
from dreamdot_app.accounts.emails import parse_email
from dreamdot_app.accounts.joining import DISPLAY_NAME_LENGTH, parse_display_name
from dreamdot_app.core.errors import BadInput

LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by a provider's own name for them (``subject``), which is all that identifies them.

    ``is_verified`` says that the provider knows ``email`` to be theirs. ``name`` and ``login`` are
    what they are called there, to be suggested.
    """

    provider: str
    subject: str
    email: str = ""
    is_verified: bool = False
    name: str = ""
    login: str = ""

    @property
    def label(self) -> str:
        """What their account there is shown as."""
        return self.email or self.login or self.name

    def as_data(self) -> dict[str, str]:
        """As a ceremony keeps it."""
        return {key: str(value) for key, value in asdict(self).items()}

    @classmethod
    def of_data(cls, data: Mapping[str, str]) -> "Person":
        """Back from `as_data`."""
        kept = {name: data[name] for name in ("provider", "subject", "email", "name", "login")}
        return cls(**kept, is_verified=data["is_verified"] == str(True))


def read_person(
    provider: str,
    *,
    subject: object,
    email: object = None,
    is_verified: object = False,
    name: object = None,
    login: object = None,
) -> Person:
    """Read what a provider told. An address or a name that is none is left out.

    Raises:
        ValueError: it names nobody.
    """
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("no subject")
    if not subject.isprintable():
        raise ValueError("no subject that could be kept")
    address = _email(email)
    # Apple writes its truths as texts.
    believed = bool(address) and (is_verified is True or is_verified == "true")
    return Person(provider, subject, address, believed, _name(name), _login(login))


def suggested_usernames(person: Person) -> Iterator[str]:
    """Names to join with, the nicest first; whether they are free is not known here."""
    for wanted in (person.login, person.name, person.email.partition("@")[0]):
        stem = re.sub(r"[^\w.]+", "", wanted).replace("..", ".").strip("._")[: usernames.MAX_LENGTH]
        try:
            yield usernames.parse_username(stem.strip("._"))
        except BadInput:
            continue


def _email(value: object) -> str:
    try:
        return parse_email(value)
    except BadInput:
        return ""


def _name(value: object) -> str:
    try:
        return parse_display_name(value[:DISPLAY_NAME_LENGTH] if isinstance(value, str) else "")
    except BadInput:
        return ""


def _login(value: object) -> str:
    return value[:100] if isinstance(value, str) and value.isprintable() else ""
