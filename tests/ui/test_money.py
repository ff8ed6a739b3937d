"""Amounts read the same, whether the server or the browser writes them."""

import pytest
import reflex as rx
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamdot_app.accounts.preferences.choices import AMOUNTS
from dreamdot_app.core import money as core_money
from dreamdot_app.ui import money
from tests.ui import drawn, node

pytestmark = pytest.mark.pure

_MINOR = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=200)


@settings(max_examples=5, deadline=None)
@given(_MINOR)
def test_the_browser_writes_amounts_as_the_server_does(minors: list[int]) -> None:
    expected = [core_money.show(minor) for minor in minors]
    assert node.call("money.js", "showMoney", [[minor] for minor in minors]) == expected


def test_the_parts_of_a_figure_make_the_whole() -> None:
    minors = [0, 5, 99, 100, 123_450, -240, 5_000_000]
    figures = node.call("money.js", "showFigure", [[minor] for minor in minors])
    assert ["".join(parts) for parts in figures] == [core_money.show(minor) for minor in minors]
    assert figures[4] == ["$1,234", ".50"]
    assert node.call("money.js", "showFigure", [[-123_450, "de-DE"]]) == [["−1.234", ",50\u00a0$"]]


@pytest.mark.parametrize(("tag", "label"), [one for one in AMOUNTS if one[0]])
def test_a_choice_shows_what_its_region_writes(tag: str, label: str) -> None:
    [written] = node.call("money.js", "showMoney", [[123_456_750, tag]])
    assert written.replace("\u00a0", " ").replace("\u202f", " ") == label


def test_tags_that_name_no_region_are_plain() -> None:
    tags = ["de-DE", "xx-nonsense-", "", "tlh"]
    assert node.call("money.js", "readRegion", [[tag] for tag in tags]) == [
        "de-DE", "en-US", "en-US", "en-US",
    ]  # fmt: skip


def test_nothing_to_pay_is_free_in_green() -> None:
    assert money.price_text(0) == "Free"
    assert node.call("money.js", "showPrice", [[0], [240]]) == ["Free", "$2.40"]
    assert "dd-price-free" in drawn.props_of(money.price(0))["className"]
    assert "dd-price-free" not in drawn.props_of(money.price(240))["className"]


def test_movements_carry_their_sign() -> None:
    assert [money.movement_text(m) for m in (1620, -240, 0)] == ["+$16.20", "−$2.40", "$0.00"]
    assert node.call("money.js", "showMovement", [[1620], [-240], [0]]) == [
        "+$16.20", "−$2.40", "$0.00",
    ]  # fmt: skip
    assert "text-success" in drawn.props_of(money.amount(1620, signed=True))["className"]
    assert "text-success" not in drawn.props_of(money.amount(-240, signed=True))["className"]


def test_a_var_is_written_by_the_browser() -> None:
    shown = money.text(rx.Var("minor", _var_type=int))
    assert isinstance(shown, rx.Component)
    assert drawn.props_of(shown)["minor"] == "minor"


def test_a_part_of_nothing_takes_no_room() -> None:
    bar = money.split_bar(
        [
            money.Part(label="Earned", minor=0, tone="earned"),
            money.Part(label="Credit", minor=5_000_000, tone="credit"),
        ]
    )
    slices = [part for part in drawn.parts(bar) if "min-w-1.5" in str(part.render())]
    styles = [drawn.props_of(part)["style"] for part in slices if not part.children]
    assert '"none"' in styles[0]
    assert '"block"' in styles[1]
