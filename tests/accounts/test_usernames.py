"""What may be a username, and which two are one to a reader's eye."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.accounts.usernames import (
    case_key,
    is_one_script,
    look_key,
    parse_username,
    passes_for_us,
    suggestions,
)
from dreamdot_app.core.errors import BadInput

pytestmark = pytest.mark.pure

FINE = [
    "lucia", "Lucía", "lucia.draws", "l_u.c1a", "Zoë", "ñandú", "иван", "αλφα", "たなか",
    "田中ゆき", "ゆうこー", "김철수", "अमित_1", "सीता", "علي", "שרה", "สมชาย", "12a",
    "x" * 30, "İstanbul",
]  # fmt: skip
WRONG = [
    "", "ab", "x" * 31, "   ", "a b c", "a-b-c", "a@b", "<b>bob</b>", "lucia!", "a..b", "a._b",
    "_ab", "ab_", ".ab", "ab.", "123", "1.2", "аdmin", "lucіa", "αb_c", "q\u0301abc", "a\u200bbc",
    "a\u202ebc", "a\x00bc", "a\nbc", "\u0301abc", "😀😀😀", "Ⅷabc\ud800", "x" * 10_000_000,
    None, 5, ["abc"],
]  # fmt: skip
RESERVED = [
    "admin", "ADMIN", "Admin", "adm1n", "ａｄｍｉｎ", "аdmіn", "dreamdot", "dreamd0t", "support",
    "wallet", "Sign.in".replace(".", ""), "rnoderator", "nul1",
]  # fmt: skip
ALIKE = [
    ("lucia", "LUCIA"), ("lucia", "Iucia"), ("lucia", "1ucia"), ("marco", "rnarco"), ("bob", "b0b"),
    ("paypal", "раураl"), ("scope", "ѕсоре"), ("ivan", "IVAN"), ("ångström", "a\u030angström"),
    ("fine", "ﬁne"), ("mei", "ｍｅｉ"), ("straße", "STRASSE"),
]  # fmt: skip
DIFFERENT = [
    ("lucia", "lucia2"),
    ("mail", "mall"),
    ("zoe", "zoë"),
    ("a.bc", "a_bc"),
    ("ivan", "lvan"),
]


def clash(one: str, two: str) -> bool:
    return case_key(one) == case_key(two) or look_key(one) == look_key(two)


@pytest.mark.parametrize("name", FINE)
def test_a_name_stays_as_it_was_chosen(name: str) -> None:
    assert parse_username(name) == unicodedata.normalize("NFKC", name)
    assert parse_username(f" @{name} ") == parse_username(name)


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_name_is_refused_beside_the_field(name: object) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_username(name)
    assert refusal.value.field == "username"


@pytest.mark.parametrize("name", RESERVED)
def test_names_that_speak_for_us_are_kept(name: str) -> None:
    with pytest.raises(BadInput):
        parse_username(name)


@pytest.mark.parametrize(
    "name",
    [
        "DreamDot",
        "Dream Dot",
        "dreamdot.team",
        "DrearnDot",
        "DréamDοt ✓",
        "The DREAMD0T",
        "Dream·Dot",
        "Dream・Dot",
        "Dream|Dot",
        "D.r.e.a.m.D.o.t",
    ],
)
def test_what_passes_for_us_is_nobodys_name(name: str) -> None:
    assert passes_for_us(name)


@pytest.mark.parametrize("name", ["Dot Dreamer", "Dream", "Lucía", "dream.d"])
def test_other_names_do_not(name: str) -> None:
    assert not passes_for_us(name)


@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_these_are_one_name(one: str, two: str) -> None:
    assert clash(one, two)


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_these_are_two_names(one: str, two: str) -> None:
    assert not clash(one, two)


@given(st.text(max_size=40))
def test_any_text_is_refused_or_a_name(text: str) -> None:
    try:
        name = parse_username(text)
    except BadInput:
        return
    assert 3 <= len(name) <= 30
    assert parse_username(name) == name
    assert is_one_script(name)
    assert not set(name) & set("/?#%\\@: \t\n\x00<>\"'&")
    assert clash(name, name.upper())
    assert clash(name, name.swapcase())


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzABCIOLMNVW0159äéабвгорсухіІ._")


@given(st.text(LETTERS, min_size=3, max_size=12))
def test_keys_do_not_change_when_made_again(name: str) -> None:
    assert case_key(case_key(name)) == case_key(name)
    assert look_key(look_key(name)) == look_key(name)


@given(st.text(LETTERS, min_size=3, max_size=30))
def test_suggestions_are_names_themselves(text: str) -> None:
    try:
        name = parse_username(text)
    except BadInput:
        return
    proposed = list(suggestions(name))
    assert len(proposed) >= 10
    for one in proposed:
        assert parse_username(one) == one
        assert not clash(one, name)
