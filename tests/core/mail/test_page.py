"""/dev/mail: what it shows, what a letter in it may do, and where it is not."""

import shutil
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dreamdot_app.core.mail.maildir import MaildirTransport, folder, kept
from dreamdot_app.core.mail.page import letter_routes
from dreamdot_app.core.settings import Settings
from tests.core.mail.conftest import SendThrough
from tests.core.mail.letters import written
from tests.core.test_settings import READY
from tests.web.asgi import ask

pytestmark = pytest.mark.pure


@pytest.fixture
def maildir(settings: Settings) -> Path:
    """The tests' own, emptied."""
    place = folder(settings.data_dir)
    shutil.rmtree(place, ignore_errors=True)
    return place


def page() -> Starlette:
    return Starlette(routes=letter_routes())


async def test_without_letters_it_says_what_comes_here(maildir: Path):
    shown = (await ask(page(), "GET", "/dev/mail")).text
    assert "No letters yet" in shown
    assert "<iframe" not in shown


async def test_the_newest_letter_is_first_and_open(maildir: Path):
    for number in range(3):
        await MaildirTransport(maildir).send(written(subject=f"Letter {number}"), mark="m")
    shown = (await ask(page(), "GET", "/dev/mail")).text
    places = [shown.index(f"<b>Letter {number}</b>") for number in range(3)]
    assert places == sorted(places, reverse=True)
    assert '<h2 id="subject">Letter 2</h2>' in shown
    oldest = kept(maildir)[-1]
    assert (
        '<h2 id="subject">Letter 0</h2>'
        in (await ask(page(), "GET", f"/dev/mail/{oldest.id}")).text
    )


async def test_what_a_letter_says_is_shown_not_meant(maildir: Path):
    markup = "<script>alert(1)</script>"
    await MaildirTransport(maildir).send(written(subject=markup, name=markup), mark="m")
    answer = await ask(page(), "GET", "/dev/mail")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_letter_is_in_a_sandbox_wherever_it_is_opened(maildir: Path):
    await MaildirTransport(maildir).send(written(), mark="m")
    (letter,) = kept(maildir)
    answer = await ask(page(), "GET", f"/dev/mail/{letter.id}/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize("asked", ["nothing", "..%2f..%2fsecret", "%00"])
async def test_another_name_leads_back(maildir: Path, asked: str):
    (maildir.parent / "secret").write_text("geheim")
    answer = await ask(page(), "GET", f"/dev/mail/{asked}")
    assert answer.status_code in (303, 404)
    assert (await ask(page(), "GET", f"/dev/mail/{asked}/html")).status_code == 404


async def test_letters_that_leave_are_told_of(maildir: Path, send_through: SendThrough):
    await MaildirTransport(maildir).send(written(), mark="m")
    assert "go nowhere" in (await ask(page(), "GET", "/dev/mail")).text
    send_through(RESEND_API_KEY="re_hunter2")
    assert "are sent to people now" in (await ask(page(), "GET", "/dev/mail")).text


def test_production_has_no_such_page(send_through: SendThrough):
    from dreamdot_app import wiring

    def paths() -> set[str]:
        return {str(getattr(route, "path", "")) for route in wiring.routes()}

    assert "/dev/mail" in paths()
    send_through(**READY)
    assert [path for path in paths() if path.startswith("/dev")] == []
