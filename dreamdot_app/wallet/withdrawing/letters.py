"""Letters about money that leaves: whoever did not do it themselves must hear of it at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from dreamdot_app.accounts import service as accounts
from dreamdot_app.core import mail, money
from dreamdot_app.core.db import Database
from dreamdot_app.core.outbox import consumer, envelope_of
from dreamdot_app.wallet.withdrawing.events import (
    CardRefunded,
    CardRefundReturned,
    PayoutAsked,
    PayoutPaid,
    PayoutPuzzling,
    PayoutReturned,
    PayoutsHeld,
)
from dreamdot_app.wallet.withdrawing.words import why_returned

_PAGE = ("See your withdrawals", "/wallet/withdraw")
_NOT_YOU = (
    "If this was not you: take it back on that page while it waits, ask for a new password on the"
    " sign-in page and look who is signed in."
)


@consumer(PayoutAsked, name="wallet.write_of_payout_asked", into=Database.USER)
async def write_of_asking(session: AsyncSession, event: PayoutAsked) -> None:
    """Money has left somebody's earnings."""
    shown = money.show(event.amount_minor)
    letter = mail.Letter(
        subject=f"You are withdrawing {shown}",
        heading=f"{shown} is on its way out",
        paragraphs=(
            f"{shown} of your earnings leaves with the next daily batch and then goes to the bank"
            " account that you set up with Stripe. Banks take some days.",
        ),
        action=_PAGE,
        small=(_NOT_YOU,),
    )
    await accounts.warn_owner(session, event.user_id, letter, key=f"payout {event.payout_id} asked")


@consumer(PayoutPaid, name="wallet.write_of_payout_paid", into=Database.USER)
async def write_of_payment(session: AsyncSession, event: PayoutPaid) -> None:
    """It is with the bank."""
    shown = money.show(event.amount_minor)
    letter = mail.Letter(
        subject=f"{shown} was paid out",
        heading=f"{shown} is with your bank",
        paragraphs=("It can take the bank a day to show it. The receipt is in your wallet.",),
        action=_PAGE,
        small=(_NOT_YOU,),
    )
    await accounts.warn_owner(session, event.user_id, letter, key=f"payout {event.payout_id} paid")


@consumer(PayoutReturned, name="wallet.write_of_payout_returned", into=Database.USER)
async def write_of_return(session: AsyncSession, event: PayoutReturned) -> None:
    """It is among the earnings again."""
    shown = money.show(event.amount_minor)
    letter = mail.Letter(
        subject=f"{shown} is in your wallet again",
        heading=f"{shown} came back",
        paragraphs=(why_returned(event.failure), "It is among your earnings again."),
        action=_PAGE,
        small=(_NOT_YOU,),
    )
    key = f"payout {event.payout_id} returned"
    await accounts.warn_owner(session, event.user_id, letter, key=key)


@consumer(CardRefunded, name="wallet.write_of_card_refund", into=Database.USER)
async def write_of_refund(session: AsyncSession, event: CardRefunded) -> None:
    """Money that was added goes back to its card."""
    shown = money.show(event.amount_minor)
    letter = mail.Letter(
        subject=f"{shown} goes back to your card",
        heading=f"{shown} goes back to your card",
        paragraphs=("You added it and did not spend it. Banks take five to ten days.",),
        action=_PAGE,
        small=(_NOT_YOU,),
    )
    await accounts.warn_owner(session, event.user_id, letter, key=f"card {event.refund_id} asked")


@consumer(CardRefundReturned, name="wallet.write_of_card_refund_returned", into=Database.USER)
async def write_of_refused_card(session: AsyncSession, event: CardRefundReturned) -> None:
    """The card did not take it."""
    shown = money.show(event.amount_minor)
    letter = mail.Letter(
        subject=f"{shown} is in your wallet again",
        heading="Your card did not take it",
        paragraphs=(f"{shown} could not go back to the card and is in your wallet again.",),
        action=_PAGE,
        small=(_NOT_YOU,),
    )
    key = f"card {event.refund_id} returned"
    await accounts.warn_owner(session, event.user_id, letter, key=key)


@consumer(PayoutsHeld, name="wallet.warn_of_held_payouts", into=Database.USER)
async def warn_of_held(session: AsyncSession, event: PayoutsHeld) -> None:
    """Tell administrators that people wait for their money, once a day for each reason."""
    day = envelope_of(session).created_at.date().isoformat()
    why = {
        "stopped": "Payouts are stopped: the ledger or Stripe disagrees. Nothing leaves until"
        " somebody has looked at it.",
        "short": "There is less at Stripe, by our books or by its own, than people have asked for.",
    }
    waiting = money.show(event.waiting_minor)
    letter = mail.Letter(
        subject="Payouts are waiting",
        heading=f"{waiting} is waiting to be paid out",
        paragraphs=(why.get(event.reason, ""), "docs/operations.md says what to do about it."),
    )
    await accounts.write_to_administrators(
        session, letter=letter, key=f"payouts held {event.reason} {day}"
    )


@consumer(PayoutPuzzling, name="wallet.warn_of_puzzling_payout", into=Database.USER)
async def warn_of_puzzle(session: AsyncSession, event: PayoutPuzzling) -> None:
    """Tell administrators of a payout that nothing here can end by itself."""
    letter = mail.Letter(
        subject="A payout needs somebody to look at it",
        heading="A payout does not end by itself",
        paragraphs=(
            f"Payout {event.payout_id}: {event.puzzle}.",
            "Nothing was corrected. Look at it at Stripe; docs/operations.md says how.",
        ),
    )
    key = f"payout {event.payout_id} puzzle {envelope_of(session).id}"
    await accounts.write_to_administrators(session, letter=letter, key=key)
