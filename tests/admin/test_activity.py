"""What happened to one's account, in words."""

import pytest
from sqlalchemy import text

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.errors import SignInRefused
from dreamdot_app.admin import service
from dreamdot_app.admin.activity import words
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.outbox import CONSUMERS
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import joined, somebody

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/138.0.0.0 Safari/537.36"
)


async def test_a_wrong_password_is_written_down_without_it(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    with pytest.raises(SignInRefused):
        await accounts.sign_in(
            login=person.username, password="hunter2 hunter2", address="198.51.100.61",
            user_agent=CHROME, now=NOON,
        )  # fmt: skip
    await run_outbox()
    entry = (await service.trail(account_id=member.id))[0]
    assert words.said(entry.kind, entry.details) == "A wrong password was tried"
    assert entry.details == {"device": "Chrome on Windows"}
    assert entry.actor_id is None


async def test_nobody_floods_the_trail(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = (await joined(person)).viewer
    for number in range(40):
        with pytest.raises(Exception, match=r"belong together|Too many"):
            await accounts.sign_in(
                login=person.username, password="wrong", address=f"2001:db8:77:{number:x}::1",
                user_agent="", now=NOON,
            )  # fmt: skip
    await run_outbox()
    kinds = [entry.kind for entry in await service.trail(account_id=member.id)]
    assert kinds.count("accounts.sign_in_failed") == 10


async def test_names_that_nobody_has_are_not_kept(run_outbox: RunOutbox) -> None:
    nobody = somebody()
    with pytest.raises(SignInRefused):
        await accounts.sign_in(
            login=nobody.email, password="wrong", address="198.51.100.62", user_agent="", now=NOON
        )
    await run_outbox()
    async with reading(Database.AUDIT) as session:
        rows = await session.execute(text("select details::text from audit_entry"))
        assert nobody.username not in str(rows.all())


async def test_only_what_has_words_is_shown(run_outbox: RunOutbox) -> None:
    member = (await joined()).viewer
    await run_outbox()
    every = await service.trail(account_id=member.id)
    shown = await service.trail(account_id=member.id, kinds=words.WORDS)
    joined_only = await service.trail(account_id=member.id, kinds=["accounts.joined"])
    assert [one.kind for one in shown] == [one.kind for one in every if one.kind in words.WORDS]
    assert [one.kind for one in joined_only] == ["accounts.joined"]


def test_everything_of_accounts_that_is_audited_has_words() -> None:
    audited = {
        one.kind.name for one in CONSUMERS.values() if one.name.startswith("admin.audit_accounts")
    }
    assert audited
    assert audited - words.WORDS.keys() == set()


@pytest.mark.parametrize(
    ("kind", "details", "told"),
    [
        ("accounts.signed_in", {"how": "passkey"}, "Signed in with a passkey"),
        ("accounts.signed_in", {"how": "something new"}, "Signed in"),
        ("accounts.signed_in", {}, "Signed in"),
        ("accounts.signed_out", {"how": "elsewhere"}, "A session was ended from another one"),
        ("accounts.signed_out", {}, "Signed out"),
        ("accounts.factor_added", {"kind": "passkey"}, "A passkey was added"),
        ("accounts.factor_removed", {}, "A second factor was removed"),
        ("accounts.role_changed", {"role": "moderator"}, "Your role became moderator"),
    ],
)
def test_words(kind: str, details: dict[str, object], told: str) -> None:
    assert words.said(kind, details) == told
