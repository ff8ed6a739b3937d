"""Roles: given on the command line alone, at once, and written down."""

import ast
from pathlib import Path
from typing import Any

import pytest

import dreamdot_app
from dreamdot_app.accounts import roles, service
from dreamdot_app.accounts.contract import Role, SignedIn, Viewer
from dreamdot_app.accounts.models import Account
from dreamdot_app.accounts.roles import RoleRefused, parse_role, set_role
from dreamdot_app.admin import service as admin
from dreamdot_app.core.db import Database, reading
from tests.accounts.clients import client_of
from tests.clock import NOON
from tests.conftest import RunOutbox
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, confirmed, joined, somebody


async def signed_in_again(person: Somebody) -> Viewer:
    found = await service.sign_in(
        login=person.username, password=PASSWORD, address=ADDRESS, user_agent="", now=NOON
    )
    assert isinstance(found, SignedIn)
    return found.viewer


async def test_a_role_is_given_and_taken_back(run_outbox: RunOutbox) -> None:
    person = somebody()
    member = await confirmed(person)
    assert await service.viewer_of_token(member.token, now=NOON)
    email = f" {person.email.upper()} "
    told = await set_role(email=email, role=Role.ADMINISTRATOR, now=NOON)
    assert told == person.username
    # Whatever ran with the former role has ended.
    assert await service.viewer_of_token(member.token, now=NOON) is None
    assert (await signed_in_again(person)).role is Role.ADMINISTRATOR
    await set_role(email=email, role=Role.MEMBER, now=NOON)
    assert (await signed_in_again(person)).role is Role.MEMBER
    await run_outbox()
    trail = [
        one.details
        for one in await admin.trail(account_id=member.viewer.id)
        if one.kind == "accounts.role_changed"
    ]
    assert trail == [
        {"former": "administrator", "role": "member"},
        {"former": "member", "role": "administrator"},
    ]


async def test_the_same_role_once_more_changes_nothing() -> None:
    person = somebody()
    member = await confirmed(person)
    await set_role(email=person.email, role=Role.MEMBER, now=NOON)
    assert await service.viewer_of_token(member.token, now=NOON)


async def test_an_address_that_anybody_may_have_typed_makes_nobody_administrator() -> None:
    person = somebody()
    member = await joined(person)
    with pytest.raises(RoleRefused, match="has not confirmed this address yet"):
        await set_role(email=person.email, role=Role.ADMINISTRATOR, now=NOON)
    async with reading(Database.USER) as session:
        assert (await session.get_one(Account, member.viewer.id)).role == "member"


@pytest.mark.parametrize("email", ["nobody@example.org", "", "no address", "a\x00@example.org"])
async def test_nobody_has_this_address(email: str) -> None:
    with pytest.raises(RoleRefused, match="no account has this address"):
        await set_role(email=email, role=Role.ADMINISTRATOR, now=NOON)


def test_roles_by_name() -> None:
    assert parse_role(" Moderator ") is Role.MODERATOR
    with pytest.raises(RoleRefused, match="one of member, creator, moderator, administrator"):
        parse_role("king")


async def test_no_form_makes_an_administrator() -> None:
    person = somebody()
    wanted = {"role": "administrator", "is_admin": True, "account": {"role": "administrator"}}
    typed = {"email": person.email, "username": person.username, "password": PASSWORD}
    async with client_of() as client:
        answer = await client.post("/auth/join", json={**typed, "terms": True, **wanted})
        assert answer.status_code == 200
        sign_in: dict[str, Any] = {"login": person.username, "password": PASSWORD}
        for path, body in (
            ("/auth/sign-in", sign_in),
            ("/auth/again", {"password": PASSWORD}),
            ("/auth/api/tokens", {**sign_in, "client": "x"}),
        ):
            assert (await client.post(path, json={**body, **wanted})).status_code == 200
    assert (await signed_in_again(person)).role is Role.MEMBER


def test_one_module_sets_roles_and_the_command_alone_calls_it() -> None:
    """What pages and routes cannot reach needs no guard there."""
    package = Path(dreamdot_app.__file__).parent
    setting, calling = set[str](), set[str]()
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text())
        name = str(path.relative_to(package))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                setting |= {name} if node.attr == "role" else set()
            if isinstance(node, ast.ImportFrom) and node.module == roles.__name__:
                calling.add(name)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "values":
                setting |= {name for given in node.keywords if given.arg == "role"}
    # Whoever leaves is a member: what they were trusted with goes with them.
    assert setting == {"accounts/roles.py", "accounts/leaving/departure.py"}
    assert calling == {"__main__.py"}
