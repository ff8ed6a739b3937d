"""One's own money over HTTP: pages of the history, files, chains; nobody else's."""

import csv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from dreamdot_app.core import clock, ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.web import SESSION_COOKIE
from dreamdot_app.market.api.application import application
from dreamdot_app.wallet import api, service
from tests.factories.accounts import joined
from tests.factories.wallet import CREDIT, buy, somebody
from tests.ui import node

NOWHERE = "1" * 22


@dataclass
class Client:
    """Somebody in front of the API."""

    http: httpx.AsyncClient
    id: UserId

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(f"/payment{path}", params=query)

    async def history(self, **query: Any) -> httpx.Response:
        return await self.get(f"/transactions/{ids.short(self.id)}", **query)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return application(api.router)


@pytest.fixture
async def member(app: FastAPI) -> AsyncIterator[Client]:
    signed_in = await joined(now=clock.now())
    transport = httpx.ASGITransport(app)
    cookies = {SESSION_COOKIE: signed_in.token}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:3000", cookies=cookies
    ) as http:
        await service.balances(user_id=signed_in.viewer.id)
        yield Client(http, signed_in.viewer.id)


async def test_pages_of_ones_own_history(member: Client) -> None:
    other = await somebody()
    for number in range(4):
        await buy(member.id, other, 100 + number, memo=f"Work {number}", now=clock.now())
    first = (await member.history(limit=3)).json()
    assert [one["title"] for one in first["transactions"]] == ["Work 3", "Work 2", "Work 1"]
    bought = first["transactions"][0]
    assert (bought["kind"], bought["amount_minor"], bought["promo_minor"]) == ("sale", -103, -103)
    assert (bought["counterparty"], first["currency"]) == (ids.short(other), "XTS")
    second = (await member.history(limit=3, before=first["next"])).json()
    assert [one["kind"] for one in second["transactions"]] == ["sale", "welcome"]
    assert second["next"] == ""
    found = (await member.history(q="1.02", kind="purchases")).json()
    assert [one["title"] for one in found["transactions"]] == ["Work 2"]


async def test_nobody_sees_the_money_of_others(member: Client) -> None:
    other = await somebody()
    assert (await member.get(f"/transactions/{ids.short(other)}")).status_code == 404
    assert (await member.get(f"/transactions/{other}")).status_code == 404
    assert (await member.get("/transactions/nobody")).status_code == 404
    foreign = (await service_chains(other))[0]["id"]
    assert (await member.get(f"/chains/{foreign}")).status_code == 404
    member.http.cookies.clear()
    for path in (f"/transactions/{member.id}", "/statements/2026-11.csv", "/chains", "/chains/1"):
        assert (await member.get(path)).status_code == 401


async def service_chains(user: UserId) -> Any:
    from dreamdot_app.wallet.statements import service as statements

    return await statements.chains(user_id=user)


@pytest.mark.parametrize(
    "query",
    [{"limit": 0}, {"limit": 101}, {"kind": "x"}, {"way": "up"}, {"when": "1"}, {"q": "a" * 101}],
)
async def test_what_is_asked_for_is_bounded(member: Client, query: dict[str, Any]) -> None:
    assert (await member.history(**query)).status_code == 422
    assert (await member.history(before=NOWHERE)).status_code == 200
    assert (await member.history(before="x")).status_code == 404


