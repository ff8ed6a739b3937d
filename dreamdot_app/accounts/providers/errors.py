"""Why signing in with a provider did not work. Each has words for people, and none of a provider's
own words are ever shown: anybody can write them into an address.
"""

from typing import ClassVar

from dreamdot_app.core.errors import DomainError

LABELS = {"google": "Google", "github": "GitHub", "apple": "Apple"}
"""What providers are called."""


class ProviderError(DomainError):
    """A refusal that is told on the page that one began on; ``provider`` is its short name."""

    status = 422
    words: ClassVar[str] = ""

    def __init__(self, provider: str = "") -> None:
        super().__init__(self.words.format(provider=LABELS.get(provider, "the provider")))
        self.provider = provider


class ProviderAway(ProviderError):
    """It cannot be reached, takes too long, or something is broken there."""

    status = 503
    words = "{provider} does not answer just now. Try again in a moment, or sign in another way."


class ProviderMistrusted(ProviderError):
    """What it said is not what it should have said: nothing is done about it."""

    words = "What came back from {provider} could not be verified. Begin again."


class RoundTripOver(ProviderError):
    """Begun in another browser, finished already, or too long ago."""

    status = 410
    words = "This took too long, or was begun in another window. Begin again."


class RoundTripLeft(ProviderError):
    """They turned back before the provider had said who they are."""

    words = "You came back from {provider} without an answer. Nothing has changed."


class AddressKnown(ProviderError):
    """Somebody has this very address confirmed here; told only to who has the mailbox too."""

    status = 409
    words = (
        "An account with this address exists. Sign in to it, then link {provider} under "
        "Settings, Security."
    )


class IdentityTaken(ProviderError):
    """It belongs to another account here."""

    status = 409
    words = "This account of {provider} is linked to another account of DreamDot."


class AnotherIsLinked(ProviderError):
    """There is one of the same provider already."""

    status = 409
    words = "Another account of {provider} is linked. Unlink it first."


class SomebodyElseThere(ProviderError):
    """A proof that proves something else."""

    words = "This is not the account of {provider} that is linked to yours."


class LastWayIn(ProviderError):
    """Without it nobody could sign in."""

    status = 409
    words = (
        "{provider} is your only way to sign in. Set a password or add a passkey first, then "
        "unlink it."
    )


TOLD: dict[str, type[ProviderError]] = {
    told.__name__: told
    for told in (
        ProviderAway,
        ProviderMistrusted,
        RoundTripOver,
        RoundTripLeft,
        AddressKnown,
        IdentityTaken,
        AnotherIsLinked,
        SomebodyElseThere,
    )
}
"""What pages may say because of their address: these words, and no others."""
