"""Money as integer cents: what is typed, what is shown, what is shared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput

pytestmark = pytest.mark.pure


@given(st.integers(0, 100_000_00))
def test_amounts_are_read_as_they_are_shown(minor: int):
    whole, cents = divmod(minor, 100)
    for typed in (f"{whole}.{cents:02d}", f"{whole},{cents:02d}", f"${whole}.{cents:02d}"):
        assert money.parse_minor(typed, field="price") == minor
    assert money.show(minor) == f"${whole:,}.{cents:02d}"


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-1", "-0.01", "\u22121", "0.001", "1.234,50", "1,234.50", "1e309", "1e3"),
        *("inf", "nan", "ten", "1.", ".5", "0x10", "1_000", "+1", "\u0661", "100000.01", "9" * 400),
        *("$", "1 000", True, None, 1.5, [1], "1\n2", "<b>1</b>"),
    ],
)
def test_what_is_no_amount_is_refused_beside_its_field(typed: object):
    with pytest.raises(BadInput) as refusal:
        money.parse_minor(typed, field="price")
    assert refusal.value.field == "price"


@given(st.text() | st.floats() | st.integers())
def test_whatever_is_typed_is_an_amount_or_refused(typed: object):
    try:
        minor = money.parse_minor(typed, field="price")
    except BadInput:
        return
    assert 0 <= minor <= 100_000_00


@given(st.integers(0, 10**15), st.integers(0, 10_000))
def test_a_share_is_never_more_than_its_part(amount_minor: int, basis_points: int):
    share = money.share(amount_minor, basis_points)
    assert 0 <= share <= amount_minor
    assert share * 10_000 <= amount_minor * basis_points < (share + 1) * 10_000


def test_a_debt_is_shown_with_a_minus_sign():
    assert money.show(-123_450) == "\u2212$1,234.50"
