"""The client token that Reflex sees: this tab's, in this session, and nobody else's."""

from urllib.parse import parse_qs
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from dreamdot_app.core.web.binding import TokenBinding, bound_token
from tests.web.asgi import ask, echo, knock

pytestmark = pytest.mark.pure

SECRET = b"a secret of this installation"
TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)


async def seen(token: str, cookie: str = "") -> str:
    """The token that arrives behind the binding."""
    arrived: list[str] = []

    async def note(scope: Scope, _receive: Receive, send: Send) -> None:
        arrived.extend(parse_qs(scope["query_string"].decode())["token"])
        await send({"type": "websocket.accept"})

    headers = {"cookie": f"__Host-dreamdot={cookie}"} if cookie else {}
    assert await knock(TokenBinding(note, SECRET), headers, f"EIO=4&token={token}") == "accept"
    assert len(arrived) == 1
    return arrived[0]


async def test_the_same_tab_in_the_same_session_comes_back_to_its_state() -> None:
    assert await seen("tab", "session") == await seen("tab", "session")
    assert str(UUID(await seen("tab", "session"))) == await seen("tab", "session")


async def test_another_session_gets_another_state() -> None:
    tokens = [await seen("tab", cookie) for cookie in ("session", "other", "")]
    assert len({*tokens, "tab"}) == 4


async def test_a_token_that_reflex_was_seen_to_use_leads_nowhere() -> None:
    inner = await seen("tab", "session")
    assert await seen(inner, "session") != inner


async def test_a_second_token_in_the_address_is_dropped() -> None:
    assert await seen("tab&token=victim", "session") == await seen("tab", "session")


@given(TEXT, TEXT, TEXT, TEXT)
def test_two_tabs_or_two_sessions_never_meet(
    tab: str, session: str, tab2: str, session2: str
) -> None:
    same = (tab, session) == (tab2, session2)
    one, two = bound_token(tab, session, secret=SECRET), bound_token(tab2, session2, secret=SECRET)
    assert (one == two) is same
    assert one != bound_token(tab, None, secret=SECRET)


async def test_other_requests_and_lifespans_pass() -> None:
    bound = TokenBinding(echo, SECRET)
    assert (await ask(bound, "GET", "/x?token=t")).json()["query"] == "token=t"
    assert (await ask(bound, "GET", "/_event/?token=t")).json()["query"] != "token=t"
    passed: list[str] = []

    async def note(scope: Scope, _receive: Receive, _send: Send) -> None:
        passed.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(_message: Message) -> None:
        return None

    await TokenBinding(note, SECRET)({"type": "lifespan"}, receive, send)
    assert passed == ["lifespan"]
