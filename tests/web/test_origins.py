"""Requests and websockets of other sites, and names that are not ours."""

import pytest

from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.origins import HostCheck, OriginCheck, allowed_origins
from tests.web.asgi import ask, echo, knock

pytestmark = pytest.mark.pure

PRODUCTION = Settings.model_validate(
    {"env": Environment.PRODUCTION, "origin": "https://dreamdot.example"}
)
DEVELOPMENT = Settings.model_validate({"env": Environment.DEVELOPMENT, "port": 3000})
FOREIGN = [
    "https://evil.example", "null", "http://dreamdot.example", "https://dreamdot.example.evil.com",
    "https://dreamdot.example:444", "https://sub.dreamdot.example", "https://DREAMDOT.EXAMPLE", "x",
]  # fmt: skip


@pytest.fixture
def guarded() -> OriginCheck:
    return OriginCheck(echo, allowed_origins(PRODUCTION))


@pytest.mark.parametrize("origin", FOREIGN)
async def test_another_site_may_change_nothing(guarded: OriginCheck, origin: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "QUERY"):
        answer = await ask(guarded, method, "/auth/sign-in", headers={"origin": origin})
        assert answer.status_code == 403, method
    assert await knock(guarded, {"origin": origin}) == "close"


async def test_our_own_pages_may(guarded: OriginCheck) -> None:
    ours = {"origin": "https://dreamdot.example"}
    assert (await ask(guarded, "POST", "/x", headers=ours)).status_code == 200
    assert await knock(guarded, ours) == "accept"


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403), ("x", 403)],
)
async def test_a_browser_that_hides_the_origin(
    guarded: OriginCheck, site: str, status: int
) -> None:
    answer = await ask(guarded, "POST", "/x", headers={"sec-fetch-site": site})
    assert answer.status_code == status


async def test_a_client_that_is_no_browser_may(guarded: OriginCheck) -> None:
    assert (await ask(guarded, "POST", "/webhook/stripe")).status_code == 200
    assert await knock(guarded, {}) == "accept"


async def test_anybody_may_read(guarded: OriginCheck) -> None:
    answer = await ask(guarded, "GET", "/", headers={"origin": "https://evil.example"})
    assert answer.status_code == 200


def test_loopback_is_ours_only_while_developing() -> None:
    assert allowed_origins(PRODUCTION, ports=(8000,)) == {"https://dreamdot.example"}
    while_developing = allowed_origins(DEVELOPMENT, ports=(8000,))
    assert {"http://localhost:3000", "http://127.0.0.1:8000"} <= while_developing
    assert "http://localhost:4000" not in while_developing


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "127.0.0.1", "dreamdot.example.evil", "", "["]
)
async def test_a_name_that_is_not_ours(host: str) -> None:
    guarded = HostCheck(echo, PRODUCTION)
    assert (await ask(guarded, "GET", "/", headers={"host": host})).status_code == 421
    assert await knock(guarded, {"host": host}) == "close"
    assert (await ask(guarded, "GET", "/ping", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "host"),
    [(PRODUCTION, "dreamdot.example"), (PRODUCTION, "DreamDot.example:443"),
     (DEVELOPMENT, "localhost:3000"), (DEVELOPMENT, "127.0.0.1:1"), (DEVELOPMENT, "[::1]:3000")],
)  # fmt: skip
async def test_our_names(chosen: Settings, host: str) -> None:
    guarded = HostCheck(echo, chosen)
    assert (await ask(guarded, "GET", "/", headers={"host": host})).status_code == 200
    assert await knock(guarded, {"host": host}) == "accept"
