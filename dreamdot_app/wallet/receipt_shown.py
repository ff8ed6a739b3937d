"""A receipt in words: every split of a transfer to the cent, for the one who looks at it."""

from dataclasses import dataclass

from dreamdot_app.core.ids import UserId
from dreamdot_app.wallet.contract import ReceiptView, RelatedView, ShareView
from dreamdot_app.wallet.history.kinds import NAMES, SALES
from dreamdot_app.wallet.shown import Names, beside, iso, name_of, titled

# What own buckets gave or got: the words where something went in, and where it went out.
_BUCKETS = {
    "promo": ("As initial credit, to spend", "From initial credit"),
    "deposited": ("As money added", "From money you added"),
    "pending": ("As earnings that mature", "From what was maturing"),
    "earned": ("As earnings", "From your earnings"),
    "debt": ("Repaid what you owed", "Still owed"),
}
_TOTALS = {
    "hold": "Set aside",
    "release": "Yours to spend again",
    "payout": "Withdrawn",
    "card_refund": "Sent back to your card",
    "chargeback": "Taken back by your bank",
    "refund": "Given back",
}
_RELATED = {
    "refund": "Refunded",
    "release": "Given back",
    "card_refund": "Refund to your card",
    "card_refund_returned": "The refund failed and came back",
    "payout": "The withdrawal",
    "payout_settled": "Arrived at your payment account",
    "payout_returned": "Came back",
    "chargeback": "Charged back",
    "reinstatement": "Won back",
    "sale": "The sale",
    "capture": "The sale",
    "hold": "Was set aside",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt; ``share`` is its part of the price in words, ``tone`` its colour, and
    ``credit_minor`` of it is initial credit, where that is a part.
    """

    label: str = ""
    minor: int = 0
    detail: str = ""
    credit_minor: int = 0
    share: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Another transfer that belongs to this one; ``id`` is empty where it has no receipt."""

    id: str = ""
    label: str = ""
    minor: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: what it was, where the price went, what one's own buckets gave or got."""

    id: str = ""
    title: str = ""
    subject: str = ""
    detail: str = ""
    minor: int = 0
    at: str = ""
    shares: tuple[Line, ...] = ()
    shares_label: str = ""
    own: tuple[Line, ...] = ()
    own_label: str = ""
    own_minor: int = 0
    matures_at: str = ""
    state: str = ""
    others: tuple[Other, ...] = ()
    is_test_money: bool = False


def people_on(receipt: ReceiptView) -> set[UserId]:
    """Everybody whose name a receipt needs."""
    people = {share.person_id for share in receipt.shares if share.person_id}
    return people | ({receipt.counterparty_id} if receipt.counterparty_id else set())


def receipt(seen: ReceiptView, names: Names) -> Receipt:
    """A receipt with everybody's name, every split to the cent."""
    did, side = beside(seen.kind, seen.counterparty_id, names, is_incoming=seen.is_incoming)
    return Receipt(
        id=seen.id,
        title=_title(seen),
        subject=titled(seen.kind, seen.title),
        detail=f"{did} {side}".strip(),
        minor=seen.total_minor,
        at=iso(seen.at),
        shares=tuple(_share(share, seen, names) for share in seen.shares),
        shares_label="Where it came from" if seen.kind == "refund" else "Where it went",
        own=_own(seen),
        own_label=_own_label(seen),
        own_minor=abs(seen.amount_minor),
        matures_at=iso(seen.matures_at),
        state=_state(seen),
        others=tuple(_other(one) for one in seen.related),
        is_test_money=seen.is_test_money,
    )


def _title(seen: ReceiptView) -> str:
    if seen.kind in SALES:
        return "You sold a work" if seen.is_incoming else "You bought a work"
    if seen.kind == "refund":
        return "You got a refund" if seen.is_incoming else "You gave a refund"
    return titled(seen.kind, "" if seen.kind in NAMES else seen.title)


def _share(share: ShareView, seen: ReceiptView, names: Names) -> Line:
    is_mixed = share.promo_minor and share.cash_minor
    person, platform = ("Seller", "Its fee") if seen.kind == "refund" else ("Creator", "")
    return Line(
        label=name_of(share.person_id, names),
        minor=share.minor,
        detail=person if share.person_id else platform or "Running the place",
        credit_minor=share.promo_minor if is_mixed else 0,
        share=f"{share.minor / seen.total_minor:.1%}".replace(".0%", "%"),
        tone="fee" if share.person_id is None else "earned",
    )


def _own(seen: ReceiptView) -> tuple[Line, ...]:
    own = dict(seen.own)
    return tuple(_moved(seen.kind, bucket, own[bucket]) for bucket in _BUCKETS if bucket in own)


def _moved(kind: str, bucket: str, minor: int) -> Line:
    came, went = _BUCKETS[bucket]
    if bucket == "pending" and kind in SALES:
        came = "As earnings"  # when they mature is said below
    return Line(came if minor > 0 else went, abs(minor))


def _own_label(seen: ReceiptView) -> str:
    if seen.is_incoming:
        return "You got"
    return _TOTALS.get(seen.kind, "Paid")


def _state(seen: ReceiptView) -> str:
    """How far a withdrawal or a hold is."""
    then = {one.kind for one in seen.related}
    if seen.kind == "payout":
        if "payout_returned" in then:
            return "It came back, and is yours to withdraw again."
        return "It has been paid out." if "payout_settled" in then else "It is on its way."
    return ""


def _other(one: RelatedView) -> Other:
    return Other(
        id=one.id if one.has_receipt else "",
        label=_RELATED.get(one.kind, titled(one.kind, "")),
        minor=one.amount_minor,
        at=iso(one.at),
    )
