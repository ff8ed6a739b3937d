"""Why nothing is withdrawn or given back: each refusal changes nothing."""

from dreamdot_app.core import money
from dreamdot_app.core.errors import BadInput, Conflict, NotAllowed


class OnboardingNeeded(NotAllowed):
    """Nobody knows yet where the money shall go."""

    def __init__(self) -> None:
        super().__init__("Set up where your money goes first.")


class MoreThanEarned(BadInput):
    """It is more than what is theirs to withdraw now."""

    def __init__(self, *, available_minor: int) -> None:
        super().__init__(
            f"You can withdraw up to {money.show(available_minor)} now.", field="amount"
        )


class LimitReached(BadInput):
    """With what was withdrawn lately it would be more than a day, or a month, allows."""

    def __init__(self, *, most_minor: int, days: int, left_minor: int) -> None:
        span = "a day" if days == 1 else f"{days} days"
        left = money.show(max(left_minor, 0))
        super().__init__(
            f"At most {money.show(most_minor)} in {span}: {left} is left.",
            field="amount",
        )


class OnItsWay(Conflict):
    """It has left already and cannot be taken back."""

    def __init__(self) -> None:
        super().__init__("This is on its way already.")


class NotRefundable(Conflict):
    """Nothing of this payment can go back to its card."""

    def __init__(self) -> None:
        super().__init__("Nothing of this can go back to the card any more.")


class StripeAway(Conflict):
    """Stripe cannot be reached, so nothing was begun."""

    status = 503

    def __init__(self) -> None:
        super().__init__("Stripe cannot be reached at the moment. Try again in a minute.")
