"""What was answered under a key, as Stripe keeps it: the same again, or a conflict."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.stripe.state import Refused

type_answer = tuple[int, dict[str, Any]]
type_content = tuple[str, str, str]


@dataclass
class Keys:
    """Answers by account and key; what a request asked for (verb, path, body) goes with it."""

    kept: dict[tuple[str, str], tuple[type_content, type_answer | None]] = field(
        default_factory=dict
    )

    def begin(self, account: str, key: str, content: type_content) -> type_answer | None:
        """Take a key for a request; what was answered to it before, if it was.

        Raises:
            Refused: another request has the key, or the same one has not ended.
        """
        if (account, key) not in self.kept:
            self.kept[account, key] = (content, None)
            return None
        before, answer = self.kept[account, key]
        if before != content:
            raise Refused(
                "Keys for idempotent requests can only be used with the same parameters they were"
                f" first used with. Try using a key other than '{key}'.",
                kind="idempotency_error",
            )
        if answer is None:
            raise Refused(
                "There is currently another in-progress request using this Idempotent Key.",
                status=409,
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        return answer

    def end(self, account: str, key: str, answer: type_answer | None) -> None:
        """Keep what was answered; ``None`` frees the key, for nothing was begun."""
        if answer is None:
            del self.kept[account, key]
        else:
            self.kept[account, key] = (self.kept[account, key][0], answer)

    def forget(self) -> None:
        """A day has passed."""
        self.kept.clear()
