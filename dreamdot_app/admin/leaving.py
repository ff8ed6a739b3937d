"""Leaving in the audit trail: what is written of it, and what is taken out of it.

Importing this registers it.
"""

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import (
    AccountLeft,
    DeletionAsked,
    DeletionTakenBack,
    ExportAsked,
)
from dreamdot_app.admin.audit import audited
from dreamdot_app.core.db import Database
from dreamdot_app.core.outbox import consumer

_FORGET = text("select audit_forget(:account)").bindparams(bindparam("account", type_=Uuid))

audited(AccountLeft, account=lambda event: event.account_id)
audited(DeletionAsked, account=lambda event: event.account_id)
audited(DeletionTakenBack, account=lambda event: event.account_id)
audited(
    ExportAsked,
    account=lambda event: event.account_id,
    details=lambda event: {"export": str(event.export_id)},
)


@consumer(AccountLeft, name="admin.forget_person", into=Database.AUDIT)
async def forget_person(session: AsyncSession, event: AccountLeft) -> None:
    """Take names and browsers out of the entries of somebody who left; the entries stay."""
    await session.execute(_FORGET, {"account": event.account_id})
