"""Who may tell us what: forgery, replay, time, mode, version; each event happens once."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx
import pytest
from stripe import WebhookSignature

from dreamdot_app.core import mongo
from dreamdot_app.core.allowances import WEBHOOKS_UNSIGNED
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.settings import Settings
from dreamdot_app.wallet.stripe.in_use import stripe_open
from dreamdot_app.wallet.stripe.models import StripeEvent
from dreamdot_app.wallet.stripe.routes import PATH, routes
from tests.accounts.clients import client_of
from tests.conftest import RunOutbox
from tests.factories.top_ups import ask, row, session_of
from tests.factories.wallet import held, somebody
from tests.fakes.stripe import SECRET, Signed, StripeFake, stripe_fake

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
async def http() -> AsyncGenerator[httpx.AsyncClient]:
    """Stripe's way to us, through all layers; no browser, so it names no origin."""
    async with client_of(*routes(), headers=()) as client:
        yield client


async def send(http: httpx.AsyncClient, raw: bytes, header: str | None) -> httpx.Response:
    headers = {"content-type": "application/json"}
    if header is not None:
        headers["stripe-signature"] = header
    return await http.post(PATH, content=raw, headers=headers)


async def event(event_id: str) -> StripeEvent | None:
    async with reading(Database.ITEMS) as session:
        return await session.get(StripeEvent, event_id)


async def completed(fake: StripeFake) -> tuple[Any, Any, Signed]:
    """Somebody has paid 25.00; the event that says so."""
    user = await somebody()
    asked = await ask(user)
    fake.pay(session_of(fake, asked))
    return user, asked, fake.take()[-1]


def changed(told: Signed, change: Change) -> bytes:
    body = json.loads(told.raw)
    change(body)
    return json.dumps(body).encode()


async def test_what_is_signed_is_done(fake: StripeFake, http: httpx.AsyncClient):
    user, asked, told = await completed(fake)
    answer = await send(http, told.raw, told.header(SECRET))
    assert (answer.status_code, answer.json()["first"]) == (200, True)
    assert (await held(user))["deposited"] == 2_500
    assert (await row(asked.id)).state == "paid"
    kept = await event(told.event["id"])
    assert kept is not None
    assert (kept.outcome, kept.subject) == ("handled", told.event["data"]["object"]["id"])


def _header(told: Signed, how: str) -> str | None:
    now, good = int(time.time()), told.header(SECRET)
    return {
        "none": None,
        "empty": "",
        "no time": good.partition(",")[2],
        "no signature": good.partition(",")[0],
        "forged": told.header("whsec_guess"),
        "blank secret": told.header(" "),
        "other body": WebhookSignature.generate_signature_header("{}", SECRET),
        "old": told.header(SECRET, at=now - 301),
        "future": told.header(SECRET, at=now + 310),
        "far future": told.header(SECRET, at=now + 86_400),
        "another time": good.replace(f"t={good[2:12]}", f"t={now - 7}"),
        "other scheme": good.replace("v1=", "v0="),
        "no number": "t=soon," + good.partition(",")[2],
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "none", "empty", "no time", "no signature", "forged", "blank secret", "other body", "old",
        "future", "far future", "another time", "other scheme", "no number",
    ],
)  # fmt: skip
async def test_what_is_not_signed_now_does_nothing(
    fake: StripeFake, http: httpx.AsyncClient, how: str
):
    user, asked, told = await completed(fake)
    answer = await send(http, told.raw, _header(told, how))
    assert answer.status_code == 400
    assert (await held(user))["deposited"] == 0
    assert (await row(asked.id)).state == "open"
    assert await event(told.event["id"]) is None


async def test_unsigned_ones_are_refused_by_their_number_and_signed_ones_never(
    fake: StripeFake, http: httpx.AsyncClient
):
    user, _, told = await completed(fake)
    most = WEBHOOKS_UNSIGNED.spending("").item.amount
    answers = [await send(http, b"{}", None) for _ in range(most + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {400}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    for _ in range(3):
        assert (await send(http, told.raw, told.header(SECRET))).status_code == 200
    assert (await held(user))["deposited"] == 2_500


async def test_a_body_that_was_tampered_with_does_nothing(
    fake: StripeFake, http: httpx.AsyncClient
):
    user, _, told = await completed(fake)
    raw = told.raw.replace(b"2500", b"9900")
    assert raw != told.raw
    assert (await send(http, raw, told.header(SECRET))).status_code == 400
    assert (await held(user))["deposited"] == 0


@pytest.mark.parametrize("secret", ["whsec_fake_one", "whsec_fake_two"])
async def test_while_secrets_are_rotated_either_signs(secret: str, http: httpx.AsyncClient):
    async with stripe_fake() as fake:
        both = fake.variables() | {"STRIPE_WEBHOOK_SECRET": "whsec_fake_one, whsec_fake_two"}
        async with stripe_open(Settings.model_validate(both)):
            user, _, told = await completed(fake)
            assert (await send(http, told.raw, told.header("whsec_fake_three"))).status_code == 400
            assert (await send(http, told.raw, told.header(secret))).status_code == 200
    assert (await held(user))["deposited"] == 2_500


def _live(body: dict[str, Any]) -> None:
    body["livemode"] = True


def _old_version(body: dict[str, Any]) -> None:
    body["api_version"] = "2020-08-27"


def _no_mode(body: dict[str, Any]) -> None:
    body["livemode"] = 0


def _other_id(body: dict[str, Any]) -> None:
    body["id"] = "evt_1; drop"


def _no_object(body: dict[str, Any]) -> None:
    body["data"] = {"object": "cs_1"}


def _no_time(body: dict[str, Any]) -> None:
    body["created"] = 1e300


@pytest.mark.parametrize("change", [_live, _old_version, _no_mode, _other_id, _no_object, _no_time])
async def test_what_is_signed_and_not_for_us_is_not_kept(
    fake: StripeFake, http: httpx.AsyncClient, change: Change
):
    user, _, told = await completed(fake)
    raw = changed(told, change)
    signature = WebhookSignature.generate_signature_header(raw.decode(), SECRET)
    assert (await send(http, raw, signature)).status_code == 400
    assert (await held(user))["deposited"] == 0
    assert await event(told.event["id"]) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 9_000])
