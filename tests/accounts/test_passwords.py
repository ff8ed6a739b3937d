"""Passwords and addresses: what is taken, what is kept of them."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.accounts import passwords, strength
from dreamdot_app.accounts.emails import email_key, parse_email
from dreamdot_app.accounts.errors import WeakPassword
from dreamdot_app.core.errors import BadInput, TooManyTries

pytestmark = pytest.mark.pure

OWN = ("lucia.ferrante", "lucia@orchard.example", "Lucia Ferrante")
WEAK = [
    "", "short", "x" * 9, "x" * 1_025, "aaaaaaaaaa", "abababababab", "abcabcabcabc", "0123456789",
    "9876543210", "qwertyuiop", "password123", "PASSWORD123", "P@ssw0rd1234!", "passwordpassword",
    "iloveyou123", "abcdefghij", "lucia.ferrante", "lucia@orchard.example", "LUCIA@ORCHARD.EXAMPLE",
    "luciaferrante", "Ferrante Lucia", "orchardlucia", "dreamdotdream", "dreamdotpassword",
    "correcthorsebatterystaple", "\x00" * 20, "\x00" * 5 + "abcdefg", "x" * 72, "x" * 1_024,
    None, 5, ["a" * 12],
]  # fmt: skip
FINE = [
    "a long enough phrase 7",
    "x7#kQ2!mZ9",
    "пароль на русском",
    "🐙🐙🐙 eight arms",
    "orchard bus lamp nine",
    "nul \x00 in the middle",
    "\ud800 half of a pair, and more",
    "seventy-two bytes and more of them, which bcrypt would not read: " + "zq7 " * 20,
]
# What takes zxcvbn seconds when it is given all of it: signs that stand for letters.
SLOW = ["4@8({[<369 1!|70$5+7%2" * 4, "4b8c({[<e3g69i1!|l1|7o0s$5t+7x%z2" * 3, "a4@" * 24,
        "1|7" * 24, "ab" * 36, "1!l|" * 18, "19911991" * 9]  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
async def test_weak_ones_are_refused_beside_the_field(password: object) -> None:
    with pytest.raises(WeakPassword) as refusal:
        await passwords.choose(password, own=OWN)
    assert refusal.value.field == "password"
    assert refusal.value.message
    assert str(password) not in refusal.value.message or not password


@pytest.mark.parametrize("password", FINE)
async def test_others_are_taken(password: str) -> None:
    assert await passwords.choose(password, own=OWN) == password


async def test_what_is_nobodys_name_is_weighed_for_itself() -> None:
    assert await passwords.choose("lucia ferrante nine") == "lucia ferrante nine"
    with pytest.raises(WeakPassword, match="Your own name"):
        await passwords.choose("lucia.ferrante", own=OWN)


@pytest.mark.parametrize("password", [*SLOW, *(slow * 1_000 for slow in SLOW)])
def test_weighing_is_bounded_whatever_is_typed(password: str) -> None:
    """Unbounded, some of these take seconds: ten times more than the slowest takes so."""
    began = time.process_time()
    assert 1 <= strength.measure(password, strength.own_words(*OWN, "x" * 10_000_000)).level <= 4
    assert time.process_time() - began < 1.5


async def test_of_too_many_who_only_ask_some_are_told_to_ask_later() -> None:
    many = [strength.measured_soon("ab" * 36) for _ in range(60)]
    ended = await asyncio.gather(*many, return_exceptions=True)
    assert sum(isinstance(one, TooManyTries) for one in ended) == 40
    assert (await strength.measured_soon(FINE[0])).is_enough


def test_ones_own_words_are_names_and_their_parts() -> None:
    found = strength.own_words(*OWN, None, 5, "", "ab", "x" * 1_000)
    assert {"lucia.ferrante", "lucia", "ferrante", "luciaferrante", "orchard"} <= set(found)
    assert "ab" not in found
    assert max(map(len, found)) <= 60
    assert len(strength.own_words(" ".join(f"word{n}" for n in range(500)))) <= 24


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
     "a\ud800@x.com", "Lucía@café.fr", None, 5, ["a@x.com"], "x" * 10_000_000],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: object) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_email(address)
    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" lucia@Orchard.example ", "lucia@orchard.example"), ("lucia@café.fr", "lucia@café.fr"),
     ("a+b@x.com", "a+b@x.com")],
)  # fmt: skip
def test_addresses_are_tidied(typed: str, kept: str) -> None:
    assert parse_email(typed) == kept
    assert email_key(parse_email(typed.upper())) == email_key(kept)