async def test_statements_are_files(member: Client) -> None:
    now = clock.now()
    month = f"{now.year}-{now.month:02d}"
    table = await member.get(f"/statements/{month}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["cache-control"] == "no-store"
    assert f'filename="dreamdot-{month}.csv"' in table.headers["content-disposition"]
    rows = list(csv.DictReader(StringIO(table.content.decode("utf-8-sig"))))
    assert [row["row"] for row in rows][:3] == ["opening", "movement", "closing"]
    drawn = await member.get(f"/statements/{month}.pdf")
    assert drawn.content.startswith(b"%PDF-")
    assert int(drawn.headers["content-length"]) == len(drawn.content)
    for path in ("2020-01.csv", "2026-13.pdf", f"{month}.txt", "x.csv"):
        assert (await member.get(f"/statements/{path}")).status_code == 404


async def test_the_documentation_tells_of_it(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert paths["/payment/transactions/{user_id}"]["get"]["responses"].keys() >= {"200", "404"}
    assert "/payment/chains/{account}" in paths


async def chains_of(member: Client) -> tuple[str, list[Any], dict[int, list[Any]]]:
    """What the browser fetches: the owner, the accounts and the links of each."""
    stated = (await member.get("/chains")).json()
    links = {
        one["id"]: (await member.get(f"/chains/{one['id']}", limit=5_000)).json()["links"]
        for one in stated["accounts"]
    }
    return stated["owner"], stated["accounts"], links


def walked(owner: str, account: Any, links: list[Any]) -> Any:
    """What the browser's module finds, with pages of three entries."""
    [found] = node.call(
        "../wallet/statements/chain.js",
        "(async (owner, account, links) => m.walk(owner, account, async (_, after) =>"
        " links.slice(after, after + 3)))",
        [[owner, account, links]],
    )
    return found


async def test_the_browser_computes_the_chains_that_the_ledger_wrote(member: Client) -> None:
    seller = await somebody(promo=0)
    for number in range(5):
        await buy(member.id, seller, 100 + number, now=clock.now())
        await buy(await somebody(deposited=500, promo=10), member.id, 200, now=clock.now())
    owner, accounts, links = await chains_of(member)
    assert {one["bucket"] for one in accounts} == {"promo", "deposited", "pending", "earned"}
    for account in accounts:
        found = walked(owner, account, links[account["id"]])
        assert (found["holds"], found["counted"]) == (True, account["entries"])
        assert (found["head"], found["balance"]) == (account["head"], account["balance_minor"])
    promo = next(one for one in accounts if one["bucket"] == "promo")
    assert promo["entries"] == 11
    assert promo["balance_minor"] == CREDIT - 510 + 5 * 9


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"amount": -9_999}, "the balance after entry 3 is not the sum before it"),
        (
            {"amount": -9_999, "balance_after": CREDIT - 100 - 9_999},
            "entry 3 is not what was written",
        ),
        ({"transfer": "01a22cee-e0af-7ae8-808f-0c839b1889f3"}, "entry 3 is not what was written"),
        ({"micros": 5}, "entry 3 is not what was written"),
        ({"hash": "00" * 32}, "entry 3 is not what was written"),
        ({"seq": 4}, "entry 3 is missing"),
    ],
)
async def test_a_changed_entry_is_found_and_named(
    member: Client, change: dict[str, Any], why: str
) -> None:
    seller = await somebody(promo=0)
    for number in range(4):
        await buy(member.id, seller, 100 + number, now=clock.now())
    owner, accounts, links = await chains_of(member)
    promo = next(one for one in accounts if one["bucket"] == "promo")
    changed = links[promo["id"]]
    changed[2] |= change
    found = walked(owner, promo, changed)
    assert (found["holds"], found["why"]) == (False, why)
    assert found["transfer"] == changed[2]["transfer"]
    assert found["counted"] == 2


async def test_what_is_stated_wrongly_is_found(member: Client) -> None:
    owner, accounts, links = await chains_of(member)
    promo = next(one for one in accounts if one["bucket"] == "promo")
    entries = links[promo["id"]]
    assert walked(owner, {**promo, "balance_minor": 1}, entries)["why"] == (
        "the balance is not the one that is stated"
    )
    assert walked(owner, {**promo, "head": "00" * 32}, entries)["why"] == (
        "the last hash is not the one that is stated"
    )
    assert walked(owner, {**promo, "entries": 9}, entries)["why"] == "entry 2 is missing"
    assert walked(str(ids.new()), promo, entries)["why"] == "entry 1 is not what was written"
