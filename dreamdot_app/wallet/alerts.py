"""The letter to administrators when money disagrees. Importing this registers it."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import mail, outbox
from dreamdot_app.core.db import Database
from dreamdot_app.wallet.contract import LedgerDisagreed

_MOST_SHOWN = 20


@outbox.consumer(LedgerDisagreed, name="wallet.warn_of_ledger", into=Database.USER)
async def warn_of_ledger(session: AsyncSession, event: LedgerDisagreed) -> None:
    """Write to every administrator, once a day for as long as it lasts."""
    day = outbox.envelope_of(session).created_at.date().isoformat()
    await accounts.write_to_administrators(
        session, letter=_letter(event.violations), key=f"ledger disagrees {day}"
    )


def _letter(violations: list[str]) -> mail.Letter:
    return mail.Letter(
        subject="The ledger disagrees: payouts are stopped",
        heading="The ledger disagrees",
        paragraphs=(
            "A check of every entry found what must not be. Nothing was corrected, and nothing is"
            " paid out until somebody has looked at it.",
            *violations[:_MOST_SHOWN],
            "Run make ledger-check, mend what it names, and let payouts go on as docs/operations.md"
            " says.",
        ),
    )
