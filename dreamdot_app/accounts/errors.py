"""Why somebody may not join or sign in."""

from collections.abc import Sequence
from datetime import datetime

from dreamdot_app.core.errors import BadInput, Conflict, DomainError, NotAllowed


class UsernameTaken(BadInput):
    """Somebody has this name, or one that differs only by case or looks the same."""

    def __init__(self, username: str, *, suggestion: str = "") -> None:
        free = f" {suggestion} is free." if suggestion else ""
        super().__init__(f"{username} is taken.{free}", field="username")
        self.suggestion = suggestion


class ChangedLately(BadInput):
    """The name was changed less than 30 days ago; ``next_change_at`` (UTC) is when it can be."""

    def __init__(self, next_change_at: datetime) -> None:
        day = f"{next_change_at.day} {next_change_at:%B %Y}"
        super().__init__(f"You can change your name again on {day}.", field="username")
        self.next_change_at = next_change_at


class WeakPassword(BadInput):
    """The password is too short, too long or too easily guessed."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="password")


class TermsNotAccepted(BadInput):
    """Nobody joins without accepting the rules."""

    def __init__(self) -> None:
        super().__init__("Accept the rules to join.", field="terms")


class JoinRefused(BadInput):
    """Several fields do not fit; all of them are told at once."""

    def __init__(self, refusals: Sequence[DomainError]) -> None:
        super().__init__(refusals[0].message, field=refusals[0].field)
        self.refusals = tuple(refusals)

    def as_errors(self) -> dict[str, str]:
        """``{field: message}`` of every field that does not fit."""
        return {refusal.field or "": refusal.message for refusal in reversed(self.refusals)}


class ProfileRefused(BadInput):
    """Some fields of a profile do not fit: ``errors`` has all of them, and nothing was changed."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = errors

    def as_errors(self) -> dict[str, str]:
        """``{field: message}`` of every field that does not fit."""
        return self.errors


class SignInRefused(DomainError):
    """Wrong name or wrong password: which of them is not told."""

    status = 422

    def __init__(self) -> None:
        super().__init__("This name and password do not belong together.")


class SomebodyElse(Conflict):
    """The page was drawn for one person, and the browser has signed in as another since."""

    def __init__(self, username: str) -> None:
        super().__init__(f"You are signed in as {username} now. Reload the page.")


class LinkRefused(DomainError):
    """A mailed link that is forged, used, too old, or for something else: which is not told."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This link has been used, or its time is over. Ask for a new one.")


class AddressConfirmedElsewhere(Conflict):
    """Another account has confirmed this address since the link was sent."""

    def __init__(self) -> None:
        super().__init__(
            "Another account has confirmed this address meanwhile. Sign in to that one, or give "
            "this one another address in its settings."
        )


class CeremonyOver(DomainError):
    """What was begun in another request took too long, or was finished already."""

    status = 410

    def __init__(self) -> None:
        super().__init__("This took too long. Begin again.")


class EmailNotConfirmed(NotAllowed):
    """The address is not known to be the person's yet."""

    def __init__(self) -> None:
        super().__init__("Confirm your email address first: the link is in your mailbox.")


class ProofNeeded(NotAllowed):
    """What is asked for wants a fresh proof of who is asking."""

    def __init__(self) -> None:
        super().__init__("Confirm once more that it is you.")


class FactorProofNeeded(ProofNeeded):
    """What is asked for wants a fresh proof by a second factor, and they have one."""


class NotYourPassword(BadInput):
    """Somebody who is signed in typed another password than theirs."""

    def __init__(self) -> None:
        super().__init__("This is not your password.", field="password")
