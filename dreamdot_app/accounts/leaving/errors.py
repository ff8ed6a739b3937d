"""Why an export is not made, or an account not deleted."""

from dreamdot_app.core.errors import BadInput, Conflict, TooManyTries


class ExportUnderWay(Conflict):
    """One export at a time."""

    def __init__(self) -> None:
        super().__init__("Your export is being made already.")


class EnoughExports(TooManyTries):
    """Three a day are enough."""

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(
            "You have asked for three exports within a day. Try again tomorrow.",
            retry_after_s=retry_after_s,
        )


class NotYourUsername(BadInput):
    """What was typed to delete an account is not its name."""

    def __init__(self, username: str) -> None:
        super().__init__(f"Type {username} to go on.", field="username")


class StakeNotGivenUp(BadInput):
    """Leaving would cost something that the person has not given up."""

    def __init__(self, stakes: str) -> None:
        super().__init__(f"Tick this to go on: you have {stakes}.", field="gives_up")
