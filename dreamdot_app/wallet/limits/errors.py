"""Why somebody's own limit refuses."""

from dreamdot_app.core import money
from dreamdot_app.core.errors import NotAllowed


class MonthlyLimitReached(NotAllowed):
    """It would go over the limit that the person set; ``begins_anew`` is the day of the next
    month's beginning, amounts are minor units.
    """

    def __init__(self, *, limit_minor: int, spent_minor: int, begins_anew: str) -> None:
        super().__init__(
            f"This goes over your monthly limit of {money.show(limit_minor)}: you have spent"
            f" {money.show(spent_minor)} of it. It begins anew on {begins_anew}."
        )
        self.limit_minor = limit_minor
        self.spent_minor = spent_minor