async def test_what_is_no_event(fake: StripeFake, http: httpx.AsyncClient, raw: bytes):
    text = raw.decode(errors="ignore")
    signature = WebhookSignature.generate_signature_header(text, SECRET)
    assert (await send(http, raw, signature)).status_code == 400


async def test_more_than_a_megabyte_is_not_read(fake: StripeFake, http: httpx.AsyncClient):
    assert (await send(http, b"x" * 1_000_001, "t=1,v1=1")).status_code == 413


async def test_the_same_event_again_changes_nothing(fake: StripeFake, http: httpx.AsyncClient):
    user, _, told = await completed(fake)
    answers = [await send(http, told.raw, told.header(SECRET)) for _ in range(4)]
    assert [one.status_code for one in answers] == [200] * 4
    assert [one.json()["first"] for one in answers] == [True, False, False, False]
    assert (await held(user))["deposited"] == 2_500


async def test_the_same_event_at_once_is_done_once(fake: StripeFake, http: httpx.AsyncClient):
    user, _, told = await completed(fake)
    answers = await asyncio.gather(*(send(http, told.raw, told.header(SECRET)) for _ in range(4)))
    assert {one.status_code for one in answers} == {200}
    assert sum(one.json()["first"] for one in answers) == 1
    assert (await held(user))["deposited"] == 2_500


async def test_another_event_of_the_same_payment_credits_nothing_more(
    fake: StripeFake, http: httpx.AsyncClient
):
    user, _, told = await completed(fake)
    other = changed(told, lambda body: body.update(id="evt_other"))
    for raw in (told.raw, other):
        signature = WebhookSignature.generate_signature_header(raw.decode(), SECRET)
        assert (await send(http, raw, signature)).status_code == 200
    assert (await held(user))["deposited"] == 2_500


async def test_a_type_that_nobody_wants_is_kept_and_ignored(
    fake: StripeFake, http: httpx.AsyncClient
):
    told = fake.state.tell("customer.created", {"id": "cus_1", "object": "customer"})
    assert (await send(http, told.raw, told.header(SECRET))).status_code == 200
    kept = await event(told.event["id"])
    assert kept is not None
    assert (kept.outcome, kept.body) == ("ignored", None)


@pytest.mark.parametrize(
    "type", ["checkout.session.completed", "charge.dispute.created", "transfer.reversed"]
)
async def test_payments_of_a_connected_account_are_none_of_ours(
    fake: StripeFake, http: httpx.AsyncClient, type: str
):
    user, asked, paid = await completed(fake)
    told = fake.state.tell(type, paid.event["data"]["object"], account="acct_somebody")
    assert (await send(http, told.raw, told.header(SECRET))).status_code == 200
    assert (await held(user))["deposited"] == 0
    assert (await row(asked.id)).state == "open"
    kept = await event(told.event["id"])
    assert kept is not None
    assert (kept.outcome, kept.account) == ("ignored", "acct_somebody")


async def test_payment_details_are_kept_as_stripe_gave_them(
    fake: StripeFake, http: httpx.AsyncClient, run_outbox: RunOutbox
):
    _, _, told = await completed(fake)
    await send(http, told.raw, told.header(SECRET))
    await run_outbox()
    found = await mongo.collection("transactions").find_one({"_id": told.event["id"]})
    assert found is not None
    assert found["event"] == told.event


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_total", 9_900),
        ("currency", "eur"),
        ("client_reference_id", "somebody else"),
        ("id", "cs_test_other"),
        ("mode", "subscription"),
        ("metadata", {"top_up": "0190a000-0000-7000-8000-000000000000"}),
        ("metadata", {"top_up": "none"}),
    ],
)
async def test_what_contradicts_the_wish_is_kept_told_and_not_credited(
    fake: StripeFake, http: httpx.AsyncClient, field: str, value: object
):
    user, asked, told = await completed(fake)
    raw = changed(told, lambda body: body["data"]["object"].update({field: value}))
    signature = WebhookSignature.generate_signature_header(raw.decode(), SECRET)
    assert (await send(http, raw, signature)).status_code == 200
    assert (await held(user))["deposited"] == 0
    assert (await row(asked.id)).state == "open"
    kept = await event(told.event["id"])
    assert kept is not None
    assert kept.outcome == "refused"


async def test_without_a_key_stripes_own_signature_is_worth_nothing(http: httpx.AsyncClient):
    async with stripe_fake() as fake:
        told = fake.state.tell("customer.created", {"id": "cus_1", "object": "customer"})
    assert (await send(http, told.raw, told.header(SECRET))).status_code == 400
