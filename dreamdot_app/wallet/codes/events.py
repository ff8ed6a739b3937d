"""What happened to promo codes; the code itself is in no event."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from dreamdot_app.core.ids import UserId
from dreamdot_app.core.outbox import Event


@dataclass(frozen=True)
class PromoCodeMade(Event):
    """An administrator made a code; amounts are minor units."""

    name: ClassVar[str] = "wallet.promo_code_made"
    code_id: UUID
    made_by: UserId
    amount_minor: int
    max_uses: int


@dataclass(frozen=True)
class PromoCodeEnded(Event):
    """An administrator ended a code before its time."""

    name: ClassVar[str] = "wallet.promo_code_ended"
    code_id: UUID
    ended_by: UserId
    uses: int


@dataclass(frozen=True)
class PromoCodeRedeemed(Event):
    """Somebody got extra credit for a code."""

    name: ClassVar[str] = "wallet.promo_code_redeemed"
    code_id: UUID
    account_id: UserId
    amount_minor: int
