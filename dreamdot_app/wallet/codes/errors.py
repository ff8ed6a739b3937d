"""Why a code brings nothing."""

from dreamdot_app.core.errors import BadInput


class CodeRefused(BadInput):
    """No such code, or it is over, or used up: which of them is nobody's business who guesses."""

    def __init__(self) -> None:
        super().__init__(
            "This code brings nothing. It may be mistyped, past its last day or used up.",
            field="code",
        )


class CodeRedeemed(BadInput):
    """This person has had what the code brings."""

    def __init__(self) -> None:
        super().__init__("You have redeemed this code already.", field="code")


class CodeTaken(BadInput):
    """There is a code of that name, perhaps an old one."""

    def __init__(self) -> None:
        super().__init__("There is a code of this name already.", field="code")
