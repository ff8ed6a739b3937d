"""Refusals that a person may read: each class names a fact, each message says it in plain words."""


class DomainError(Exception):
    """A refusal with a message for the person and, where one is to blame, the field."""

    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    @property
    def code(self) -> str:
        """The fact's name, for clients of the API: the class's name."""
        return type(self).__name__

    def as_errors(self) -> dict[str, str]:
        """``{field: message}`` as forms expect it; the empty field means the whole form."""
        return {self.field or "": self.message}


class BadInput(DomainError):
    """What was typed or sent does not fit; ``field`` names where."""

    status = 422


class SignInRequired(DomainError):
    """Nobody is signed in, or the session has ended."""

    status = 401

    def __init__(self, message: str = "Sign in to go on.") -> None:
        super().__init__(message)


class NotAllowed(DomainError):
    """The person is known and may not do this."""

    status = 403

    def __init__(self, message: str = "You may not do this.") -> None:
        super().__init__(message)


class NotFound(DomainError):
    """No such thing, or it is not for this person to see: the two look the same."""

    status = 404

    def __init__(self, message: str = "This does not exist, or not any more.") -> None:
        super().__init__(message)


class Conflict(DomainError):
    """The thing has changed since it was looked at."""

    status = 409


class TooManyTries(DomainError):
    """A limit was reached; ``retry_after_s`` says how long to wait."""

    status = 429

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s
