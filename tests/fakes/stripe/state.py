"""What the fake remembers: objects by id, each account's balance line by line, events."""

import copy
import json
import secrets
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from stripe import WebhookSignature

from dreamdot_app.wallet.stripe.client import API_VERSION

PLATFORM = ""
_WITHOUT_MODE = {"account", "balance_transaction", "refund", "transfer_reversal"}
type_object = dict[str, Any]


class Refused(Exception):
    """Stripe answers an error: its status, type, code, message and what parameter it is about."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "message": message, "code": code, "param": param}


def public(found: Any) -> Any:
    """An object without what the fake alone knows of it (names that begin with ``_``)."""
    if isinstance(found, dict):
        return {name: public(value) for name, value in found.items() if name[0] != "_"}
    return [public(one) for one in found] if isinstance(found, list) else found


@dataclass(frozen=True)
class Signed:
    """An event as it arrives: the raw body, and its signature as any of some secrets makes it."""

    type: str
    raw: bytes
    event: type_object

    def header(self, secret: str, *, at: int | None = None) -> str:
        """The signature made with a secret, at a time (seconds since 1970)."""
        return WebhookSignature.generate_signature_header(
            self.raw.decode(), secret, at or int(time.time())
        )


@dataclass
class State:
    """All of it. ``ahead_s`` moves its clock; ``is_holding`` keeps new charges pending."""

    objects: dict[str, type_object] = field(default_factory=dict)
    lines: dict[str, list[type_object]] = field(default_factory=dict)
    events: list[Signed] = field(default_factory=list)
    undelivered: list[Signed] = field(default_factory=list)
    ahead_s: int = 0
    is_holding: bool = False
    is_live: bool = False
    _mark: str = field(default_factory=lambda: secrets.token_hex(5))  # no two fakes share an id
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def now(self) -> int:
        return int(time.time()) + self.ahead_s

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{self._mark}{next(self._numbers):06d}"

    def keep(self, prefix: str, kind: str, **values: Any) -> type_object:
        """Make an object and remember it."""
        made = {
            "id": self.new_id(prefix),
            "object": kind,
            "created": self.now(),
            **({} if kind in _WITHOUT_MODE else {"livemode": self.is_live}),
            **values,
        }
        self.objects[made["id"]] = made
        return made

    def find(self, id: str, kind: str, *, param: str = "id") -> type_object:
        """An object by its id."""
        found = self.objects.get(id)
        if found is None or found["object"] != kind:
            raise Refused(
                f"No such {kind}: '{id}'", status=404, code="resource_missing", param=param
            )
        return found

    def of_kind(self, kind: str) -> list[type_object]:
        """All objects of a kind, the newest first."""
        return [one for one in reversed(self.objects.values()) if one["object"] == kind]

    def book(
        self, account: str, kind: str, amount: int, source: str, *, fee: int = 0, category: str = ""
    ) -> type_object:
        """A line of an account's balance."""
        is_pending = self.is_holding and kind == "charge"
        line = self.keep(
            "txn",
            "balance_transaction",
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency="usd",
            type=kind,
            reporting_category=category or kind,
            source=source,
            status="pending" if is_pending else "available",
            available_on=self.now(),
            description=None,
            exchange_rate=None,
            fee_details=[],
            _account=account,
        )
        self.lines.setdefault(account, []).append(line)
        return line

    def balance(self, account: str, status: str = "available") -> int:
        """What an account has."""
        lines = self.lines.get(account, [])
        return sum(line["net"] for line in lines if line["status"] == status)

    def release(self) -> None:
        """What is pending becomes available."""
        for lines in self.lines.values():
            for line in lines:
                line["status"] = "available"

    def tell(self, type: str, about: type_object, *, account: str = PLATFORM) -> Signed:
        """An event about an object as it is now."""
        event = {
            "id": self.new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now(),
            "livemode": self.is_live,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": type,
            "data": {"object": copy.deepcopy(public(about))},
        }
        if account:
            event["account"] = account
        signed = Signed(type, json.dumps(event, separators=(",", ":")).encode(), event)
        self.events.append(signed)
        self.undelivered.append(signed)
        return signed

    def take(self) -> list[Signed]:
        """The events that nobody has taken yet, in their order."""
        taken, self.undelivered = self.undelivered, []
        return taken
