"""Access tokens: what is one, what is none, and that a session takes its tokens along."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.api_clients import access, service
from dreamdot_app.accounts.api_clients.errors import AccessTokenRefused
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.core import clock, ids
from dreamdot_app.core.settings import settings
from dreamdot_app.market.api import market_routes
from tests.accounts.clients import client_of, with_token
from tests.clock import NOON
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, joined, somebody


@pytest.fixture
async def program() -> AsyncIterator[httpx.AsyncClient]:
    """No browser: it sends neither Origin nor cookies."""
    async with client_of(*market_routes(), headers=()) as opened:
        yield opened


async def begun(person: Somebody | None = None) -> tuple[service.ApiTokens, Viewer]:
    """The tokens of a client of somebody who has joined, and who they are."""
    who = person or somebody()
    member = await joined(who)
    tokens = await service.sign_in(
        login=who.username, password=PASSWORD, code=None, client="Reading list", time_zone=None,
        address=ADDRESS, now=clock.now(),
    )  # fmt: skip
    return tokens, member.viewer


def bearing(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def parts(token: str) -> list[dict[str, Any]]:
    """Header and claims, as anybody can read them."""
    return [json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def encoded(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def test_a_token_says_whose_session_it_is_of_and_no_more(program: httpx.AsyncClient) -> None:
    tokens, member = await begun()
    header, claims = parts(tokens.access_token)
    assert header == {"alg": "HS256", "typ": "at+jwt"}
    assert set(claims) == {"iss", "aud", "sub", "sid", "iat", "exp", "jti"}
    assert claims["sub"] == ids.short(member.id)
    assert claims["exp"] - claims["iat"] == tokens.lasts_s == 900
    answer = await program.get("/api/whoami", headers=bearing(tokens.access_token))
    assert answer.json() == {"name": member.username}
    lower = {"authorization": f"bearer  {tokens.access_token}"}
    assert (await program.get("/api/whoami", headers=lower)).status_code == 200


def forged(kind: str, token: str) -> str:
    """A token as somebody would like it to be."""
    header, claims = parts(token)
    head, body, signature = token.split(".")
    key = access._key()
    others = OctKey.generate_key(256)

    def signed(changed: dict[str, Any], by: OctKey = key, **more: str) -> str:
        return jwt.encode({**header, **more}, {**claims, **changed}, by)

    made = {
        "another key": lambda: signed({}, others),
        "the settings' own secret": lambda: signed(
            {}, OctKey.import_key(settings().secret_key.get_secret_value().ljust(32, "x"))
        ),
        "no signature": lambda: f"{encoded({**header, 'alg': 'none'})}.{body}.",
        "no algorithm, signed": lambda: f"{encoded({**header, 'alg': 'none'})}.{body}.{signature}",
        "another algorithm": lambda: jwt.encode(
            {**header, "alg": "HS512"}, claims, key, algorithms=["HS512"]
        ),
        "another's claims": lambda: (
            f"{head}.{encoded({**claims, 'sid': ids.short(ids.new())})}.{signature}"
        ),
        "another audience": lambda: signed({"aud": "https://elsewhere.example/api"}),
        "no audience": lambda: jwt.encode(
            header, {name: value for name, value in claims.items() if name != "aud"}, key
        ),
        "another issuer": lambda: signed({"iss": "https://elsewhere.example"}),
        "another kind": lambda: signed({}, typ="JWT"),
        "no end": lambda: jwt.encode(
            header, {name: value for name, value in claims.items() if name != "exp"}, key
        ),
        "an end in words": lambda: signed({"exp": "never"}),
        "no session": lambda: signed({"sid": "x"}),
        "a session that is a number": lambda: signed({"sid": 5}),
        "too old": lambda: signed({"exp": int(clock.now().timestamp()) - 1}),
        "half of it": lambda: token[: len(token) // 2],
        "five parts": lambda: f"{head}.{body}.{signature}.{body}.{signature}",
        "nothing": lambda: "",
        "a lot": lambda: "x" * 7_000,
        "words": lambda: "let me in",
    }
    return made[kind]()


KINDS = (
    "another key", "the settings' own secret", "no signature", "no algorithm, signed",
    "another algorithm", "another's claims", "another audience", "no audience", "another issuer",
    "another kind", "no end", "an end in words", "no session", "a session that is a number",
    "too old", "half of it", "five parts", "nothing", "a lot", "words",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_token_that_is_none_of_ours(program: httpx.AsyncClient, kind: str) -> None:
    tokens, _ = await begun()
    wrong = forged(kind, tokens.access_token)
    answer = await program.get("/api/whoami", headers=bearing(wrong))
    assert (answer.status_code, answer.json()["code"]) == (401, "AccessTokenRefused")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_it_is_over_after_a_quarter_of_an_hour() -> None:
    tokens, member = await begun()
    issued = clock.now()
    for after_s in (0, 890):
        now = issued + timedelta(seconds=after_s)
        assert access.session_in(tokens.access_token, now=now)
    with pytest.raises(AccessTokenRefused):
        access.session_in(tokens.access_token, now=issued + timedelta(seconds=902))
    assert member


async def test_a_session_that_ended_takes_its_tokens_along(program: httpx.AsyncClient) -> None:
    tokens, _ = await begun()
    headers = bearing(tokens.access_token)
    assert (await program.get("/api/whoami", headers=headers)).status_code == 200
    sent = {"refresh_token": tokens.refresh_token}
    assert (await program.post("/auth/api/revoke", json=sent)).json() == {}
    assert (await program.get("/api/whoami", headers=headers)).status_code == 401
    assert (await program.post("/auth/api/revoke", json=sent)).status_code == 200


async def test_the_token_counts_and_not_the_cookie(program: httpx.AsyncClient) -> None:
    tokens, member = await begun()
    other = await joined()
    both = {**bearing(tokens.access_token), **with_token(other.token)}
    assert (await program.get("/api/whoami", headers=both)).json() == {"name": member.username}
    wrong = {**bearing("wrong"), **with_token(other.token)}
    assert (await program.get("/api/whoami", headers=wrong)).status_code == 401
    basic = {"authorization": "Basic YTpi", **with_token(other.token)}
    answer = await program.get("/api/whoami", headers=basic)
    assert answer.json() == {"name": other.viewer.username}


async def test_a_token_is_for_the_api_alone(program: httpx.AsyncClient) -> None:
    tokens, _ = await begun()
    answer = await program.post(
        "/auth/again", json={"password": PASSWORD}, headers=bearing(tokens.access_token)
    )
    assert answer.status_code == 401
    # Nor is it, or the refresh token, a cookie.
    for token in (tokens.access_token[:100], tokens.refresh_token):
        assert await accounts.viewer_of_token(token) is None


async def test_a_program_may_post_and_another_sites_page_may_not(
    program: httpx.AsyncClient,
) -> None:
    tokens, member = await begun()
    headers = bearing(tokens.access_token)
    answer = await program.post("/api/whoami", json={}, headers=headers)
    assert answer.json() == {"name": member.username}
    for foreign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert (
            await program.post("/api/whoami", headers={**headers, **foreign})
        ).status_code == 403
        cookie = with_token((await joined(now=NOON)).token)
        assert (await program.post("/api/whoami", headers={**cookie, **foreign})).status_code == 403


async def test_the_markets_api_knows_it(program: httpx.AsyncClient) -> None:
    tokens, _ = await begun()
    assert (await program.get("/api/library")).status_code == 401
    answer = await program.get("/api/library", headers=bearing(tokens.access_token))
    assert answer.status_code == 200, answer.text
