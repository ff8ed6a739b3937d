"""Why the wallet refuses: what people may read, and what only a mistake of ours can cause."""

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput, Conflict, NotAllowed


class InsufficientFunds(Conflict):
    """The buckets that may pay hold less than is needed; both in minor units."""

    status = 402

    def __init__(self, *, needed: int, available: int) -> None:
        super().__init__(
            f"This takes {money.show(needed)}, and you have {money.show(available)} to spend."
        )
        self.needed = needed
        self.available = available


class BlockedByDebt(NotAllowed):
    """Who owes (after a payment was charged back) spends nothing until that is repaid."""

    def __init__(self, *, debt_minor: int) -> None:
        super().__init__(f"Your wallet owes {money.show(debt_minor)}. It has to be repaid first.")
        self.debt_minor = debt_minor


class KeyReused(Conflict):
    """The same idempotency key came with another content: the first stands, nothing was done."""

    def __init__(self) -> None:
        super().__init__("This was asked for before, with other details. Reload and try again.")


class PriceRefused(BadInput):
    """A sale has a price above zero; free works never reach the ledger."""

    def __init__(self) -> None:
        super().__init__("A sale has a price.", field="price")


class SelfSale(NotAllowed):
    """Nobody sells to themselves."""

    def __init__(self) -> None:
        super().__init__("You cannot buy from yourself.")


class HoldClosed(Conflict):
    """A hold of which nothing is left, or whose time is over."""

    def __init__(self) -> None:
        super().__init__("What was set aside for this is no longer held.")


class RefundTooLarge(Conflict):
    """Less of a sale is left to give back than was asked for; both in minor units."""

    def __init__(self, *, asked: int, left: int) -> None:
        super().__init__(f"At most {money.show(left)} of this can be given back.")
        self.asked = asked
        self.left = left


class LedgerMistake(Exception):
    """The ledger refused what our own code asked for: a mistake to be mended, not to be shown."""


class ColoursMixed(LedgerMistake):
    """The legs of a transfer do not sum to zero in each colour."""


class LegsRefused(LedgerMistake):
    """The legs of a transfer do not fit: one account twice, a zero, an unknown bucket."""


class AppendOnly(LedgerMistake):
    """Something tried to change or delete what was written."""


class TransferMissing(LedgerMistake):
    """What is to be undone or gone on with was never done: no such sale, hold, payout, refund."""


class AlreadyReturned(LedgerMistake):
    """A payout that came back can no longer settle."""
