"""The shell of a page, and what the app hands to Reflex."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx
from structlog.testing import capture_logs

from dreamdot_app.core.errors import Conflict
from dreamdot_app.ui import errors, frame, theme
from dreamdot_app.ui.styleguide import styleguide_page
from tests.ui import drawn

pytestmark = pytest.mark.pure
ASSETS = Path(__file__).parents[2] / "assets"


@pytest.fixture
def slots() -> Iterator[frame.Slots]:
    """The shell of somebody who is signed in; given back afterwards."""
    before = frame.filled()
    messages = frame.Destination(
        key="messages", label="Messages", href="/messages", icon="message-circle", count=3
    )
    filled = frame.Slots(
        signed_in=True,
        name="Lucía Ferrante",
        username="lucia",
        avatar_url="/drawn/person/lucia.svg",
        balance="$64.30",
        has_balance=True,
        destinations=(*frame.DESTINATIONS, messages),
    )
    frame.fill(filled)
    yield filled
    frame.fill(before)


def _current(page: rx.Component) -> list[str]:
    return [
        drawn.words(part)
        for part in drawn.parts(page)
        if isinstance(part, rx.Component) and drawn.props_of(part).get("aria-current") == '"page"'
    ]


def test_the_dot_stands_where_one_is() -> None:
    assert set(_current(frame.page_frame(current="library"))) == {"Library"}
    assert _current(frame.page_frame()) == []


def test_the_shell_shows_what_the_slots_say(slots: frame.Slots) -> None:
    text = drawn.words(frame.page_frame())
    assert str(slots.name) in text
    assert str(slots.balance) in text
    assert "3  unread" in text


def test_a_page_has_one_place_to_skip_to() -> None:
    for page in (frame.page_frame(title="Wallet"), frame.landing_frame()):
        ids = [str(part.id) for part in drawn.parts(page) if getattr(part, "id", None)]
        target = next(
            drawn.props_of(part)["href"].strip('"#')
            for part in drawn.parts(page)
            if isinstance(part, rx.Component) and "dd-skip" in str(part.class_name)
        )
        assert ids.count(target) == 1


def test_a_landing_page_and_a_members_page_can_share_a_document() -> None:
    home = rx.fragment(
        frame.visitors_only(frame.landing_frame()), frame.members_only(frame.page_frame())
    )
    mains = [part.id for part in drawn.parts(home) if type(part).__name__ == "Main"]
    assert len(mains) == len(set(map(str, mains))) == 2


def test_every_button_has_a_name() -> None:
    page = rx.fragment(styleguide_page(), frame.page_frame(title="Wallet"))
    nameless = [
        part.render()
        for part in drawn.parts(page)
        if isinstance(part, rx.Component)
        and part.tag in ("button", "Link", "a")
        and not drawn.words(part)
        and "aria-label" not in drawn.props_of(part)
    ]
    assert nameless == []


def test_everything_that_the_head_names_is_there() -> None:
    options = theme.app_options()
    for sheet in options["stylesheets"]:
        assert (ASSETS / sheet.lstrip("/")).is_file(), sheet
    for part in options["head_components"]:
        props = drawn.props_of(part)
        address = props.get("href") or props.get("src")
        if address:
            assert (ASSETS / address.strip('"').lstrip("/")).is_file(), address


def test_fonts_in_the_stylesheets_are_there() -> None:
    named = re.findall(r"url\((/fonts/[^)]+)\)", (ASSETS / "styles/fonts.css").read_text())
    assert len(named) == 6
    assert all((ASSETS / address.lstrip("/")).is_file() for address in named)


def test_a_changed_font_gets_another_name() -> None:
    """Browsers keep `/fonts/` for a year: what stands under a name there never changes."""
    fonts = sorted((ASSETS / "fonts").glob("*.woff2"))
    assert {font.stem: hashlib.sha256(font.read_bytes()).hexdigest()[:12] for font in fonts} == {
        "fraunces-latin-ext-opsz-italic": "4983926d3a16",
        "fraunces-latin-ext-opsz-normal": "a2930b27d13a",
        "fraunces-latin-opsz-italic": "066710ce7ed2",
        "fraunces-latin-opsz-normal": "7234ed860a9c",
        "instrument-sans-latin-ext-wght-normal": "c4fcfea41f2c",
        "instrument-sans-latin-wght-normal": "2ee17598a98d",
    }


def test_reflexs_own_notices_stay_out() -> None:
    options = theme.app_options()
    assert options["toaster"] is None
    assert set(options["app_wraps"]) == {(55, "ErrorBoundary"), (5, "Overlay")}


def test_a_failure_is_logged_under_the_reference_that_is_shown() -> None:
    with capture_logs() as lines:
        shown = errors.backend_failure(RuntimeError("the secret reason"))
    text = {str(name): value._decode() for name, value in shown.args}["value"]["text"]
    (line,) = lines
    assert line["event"] == "handler_failed"
    assert line["reference"] in text
    assert "secret" not in text


def test_a_refusal_that_no_handler_caught_is_said_in_its_own_words() -> None:
    with capture_logs() as lines:
        shown = errors.backend_failure(Conflict("This draft was changed elsewhere."))
    text = {str(name): value._decode() for name, value in shown.args}["value"]["text"]
    assert text == "This draft was changed elsewhere."
    assert [line["fact"] for line in lines] == ["Conflict"]
