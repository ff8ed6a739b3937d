"""The API: the keeper's protocol, identity by the cookie, and refusals in words."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.routing import Router

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.web import SESSION_COOKIE
from dreamdot_app.core.web.limits import BodyLimit, BodyTooLarge, BodyTooSlow
from dreamdot_app.market.api import market_routes
from dreamdot_app.market.api.application import application as api_application
from dreamdot_app.market.api.schemas import Person
from tests.factories.accounts import joined
from tests.factories.market import STORY, draft_row, imported, make_work, snapshot, unique


@dataclass
class Client:
    """Somebody in front of the API; nobody when ``id`` is none."""

    http: httpx.AsyncClient
    id: UserId | None = None

    async def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        return await self.http.request(method, f"/api{path}", json=body)


@pytest.fixture(scope="session")
def application() -> Any:
    return BodyLimit(Router(routes=market_routes()))


@pytest.fixture
async def sign_in(application) -> AsyncIterator[Any]:
    clients: list[httpx.AsyncClient] = []

    async def client(*, as_visitor: bool = False) -> Client:
        cookies, who = {}, None
        if not as_visitor:
            signed_in = await joined(now=clock.now())
            cookies, who = {SESSION_COOKIE: signed_in.token}, signed_in.viewer.id
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(application),
            base_url="http://localhost:3000",
            cookies=cookies,
        )
        clients.append(http)
        return Client(http, who)

    yield client
    for one in clients:
        await one.aclose()


async def test_from_a_blank_page_to_the_work_page(sign_in) -> None:
    ana = await sign_in()
    started = await ana.ask("POST", "/works")
    work = started.json()
    assert (started.status_code, work["next"]) == (201, f"/write/{work['id']}")

    url = f"/works/{work['id']}/draft"
    body = {"revision": 0, "title": "Salt", "html": STORY, "price": "", "tags": "sea, ink"}
    saved = await ana.ask("PUT", url, body)
    assert saved.status_code == 200
    assert saved.json().keys() == {"revision", "saved_at", "words"}
    assert (saved.json()["revision"], saved.json()["words"]) == (1, 360)

    published = await ana.ask("POST", f"/works/{work['id']}/publish", {"revision": 1})
    assert (published.status_code, published.json()) == (200, {"next": f"/work/salt-{work['id']}"})

    visitor = await sign_in(as_visitor=True)
    page = await visitor.ask("GET", f"/works/salt-{work['id']}")
    assert (page.status_code, page.json()["card"]["title"]) == (200, "Salt")
    whole = await visitor.ask("GET", f"/works/{work['id']}/content")
    assert whole.json()["html"] == STORY


async def test_the_keepers_protocol(sign_in) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    url = f"/works/{work}/draft"
    fields = {
        "title": "One", "summary": "", "html": "<p>Text.</p>", "price": "1.50", "tags": "a, b",
        "language": "en", "cover": "",
    }  # fmt: skip
    assert (await ana.ask("PUT", url, {"revision": 0, **fields})).json()["revision"] == 1
    lost = await ana.ask("PUT", url, {"revision": 0, **fields})
    assert (lost.status_code, lost.json()["revision"]) == (200, 1)

    conflict = await ana.ask("PUT", url, {"revision": 0, "title": "Two"})
    assert conflict.status_code == 409
    told = conflict.json()
    assert (told["revision"], told["words"], told["fields"]) == (1, 1, fields)
    assert told["saved_at"]
    # What a conflict tells can be sent as it is.
    assert (await ana.ask("PUT", url, {"revision": 1, **told["fields"]})).status_code == 200

    refused = await ana.ask("PUT", url, {"revision": 1, "title": "Two", "price": "ten"})
    assert refused.status_code == 422
    assert refused.json()["errors"].keys() == {"price"}
    kept = await ana.ask("PUT", url, {"revision": 1, "title": "Two"})
    assert (kept.status_code, kept.json()["revision"]) == (200, 2)
    stopped = await ana.ask("POST", f"/works/{work}/publish", {"revision": 2})
    assert (stopped.status_code, stopped.json()["errors"].keys()) == (422, {"price"})
    stale = await ana.ask("POST", f"/works/{work}/publish", {"revision": 1})
    assert (stale.status_code, stale.json()["revision"]) == (409, 2)


async def test_a_long_text_fits_and_a_longer_one_is_too_long(sign_in) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    longest = "<p>" + "語" * 400_000 + "</p>"
    saved = await ana.ask("PUT", f"/works/{work}/draft", {"revision": 0, "html": longest})
    assert (saved.status_code, saved.json()["words"]) == (200, 400_000)
    longer = {"revision": 1, "html": "<p>" + "語" * 400_001 + "</p>"}
    assert (await ana.ask("PUT", f"/works/{work}/draft", longer)).status_code == 422
    huge = {"revision": 1, "html": "x" * 10_000_000}
    too_large = await ana.ask("PUT", f"/works/{work}/draft", huge)
    assert (too_large.status_code, too_large.json()["error"]) == (
        413,
        "This is too large to send.",
    )


async def test_nobody_buys_without_end_or_for_another(sign_in) -> None:
    ana, bo, work_id = await sign_in(), await sign_in(), await make_work(price_minor=500)
    url, sent = f"/api/works/{ids.short(work_id)}/purchase", {"price_minor": 500}
    before = await snapshot(work_id, ana.id, bo.id)

    other = await bo.http.post(url, json=sent, headers={"x-dreamdot-for": ids.short(ana.id)})
    assert (other.status_code, other.json()["code"]) == (409, "SomebodyElse")
    assert await snapshot(work_id, ana.id, bo.id) == before

    own = await bo.http.post(url, json=sent, headers={"x-dreamdot-for": ids.short(bo.id)})
    assert own.status_code == 200
    again = [await bo.http.post(url, json=sent) for _ in range(60)]
    assert [answer.status_code for answer in again] == [200] * 59 + [429]
    assert "Wait" in again[-1].json()["error"]


async def test_nobody_writes_text_without_end(sign_in) -> None:
    ana, bo = await sign_in(), await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    url, sent, revision = f"/works/{work}/draft", 0, 0
    while sent < 100_000_000:
        text = f"<p>{revision}</p>" + "<p>" + "x" * 399_000 + "</p>" + "<!-- " + "x" * 1_500_000
        answer = await ana.ask("PUT", url, {"revision": revision, "html": text + " -->"})
        if answer.status_code == 429:
            break
        assert answer.status_code == 200
        revision, sent = answer.json()["revision"], sent + len(text)
    assert 20_000_000 < sent < 40_000_000
    assert answer.headers["retry-after"]
    # Nobody else waits for that, and what is stored is the last that was let in.
    other = (await bo.ask("POST", "/works")).json()["id"]
    body = {"revision": 0, "html": "<p>Small.</p>"}
    assert (await bo.ask("PUT", f"/works/{other}/draft", body)).status_code == 200
    assert (await ana.ask("GET", url)).json()["revision"] == revision


async def test_a_writer_who_saves_a_novel_all_the_time_is_not_stopped(sign_in) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    for revision in range(30):
        html = "<p>" + "x" * 399_000 + f"</p><p>{revision}</p>"
        answer = await ana.ask("PUT", f"/works/{work}/draft", {"revision": revision, "html": html})
        assert answer.status_code == 200


async def test_a_writer_who_saves_a_novel_of_short_paragraphs_waits_for_little(sign_in) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    paragraph = "<p>Something that somebody <em>says</em>. " + "And no more is said. " * 3 + "</p>"
    for revision in range(18):  # a minute of typing, for an editor saves every three seconds
        html = paragraph * 3_000 + f"<p>{revision}</p>"
        answer = await ana.ask("PUT", f"/works/{work}/draft", {"revision": revision, "html": html})
        assert answer.status_code == 200


@pytest.mark.parametrize("is_late", [False, True], ids=["in turn", "an old revision"])
async def test_what_is_dear_to_read_is_read_less_often(sign_in, is_late: bool) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    answers: list[int] = []
    while 429 not in answers:
        html = f"<p>{len(answers)}</p>" + "a<br>" * 39_990
        sent = {"revision": 0 if is_late else len(answers), "html": html}
        answers.append((await ana.ask("PUT", f"/works/{work}/draft", sent)).status_code)
    read = answers[:-1]
    assert 8 <= len(read) <= 12
    assert set(read) == ({200, 409} if is_late else {200})


async def test_a_body_that_grows_on_the_way_is_too_large(sign_in) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]

    async def drip() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    answer = await ana.http.put(
        f"/api/works/{work}/draft", content=drip(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("failure", [BodyTooLarge, BodyTooSlow, RuntimeError])
async def test_what_the_layers_outside_answer_reaches_them(failure: type[Exception]) -> None:
    signed_in = await joined(now=clock.now())
    cookie = f"{SESSION_COOKIE}={signed_in.token}".encode()
    scope = {
        "type": "http", "method": "PUT", "path": f"/works/{ids.short(ids.new())}/draft",
        "query_string": b"",
        "headers": [(b"cookie", cookie), (b"content-type", b"application/json")],
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        raise failure

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(failure):
        await api_application()(scope, receive, send)
    assert sent == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/works"),
        ("GET", "/works/{id}/draft"),
        ("PUT", "/works/{id}/draft"),
        ("POST", "/works/{id}/publish"),
        ("POST", "/works/{id}/unpublish"),
        ("DELETE", "/works/{id}"),
        ("PUT", "/works/{id}/place"),
        ("POST", "/works/{id}/purchase"),
        ("GET", "/library"),
    ],
)
async def test_who_is_not_signed_in_may_do_nothing(sign_in, method: str, path: str) -> None:
    work_id = await make_work()
    before = await snapshot(work_id)
    visitor = await sign_in(as_visitor=True)
    body = {"revision": 1, "title": "Mine now", "block": 0, "offset": 0, "permille": 0}
    answer = await visitor.ask(method, path.format(id=ids.short(work_id)), body)
    assert (answer.status_code, answer.json()["code"]) == (401, "SignInRequired")
    assert await snapshot(work_id) == before


async def test_somebody_elses_work_is_not_there(sign_in) -> None:
    eve = await sign_in()
    work_id = await make_work(publish=False)
    before, draft = await snapshot(work_id), await draft_row(work_id)
    for method, path in (
        ("GET", "/draft"), ("PUT", "/draft"), ("POST", "/publish"), ("POST", "/unpublish"),
        ("DELETE", ""), ("GET", ""), ("GET", "/content"), ("POST", "/purchase"),
    ):  # fmt: skip
        body = {"revision": 1, "title": "Hers", "price_minor": 0}
        answer = await eve.ask(method, f"/works/{ids.short(work_id)}{path}", body)
        assert (method, path, answer.status_code) == (method, path, 404)
    assert (await snapshot(work_id), await draft_row(work_id)) == (before, draft)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"revision": NaN}']
)
async def test_what_is_no_draft_is_refused(sign_in, body: bytes) -> None:
    ana = await sign_in()
    work = (await ana.ask("POST", "/works")).json()["id"]
    headers = {"content-type": "application/json"}
    answer = await ana.http.put(f"/api/works/{work}/draft", content=body, headers=headers)
    assert answer.status_code == 422
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await ana.http.put(f"/api/works/{work}/draft", content=b"revision=0", headers=form)
    assert answer.status_code == 422


async def test_a_free_work_is_added_and_its_place_kept(sign_in) -> None:
    bo = await sign_in()
    work = ids.short(await make_work())
    bought = await bo.ask("POST", f"/works/{work}/purchase", {"price_minor": 0})
    assert (bought.status_code, bought.json()["happened_before"]) == (200, False)
    again = await bo.ask("POST", f"/works/{work}/purchase", {"price_minor": 0})
    assert again.json()["happened_before"]
    assert again.json()["purchase_id"] == bought.json()["purchase_id"]
    place = {"block": 0, "offset": 10, "permille": 300}
    kept = await bo.ask("PUT", f"/works/any-title-{work}/place", place)
    assert (kept.status_code, kept.content) == (204, b"")
    library = (await bo.ask("GET", "/library?progress=reading")).json()
    assert [entry["permille"] for entry in library["entries"]] == [300]
    wrong = await bo.ask("PUT", f"/works/{work}/place", {"block": -1})
    assert (wrong.status_code, wrong.json()["errors"].keys()) == (422, {"block"})


@pytest.mark.parametrize(
    "request_id", ["a\x00b", "\ud800", "a b", "é", "x" * 65, "\n", 7, ["a"], {"a": 1}, True]
)
async def test_the_name_of_a_click_is_letters_digits_and_signs(sign_in, request_id: object) -> None:
    bo, work_id = await sign_in(), await make_work()
    before = await snapshot(work_id)
    body = json.dumps({"price_minor": 0, "request_id": request_id})
    answer = await bo.http.post(
        f"/api/works/{ids.short(work_id)}/purchase",
        content=body.encode(),
        headers={"content-type": "application/json"},
    )
    assert (answer.status_code, answer.json()["errors"].keys()) == (422, {"request_id"})
    assert await snapshot(work_id) == before
    fitting = {"price_minor": 0, "request_id": "!" + "~" * 63}
    bought = await bo.ask("POST", f"/works/{ids.short(work_id)}/purchase", fitting)
    assert bought.status_code == 200


async def test_lists_page_by_cursor_and_refuse_what_is_none(sign_in) -> None:
    from dreamdot_app.market import service

    visitor, word = await sign_in(as_visitor=True), unique("api")
    maker = (await sign_in()).id
    rows = [imported(maker, title=f"{word} {number}") for number in range(3)]
    await service.import_works(rows=rows)
    first = (await visitor.ask("GET", f"/works?q={word}&limit=2")).json()
    rest = (await visitor.ask("GET", f"/works?q={word}&limit=2&before={first['next']}")).json()
    found = {card["id"] for card in first["works"] + rest["works"]}
    assert (found, rest["next"]) == ({ids.short(row.id) for row in rows}, "")
    newest = await visitor.ask("GET", "/works?order=newest&kind=writing&limit=1")
    assert len(newest.json()["works"]) == 1
    for query in ("before=x", "kind=novel", "limit=0", "limit=61", "order=best", "q=" + "x" * 300):
        answer = await visitor.ask("GET", f"/works?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"]


async def test_everything_is_documented_without_help_from_elsewhere(sign_in) -> None:
    visitor = await sign_in(as_visitor=True)
    schema = (await visitor.ask("GET", "/openapi.json")).json()
    assert "/works/{ref}/draft" in schema["paths"]
    assert schema["servers"] == [{"url": "/api"}]
    assert "HTTPValidationError" not in str(schema["paths"])
    page = await visitor.ask("GET", "/docs")
    assert page.status_code == 200
    assert "script-src" not in page.headers["content-security-policy"]
    for outside in ("<script", "http://", "https://", "src="):
        assert outside not in page.text
    for path in schema["paths"]:
        assert f"/api{path}" in page.text


async def test_what_is_not_there_answers_in_words(sign_in) -> None:
    visitor = await sign_in(as_visitor=True)
    for method, path, status in (
        ("GET", "/nothing", 404), ("PATCH", "/works", 405), ("GET", "/works/x", 404),
    ):  # fmt: skip
        answer = await visitor.ask(method, path)
        assert answer.status_code == status
        assert answer.json()["error"]


async def test_people_are_shown_and_found_under_their_former_names(sign_in: Any) -> None:
    visitor, member = await sign_in(as_visitor=True), await sign_in()
    former = (await accounts.cards([member.id]))[member.id].username
    await make_work(member.id)
    shown = (await visitor.ask("GET", f"/people/{former.upper()}")).json()
    assert (shown["username"], shown["url"], shown["works"]) == (former, f"/u/{former}", 1)
    assert set(shown) == set(Person.model_fields)

    present = f"{former}.x"
    async with transaction(Database.USER, actor=None) as session:
        await session.execute(
            text(
                "insert into former_username (username_key, username_look, account_id, kept_until)"
                " values (:name, :name, :account, now() + interval '1 day')"
            ),
            {"name": present, "account": member.id},
        )
    moved = await visitor.ask("GET", f"/people/{present}")
    assert moved.status_code == 308
    assert moved.headers["location"] == f"/api/people/{former}"
    for nobody in ("nobody.has.this", "%00", "x" * 5_000, "%ED%A0%80"):
        assert (await visitor.ask("GET", f"/people/{nobody}")).status_code == 404
