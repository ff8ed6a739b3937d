"""Passwords and addresses: what is taken, what is kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.accounts import passwords
from dreamdot_app.accounts.emails import email_key, parse_email
from dreamdot_app.accounts.errors import WeakPassword
from dreamdot_app.core.errors import BadInput

pytestmark = pytest.mark.pure

WEAK = [
    "", "short", "x" * 9, "x" * 1_025, "aaaaaaaaaa", "abababababab", "abcabcabcabc", "0123456789",
    "9876543210", "qwertyuiop", "password123", "PASSWORD123", "P@ssw0rd1234!", "passwordpassword",
    "iloveyou123", "abcdefghij", "lucia.ferrante", "lucia@orchard.example", "LUCIA@ORCHARD.EXAMPLE",
    None, 5, ["a" * 12],
]  # fmt: skip
FINE = [
    "a long enough phrase 7",
    "x7#kQ2!mZ9",
    "пароль на русском",
    "🐙🐙🐙 eight arms",
    "\x00" * 5 + "abcdefg",
]


@pytest.mark.parametrize("password", WEAK)
def test_weak_ones_are_refused_beside_the_field(password: object) -> None:
    with pytest.raises(WeakPassword) as refusal:
        passwords.parse_password(password, own=("lucia.ferrante", "lucia@orchard.example"))
    assert refusal.value.field == "password"
    assert str(password) not in refusal.value.message or not password


@pytest.mark.parametrize("password", FINE)
def test_others_are_taken(password: str) -> None:
    assert passwords.parse_password(password) == password


@pytest.mark.parametrize("password", [*FINE, "x" * 72, "x" * 73, "x" * 1_024, "\ud800 lone half"])
async def test_only_the_password_itself_matches(password: str) -> None:
    kept = await passwords.hashed(password, cost=4)
    assert kept.startswith("$2b$04$")
    assert await passwords.matches(password, kept, cost=4)
    for other in (
        password + "x",
        password[:-1],
        password.replace("\x00", ""),
        "",
        password.upper(),
    ):
        assert other == password or not await passwords.matches(other, kept, cost=4)
    assert not await passwords.matches(password, None, cost=4)


async def test_the_same_letters_from_another_keyboard_match() -> None:
    kept = await passwords.hashed("Zoe\u0308 writes here", cost=4)
    assert await passwords.matches("Zo\u00eb writes here", kept, cost=4)


async def test_a_cheaper_hash_is_outdated() -> None:
    kept = await passwords.hashed("a long enough phrase 7", cost=4)
    assert passwords.is_outdated(kept, cost=5)
    assert not passwords.is_outdated(kept, cost=4)
    assert await passwords.hashed("a long enough phrase 7", cost=4) != kept


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading(text: str) -> None:
    for read, told in ((passwords.parse_password, WeakPassword), (parse_email, BadInput)):
        try:
            assert read(text)
        except told:
            continue


@pytest.mark.parametrize(
    "address",
    ["", " ", "lucia", "@x.example", "a@b", "a b@x.com", "a@x.com\nBcc: b@x.com", "a@x..com",
     "<a@x.com>", "a@[127.0.0.1]", "a" * 70 + "@x.com", "a@" + "x" * 300 + ".com", "a@x.com\x00",
     "a\ud800@x.com", None, 5, ["a@x.com"], "x" * 10_000_000],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: object) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_email(address)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" lucia@Orchard.example ", "lucia@orchard.example"), ("Lucía@café.fr", "Lucía@café.fr"),
     ("a+b@x.com", "a+b@x.com")],
)  # fmt: skip
def test_addresses_are_tidied(typed: str, kept: str) -> None:
    assert parse_email(typed) == kept
    assert email_key(parse_email(typed.upper())) == email_key(kept)
