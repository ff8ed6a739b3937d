"""Whatever somebody sends in place of what a passkey says is refused, and breaks nothing."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.errors import (
    PasskeyRefused,
)
from dreamdot_app.core.db import Database, transaction
from tests.accounts.factors.asking import LATER, enter
from tests.accounts.factors.device import Device, decoded, encoded
from tests.accounts.factors.members import Member, member_with_passkey
from tests.clock import NOON
from tests.factories.accounts import ADDRESS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_is_sent_instead_of_an_answer_is_refused(data: st.DataObject) -> None:
    """Parts of a true answer replaced by anything, or its bytes cut and changed."""
    ana = await _one_member()
    question = await service.passkey_sign_in.ask(address=ADDRESS, now=LATER)
    answer: Any = ana.device.answer(question.options)
    part = data.draw(st.sampled_from(["", "id", "rawId", "type", "response", *answer["response"]]))
    if part == "":
        answer = data.draw(JSON)
    elif part in answer:
        answer[part] = data.draw(JSON)
    else:
        kept = decoded(answer["response"][part])
        cut = len(kept) * data.draw(st.integers(0, 99)) // 100
        answer["response"][part] = data.draw(
            st.sampled_from([b"", b"\xff" * 40]).map(lambda end: encoded(kept[:cut] + end)) | JSON
        )
    if part == "userHandle" and answer["response"][part] is None:
        return
    with pytest.raises(PasskeyRefused):
        await enter(ana.device, ceremony=question.ceremony, answer=answer)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_whatever_is_sent_instead_of_a_new_passkey_is_refused(data: st.DataObject) -> None:
    ana = await _one_member()
    token = await _adding(ana)
    answer: Any = Device().make({"user": {"id": encoded(b"x")}, "challenge": encoded(b"another")})
    part = data.draw(st.sampled_from(["", "response", "attestationObject", "clientDataJSON"]))
    if part == "":
        answer = data.draw(JSON)
    elif part == "response":
        answer[part] = data.draw(JSON)
    else:
        kept = decoded(answer["response"][part])
        cut = len(kept) * data.draw(st.integers(0, 99)) // 100
        answer["response"][part] = data.draw(st.none().map(lambda _: encoded(kept[:cut])) | JSON)
    with pytest.raises(PasskeyRefused):
        await service.passkeys.add(
            viewer=ana.viewer, ceremony=token, credential=answer, name="", now=NOON
        )


_members: list[Member] = []


async def _one_member() -> Member:
    if not _members:
        _members.append(await member_with_passkey())
    return _members[0]


async def _adding(owner: Member) -> str:
    """A question for a new passkey, past the rate of asking."""
    from dreamdot_app.accounts import ceremonies

    async with transaction(Database.USER, actor=None) as session:
        return ceremonies.begin(
            session,
            "passkey_add",
            account_id=owner.viewer.id,
            data={"challenge": encoded(b"a question")},
            lifetime=timedelta(minutes=5),
            now=NOON,
        )
