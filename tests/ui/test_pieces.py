"""Buttons, tables, toasts, dialogs: what has logic in Python."""

from typing import Any

import pytest
import reflex as rx

from dreamdot_app.ui import buttons, cards, dialog, menu, skeleton, table, tabs, toast
from dreamdot_app.ui.kinds import either, when
from tests.ui import drawn

pytestmark = pytest.mark.pure
_FLAG = rx.Var("state.flag", _var_type=bool)


class UndoState(rx.State):
    """Takes back what a toast offers to take back."""

    @rx.event
    def undo(self, work: str) -> None:
        """Nothing to do here."""


def test_a_busy_button_says_so_and_takes_no_click() -> None:
    props = drawn.props_of(buttons.button("Pay", busy=True))
    assert props["aria-busy"] == '"true"'
    assert props["disabled"] == "true"
    idle = drawn.props_of(buttons.button("Pay"))
    assert "aria-busy" not in idle
    assert idle["disabled"] == "false"
    assert idle["type"] == '"button"'


def test_busy_and_disabled_together() -> None:
    assert either(False, False) is False
    assert either(True, _FLAG) is True
    assert either(False, _FLAG) is _FLAG
    assert either(_FLAG, False) is _FLAG
    assert "state.flag" in drawn.props_of(buttons.button("Pay", busy=_FLAG))["disabled"]


def test_when_decides_at_once_for_plain_flags() -> None:
    assert when(True, "a", "b") == "a"
    assert when(False, "a", "b") == "b"
    assert "state.flag" in str(rx.Var.create(when(_FLAG, "a", "b")))


@pytest.mark.parametrize(
    "made",
    [buttons.icon_button("x", "Close"), buttons.icon_link("share", "Share", "/")],
)
def test_icon_buttons_have_names(made: rx.Component) -> None:
    assert drawn.props_of(made)["aria-label"] in ('"Close"', '"Share"')
    assert "title" in drawn.props_of(made)


def test_a_callers_classes_come_after_ours() -> None:
    names = drawn.props_of(buttons.button("Pay", tone="primary", class_name="mt-4"))["className"]
    assert names.index("btn-primary") < names.index("mt-4")


def test_a_row_has_a_cell_for_each_column() -> None:
    columns = [table.Column("What"), table.Column("Amount", numeric=True, hide_below="md")]
    row = table.row(columns, "Salt Cathedral", "$2.40")
    assert "dd-num max-md:hidden" in drawn.props_of(row.children[1])["className"]
    with pytest.raises(ValueError, match="zip"):
        table.row(columns, "Salt Cathedral")


def test_a_hidden_label_is_still_read_out() -> None:
    made = table.table(caption="Works", columns=[table.Column("More", hidden_label=True)])
    assert "sr-only" in str(made.children[1].render())
    assert drawn.words(made) == "Works More"


def _told(event: Any) -> Any:
    payload = {str(name): value._decode() for name, value in event.args}
    return payload["ref"], payload["value"]


def test_a_toast_is_told_to_the_browser() -> None:
    channel, detail = _told(toast.good("Saved.", action=("Read", "/read/x")))
    assert channel == "ref_dd_toast"
    assert detail["text"] == "Saved."
    assert detail["tone"] == "good"
    assert detail["action"] == {"label": "Read", "href": "/read/x"}


def test_a_toast_can_offer_a_handler() -> None:
    _, detail = _told(toast.say("Removed.", action=("Undo", UndoState.undo("w1"))))
    action = detail["action"]
    assert action["label"] == "Undo"
    assert action["event"].endswith("undo_state.undo")
    assert action["payload"] == {"work": "w1"}


def test_dialogs_open_and_close_by_their_id() -> None:
    assert _told(dialog.open_dialog("buy")) == ("ref_dd_dialog_buy", "open")
    assert _told(dialog.close_dialog("buy")) == ("ref_dd_dialog_buy", "close")


def test_menu_items_are_links_buttons_or_posts() -> None:
    made = [
        menu.item("Profile", href="/u/lucia"),
        menu.item("Copy", on_click=toast.say("Copied.")),
        menu.item("Sign out", post="/auth/sign-out"),
    ]
    assert [drawn.props_of(item)["role"] for item in made] == ['"menuitem"'] * 3
    assert drawn.props_of(made[0])["to"] == '"/u/lucia"'
    assert drawn.props_of(made[2])["action"] == '"/auth/sign-out"'


def test_chips_know_their_choice() -> None:
    props = drawn.props_of(tabs.chips([("a", "A"), ("b", "B")], "a", toast.say, label="Kind"))
    assert (props["value"], props["label"]) == ('"a"', '"Kind"')
    assert props["options"] == '[["a", "A"], ["b", "B"]]'


def test_skeletons_say_that_they_wait() -> None:
    for made in (
        skeleton.works(4), skeleton.shelf(), skeleton.work_page(), skeleton.text(),
        skeleton.rows(), skeleton.stats(), skeleton.form(),
    ):  # fmt: skip
        assert drawn.props_of(made)["aria-busy"] == '"true"'
        assert drawn.words(made).startswith("Loading")


def test_progress_is_told_in_figures() -> None:
    props = drawn.props_of(cards.progress(42, label="Read so far"))
    assert props["aria-valuenow"] == "42"
    assert props["aria-label"] == '"Read so far"'
