"""What a page says when a handler raises: the refusal's words, or a reference to the log."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

import reflex as rx
from redis.exceptions import RedisError
from reflex.event import EventSpec
from reflex_base.event.context import EventContext

from dreamdot_app.accounts.errors import FactorProofNeeded, ProofNeeded
from dreamdot_app.core.errors import DomainError, SignInRequired
from dreamdot_app.core.web.addresses import safe_next
from dreamdot_app.core.web.cookies import session_token
from dreamdot_app.ui import afresh, browser, errors, toast
from dreamdot_app.ui.live import PageForgotten

AGAIN_PATH = "/again"

type_handler = Callable[..., Awaitable[Any]]
type_load = Callable[[Any], Any]
H = TypeVar("H", bound=Callable[..., Any])


def sign_in_path(page: str) -> str:
    """Where to sign in, to come back to ``page`` afterwards."""
    target = safe_next(page)
    return "/signin" if target == "/" else f"/signin?{urlencode({'next': target})}"


def again_path(page: str, *, by_factor: bool = False) -> str:
    """Where to prove oneself once more, to come back to ``page`` afterwards.

    ``by_factor``: a second factor is asked for, the password is not enough.
    """
    asked = {"with": "factor"} if by_factor else {}
    return f"{AGAIN_PATH}?{urlencode({**asked, 'next': safe_next(page)})}"


def to_sign_in(page: str, cookie: str) -> EventSpec:
    """Lead to the sign-in page, and back to ``page``.

    ``cookie`` is the Cookie header of the page's socket, which is as old as the socket: where it
    carries a session that is over, another tab may have got the browser a new one meanwhile. So
    the page asks first (`ui/session.jsx`), and loads anew when there is one.
    """
    if session_token(cookie) is None:
        return rx.redirect(sign_in_path(page))
    return browser.tell("session_over", sign_in_path(page))


class AnswerState(rx.State):
    """Nothing of its own: its event lets Reflex send what a handler changed before it raised."""

    @rx.event
    def settle(self) -> None:
        """Change nothing."""


def answer_failure(exception: Exception) -> list[EventSpec]:
    """For ``rx.App(backend_exception_handler=…)``: what the browser is told of an exception.

    A refusal becomes a toast in its own words; a missing or ended session leads to the sign-in
    page and back, a proof that is too old to the page for proving oneself; everything else is
    logged and becomes a toast with the log's reference. A page that the server has forgotten is
    loaded anew, and so is one whose state cannot be reached, when it can: until then nothing else
    is asked of it.
    """
    if isinstance(exception, PageForgotten):
        return [afresh.load_page()]
    if isinstance(exception, RedisError):
        return [answer(exception)] if afresh.load_page_when_reached() else []
    settle = cast("Callable[[], EventSpec]", AnswerState.settle)
    return [answer(exception), settle()]


def answer(exception: Exception) -> EventSpec:
    """What the browser is told of an exception, by the handler that caught it."""
    if isinstance(exception, SignInRequired):
        return to_sign_in(_current_page(), _current_cookie())
    if isinstance(exception, ProofNeeded):
        by_factor = isinstance(exception, FactorProofNeeded)
        return rx.redirect(again_path(_current_page(), by_factor=by_factor))
    if isinstance(exception, DomainError):
        return toast.bad(exception.message)
    return errors.backend_failure(exception)


def answered(handler: H) -> H:
    """Decorate an asynchronous handler, under ``@rx.event``: it answers instead of raising.

    Reflex does not keep what a handler changed before it raised. With this, a handler that lowers
    its ``is_saving`` in a ``finally`` lowers it on the screen too, whatever happened.
    """
    if inspect.isasyncgenfunction(handler):
        return cast("H", _answered_steps(handler))
    return cast("H", _answered_once(handler))


def _answered_once(handler: type_handler) -> type_handler:
    @wraps(handler)
    async def once(*args: Any, **kwargs: Any) -> Any:
        try:
            return await handler(*args, **kwargs)
        except Exception as exception:
            return answer(exception)

    return once


def _answered_steps(
    handler: Callable[..., AsyncIterator[Any]],
) -> Callable[..., AsyncIterator[Any]]:
    @wraps(handler)
    async def steps(*args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        try:
            async for step in handler(*args, **kwargs):
                yield step
        except Exception as exception:
            yield answer(exception)

    return steps


def loading(handler: type_load) -> type_load:
    """Decorate what loads a page, under ``@rx.event``: whatever happens, the page does not wait on.

    Its state has ``is_loading``, which the handler lowers when everything is there, and
    ``has_failed``: then the page shows `ui.errors.did_not_load`, which calls the handler again.
    Who has to sign in first leaves the page, and it waits until then.
    """

    @wraps(handler)
    async def steps(state: Any) -> AsyncIterator[Any]:
        if state.has_failed:
            state.has_failed, state.is_loading = False, True
            yield
        try:
            async for step in _steps_of(handler, state):
                yield step
        except SignInRequired as refusal:
            yield answer(refusal)
        except Exception as failure:
            state.is_loading, state.has_failed = False, True
            yield answer(failure)

    return steps


async def _steps_of(handler: type_load, state: Any) -> AsyncIterator[Any]:
    if inspect.isasyncgenfunction(handler):
        async for step in handler(state):
            yield step
    else:
        await handler(state)


def _current_page() -> str:
    """The path and query of the page whose event is being handled."""
    shown = str(_router_data().get("asPath") or "/")
    parts = urlsplit(shown)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _current_cookie() -> str:
    """The Cookie header that the socket of that page was opened with."""
    return str(_router_data().get("headers", {}).get("cookie") or "")


def _router_data() -> dict[str, Any]:
    try:
        return dict(EventContext.get().router_data)
    except LookupError:
        return {}
