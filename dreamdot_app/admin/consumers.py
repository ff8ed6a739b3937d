"""Which events the audit trail keeps. Importing this registers them."""

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts.contract import (
    AccountJoined,
    AccountLeft,
    DeletionAsked,
    DeletionTakenBack,
    ExportAsked,
    SessionBegan,
    SessionEnded,
)
from dreamdot_app.admin.audit import audited
from dreamdot_app.core.db import Database
from dreamdot_app.core.outbox import consumer
from dreamdot_app.market.contract import WorkPublished, WorkSold, WorkWithdrawn
from dreamdot_app.wallet.contract import LedgerDisagreed

audited(AccountJoined, account=lambda event: event.account_id)
audited(AccountLeft, account=lambda event: event.account_id)
audited(DeletionAsked, account=lambda event: event.account_id)
audited(DeletionTakenBack, account=lambda event: event.account_id)
audited(
    ExportAsked,
    account=lambda event: event.account_id,
    details=lambda event: {"export": str(event.export_id)},
)
audited(
    SessionBegan,
    account=lambda event: event.account_id,
    details=lambda event: {"session": str(event.session_id)},
)
audited(
    SessionEnded,
    account=lambda event: event.account_id,
    details=lambda event: {"session": str(event.session_id)},
)
audited(
    WorkPublished,
    account=lambda event: event.creator_id,
    details=lambda event: {"work": str(event.work_id), "first_time": event.first_time},
)
audited(
    WorkWithdrawn,
    account=lambda event: event.creator_id,
    details=lambda event: {"work": str(event.work_id)},
)
audited(
    WorkSold,
    account=lambda event: event.buyer_id,
    details=lambda event: {
        "work": str(event.work_id),
        "creator": str(event.creator_id),
        "price_minor": event.price_minor,
        "transfer": str(event.transfer_id) if event.transfer_id else None,
    },
)
# About nobody: administrators read it.
audited(
    LedgerDisagreed,
    account=lambda _event: None,
    details=lambda event: {"violations": event.violations},
)

_FORGET = text("select audit_forget(:account)").bindparams(bindparam("account", type_=Uuid))


@consumer(AccountLeft, name="admin.forget_person", into=Database.AUDIT)
async def forget_person(session: AsyncSession, event: AccountLeft) -> None:
    """Take names and browsers out of the entries of somebody who left; the entries stay."""
    await session.execute(_FORGET, {"account": event.account_id})
