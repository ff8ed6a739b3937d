"""``/dev/mail``: the letters that are kept on this machine. For development only.

A page of its own that needs no script and no build; what a letter holds is shown in a sandbox.
"""

import hashlib
from base64 import b64encode
from pathlib import Path

from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dreamdot_app.core.mail import maildir
from dreamdot_app.core.mail.maildir import KeptLetter
from dreamdot_app.core.mail.writing import TEMPLATES
from dreamdot_app.core.settings import settings

_LOOK = (Path(__file__).parent / "templates" / "look.css").read_text()
_LOOK_HASH = b64encode(hashlib.sha256(_LOOK.encode()).digest()).decode()
_PAGE_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_LOOK_HASH}'; font-src 'self'; img-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The letter may open links beside this page, and nothing else.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


def letter_routes() -> list[BaseRoute]:
    """The page and the letters in it. Not for production: letters hold links that sign in."""
    return [
        Route("/dev/mail", _show),
        Route("/dev/mail/{id}", _show),
        Route("/dev/mail/{id}/html", _show_html),
    ]


async def _kept() -> list[KeptLetter]:
    return await to_thread.run_sync(maildir.kept, maildir.folder(settings().data_dir))


def _found(letters: list[KeptLetter], asked: str) -> KeptLetter | None:
    return next((letter for letter in letters if letter.id == asked), None)


async def _show(request: Request) -> Response:
    letters, asked = await _kept(), request.path_params.get("id")
    opened = _found(letters, asked) if asked else next(iter(letters), None)
    if asked and opened is None:
        return RedirectResponse("/dev/mail", 303)
    page = TEMPLATES.get_template("letters.html").render(
        letters=letters,
        open=opened,
        is_open=asked is not None,
        are_sent=bool(settings().smtp_url or settings().resend_api_key),
        look=Markup(_LOOK),  # noqa: S704 it is our own file
    )
    return _answer(page, _PAGE_POLICY)


async def _show_html(request: Request) -> Response:
    letter = _found(await _kept(), request.path_params["id"])
    if letter is None:
        return Response(status_code=404)
    return _answer(letter.html.replace("<head>", '<head><base target="_blank">', 1), _LETTER_POLICY)


def _answer(page: str, policy: str) -> Response:
    headers = {"cache-control": "no-store", "content-security-policy": policy}
    return HTMLResponse(page, headers=headers)
