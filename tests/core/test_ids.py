"""Identifiers: short and canonical forms of the same UUID, everything else is nowhere."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import ids
from dreamdot_app.core.errors import NotFound

pytestmark = pytest.mark.pure

uuids = st.integers(0, 2**128 - 1).map(lambda value: UUID(int=value))


@given(uuids)
def test_both_forms_are_read_back(identifier: UUID):
    assert ids.parse(ids.short(identifier)) == identifier
    assert ids.parse(str(identifier)) == identifier
    assert ids.parse(str(identifier).upper()) == identifier
    assert ids.parse(identifier) == identifier
    assert ids.parse_ref(f"the-long-road-{ids.short(identifier)}") == identifier


@given(uuids, uuids)
def test_short_forms_keep_the_order(one: UUID, other: UUID):
    assert (one < other) == (ids.short(one) < ids.short(other))
    assert len(ids.short(one)) == 22


@given(
    st.text() | st.text("123456789ABCxyz-", min_size=20, max_size=40) | st.integers() | st.none()
)
def test_whatever_is_read_is_one_of_the_two_forms(text: object):
    try:
        found = ids.parse(text)
    except NotFound:
        return
    assert text in (ids.short(found), str(found)) or str(text).lower() == str(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z" * 22,  # more than 128 bits
        "0" * 22,  # a letter that base58 leaves out
        "\N{FULLWIDTH DIGIT ONE}" * 22,
        "----" + "1" * 32,  # 36 letters that UUID() would take
        "{" + "1" * 34 + "}",
        "1" * 200_000,
        b"1" * 22,
        ["1" * 22],
        True,
        1.5,
        None,
    ],
)
def test_nothing_is_behind_other_texts(text: object):
    with pytest.raises(NotFound):
        ids.parse(text)


@pytest.mark.parametrize("ref", ["", "the-long-road", "a" * 201, None, 7, ["1" * 22], "0" * 22])
def test_a_ref_ends_with_an_id(ref: object):
    with pytest.raises(NotFound):
        ids.parse_ref(ref)


def test_fresh_ids_are_of_version_7_and_grow():
    made = [ids.new() for _ in range(1_000)]
    assert made == sorted(made)
    assert len(set(made)) == 1_000
    assert {identifier.version for identifier in made} == {7}
