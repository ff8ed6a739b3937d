"""Passkeys asked and answered, as tests need it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.admin.models import AuditEntry
from dreamdot_app.core.db import Database, reading
from tests.accounts.factors.device import Device
from tests.accounts.factors.members import Member
from tests.clock import NOON
from tests.factories.accounts import ADDRESS

LATER = NOON + timedelta(minutes=2)


async def enter(
    device: Device, *, ceremony: object = None, answer: Any = None, address: str = ADDRESS
) -> SignedIn:
    """Sign in with a passkey alone."""
    question = await service.passkey_sign_in.ask(address=address, now=LATER)
    return await service.passkey_sign_in.sign_in(
        ceremony=ceremony if ceremony is not None else question.ceremony,
        credential=device.answer(question.options) if answer is None else answer,
        address=address,
        user_agent="another browser",
        now=LATER,
    )


async def step(owner: Member, device: Device, *, token: str = "") -> SignedIn:
    """Sign in with a passkey after a password."""
    waiting = token or await owner.begin_step(now=LATER)
    question = await service.second_step.ask_passkey(token=waiting, now=LATER)
    return await service.second_step.pass_with_passkey(
        token=waiting,
        ceremony=question.ceremony,
        credential=device.answer(question.options),
        address=ADDRESS,
        user_agent="another browser",
        now=LATER,
    )


async def add(owner: Member, device: Device, *, name: object = "") -> None:
    question = await service.passkeys.begin(viewer=owner.viewer, now=NOON)
    changed = await service.passkeys.add(
        viewer=owner.viewer,
        ceremony=question.ceremony,
        credential=device.make(question.options),
        name=name,
        now=NOON,
    )
    await owner.follow(changed)


async def row_of(device: Device) -> Passkey | None:
    async with reading(Database.USER) as session:
        wanted = col(Passkey.credential_id) == device.credential_id
        return await session.scalar(select(Passkey).where(wanted))


async def audited(owner: Member) -> list[str]:
    async with reading(Database.AUDIT) as session:
        wanted = col(AuditEntry.account_id) == owner.viewer.id
        return list((await session.scalars(select(col(AuditEntry.kind)).where(wanted))).all())
