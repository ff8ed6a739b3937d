"""Why a factor was not taken, or not changed."""

from dreamdot_app.core.errors import BadInput, Conflict, DomainError


class CodeRefused(BadInput):
    """A code that is wrong, was used before, or is no code: which is not told."""

    def __init__(self, message: str = "This code is not right, or was used before.") -> None:
        super().__init__(message, field="code")


class PasskeyRefused(DomainError):
    """What a passkey answered does not hold."""

    status = 422

    def __init__(self, message: str = "This passkey was not accepted. Try another way.") -> None:
        super().__init__(message)


class PasskeyUnknown(PasskeyRefused):
    """No account has this passkey, or none any more."""

    def __init__(self) -> None:
        super().__init__("This passkey is not on any account here. Sign in with your password.")


class PasskeyKnown(Conflict):
    """The passkey is on an account already."""

    def __init__(self) -> None:
        super().__init__("This passkey is on an account already.")


class PasskeysImpossible(DomainError):
    """DreamDot is open at an address that passkeys cannot be bound to."""

    status = 409

    def __init__(self, better: str) -> None:
        super().__init__(
            "Passkeys are bound to a name, and this address is a number."
            f" Open DreamDot at {better} to use them."
        )


class TooManyPasskeys(Conflict):
    """Nobody needs so many, and a list has an end."""

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} passkeys. Remove one that you do not use.")


class AuthenticatorOn(Conflict):
    """There is an authenticator app already."""

    def __init__(self) -> None:
        super().__init__("An authenticator app is on already. Turn it off to set up another one.")


class NothingToRecover(Conflict):
    """Recovery codes stand in for a factor, and there is none."""

    def __init__(self) -> None:
        super().__init__("Turn on an authenticator app or a passkey first.")


class LastWayIn(Conflict):
    """Without this nobody could sign in to the account."""

    def __init__(self) -> None:
        super().__init__("This is your only way in. Set a password or add another passkey first.")


class RecoveryCodesNeeded(Conflict):
    """Without a password, recovery codes are what is left when the passkey is lost."""

    def __init__(self) -> None:
        super().__init__("Make new recovery codes first: they are for the day a passkey is lost.")


class CodesReadAlready(DomainError):
    """Recovery codes are shown once."""

    status = 410

    def __init__(self) -> None:
        super().__init__("These codes were shown already. Make new ones if you did not keep them.")
