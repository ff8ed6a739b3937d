"""Resend, with a real HTTP server in its place: what it is sent, what comes of each answer."""

from typing import Any

import pytest
from pydantic import SecretStr

from dreamdot_app.core.mail.resend import ResendTransport
from dreamdot_app.core.mail.transports import LetterNotSent, LetterRejected
from tests.core.mail.letters import written
from tests.core.mail.servers import letter_api
from tests.mail import text_in

pytestmark = pytest.mark.pure

KEY = SecretStr("re_hunter2")


async def test_a_letter_is_posted_with_its_key():
    async with letter_api() as api:
        await ResendTransport(KEY, base=api.address).send(written(name="Ríona, D."), mark="abc")
    ((path, headers, body),) = api.asked
    assert path == "/emails"
    assert headers["Authorization"] == "Bearer re_hunter2"
    assert headers["Idempotency-Key"] == "abc"
    assert body["from"] == "DreamDot <letters@dreamdot.example>"
    assert body["to"] == ['"Ríona, D." <ana@example.org>']
    assert body["subject"] == "Confirm your address"
    assert body["text"] == text_in(written())
    assert body["html"].startswith("<!doctype html>")
    assert body["headers"]["Auto-Submitted"] == "auto-generated"


async def test_every_attempt_says_the_same():
    async with letter_api() as api:
        api.answers.append((503, {}))
        through = ResendTransport(KEY, base=api.address)
        with pytest.raises(LetterNotSent):
            await through.send(written(), mark="abc")
        await through.send(written(), mark="abc")
    first, second = api.asked
    assert first == second


@pytest.mark.parametrize(
    ("status", "name", "failure"),
    [
        (429, "rate_limit_exceeded", LetterNotSent),
        (500, "application_error", LetterNotSent),
        (503, "", LetterNotSent),
        (302, "", LetterNotSent),
        (401, "missing_api_key", LetterNotSent),
        (403, "validation_error", LetterNotSent),
        (409, "concurrent_idempotent_requests", LetterNotSent),
        (409, "other", LetterRejected),
        (400, "invalid_idempotency_key", LetterRejected),
        (422, "validation_error", LetterRejected),
        (422, "to ana@example.org is wrong", LetterRejected),
    ],
)
async def test_what_it_answers_decides_and_its_words_stay_out(
    status: int, name: str, failure: type[Exception]
):
    async with letter_api() as api:
        api.answers.append((status, {"name": name, "message": "ana@example.org and re_hunter2"}))
        with pytest.raises(failure) as told:
            await ResendTransport(KEY, base=api.address).send(written(), mark="abc")
    assert str(status) in str(told.value)
    assert "ana@" not in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"\xff"])
async def test_an_answer_that_cannot_be_read_is_a_refusal_all_the_same(body: bytes):
    async with letter_api() as api:
        api.answers.append((422, body))
        with pytest.raises(LetterRejected, match=r"^Resend answered 422$"):
            await ResendTransport(KEY, base=api.address).send(written(), mark="abc")


async def test_a_letter_that_it_has_in_other_words_is_sent():
    conflict: tuple[int, Any] = (409, {"name": "invalid_idempotent_request"})
    async with letter_api() as api:
        api.answers.append(conflict)
        await ResendTransport(KEY, base=api.address).send(written(), mark="abc")


async def test_nobody_there():
    async with letter_api() as api:
        pass
    with pytest.raises(LetterNotSent):
        await ResendTransport(KEY, base=api.address).send(written(), mark="abc")


def test_the_key_shows_nowhere():
    through = ResendTransport(KEY)
    assert "hunter2" not in repr(through) + repr(vars(through))
