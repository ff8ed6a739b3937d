"""Money in: Checkout, payments, refunds, disputes."""

from typing import Any

from tests.fakes.stripe.answers import Asked, amount_of, answers, listed, retrieved, shown
from tests.fakes.stripe.state import PLATFORM, Refused, State, type_object

_LEAST = 50
_DISPUTE_FEE = 1_500


def fee_of(amount: int) -> int:
    """Stripe's usual fee of a card: 2.9 % and 30 cents."""
    return round(amount * 0.029) + 30


@answers("POST /v1/checkout/sessions")
def _create_session(asked: Asked) -> type_object:
    params, state = asked.params, asked.state
    if params.get("mode") != "payment":
        raise Refused("Only payments are played", param="mode")
    amount = _total(params)
    made = state.keep(
        "cs_test",
        "checkout.session",
        mode="payment",
        status="open",
        payment_status="unpaid",
        amount_subtotal=amount,
        amount_total=amount,
        currency="usd",
        client_reference_id=params.get("client_reference_id"),
        metadata=dict(params.get("metadata", {})),
        customer=None,
        customer_email=params.get("customer_email"),
        payment_intent=None,
        expires_at=int(params.get("expires_at", state.now() + 86_400)),
        success_url=params.get("success_url"),
        cancel_url=params.get("cancel_url"),
        _intent=params.get("payment_intent_data", {}),
    )
    made["url"] = f"https://checkout.stripe.example/c/pay/{made['id']}"
    return shown(state, made, params)


def _total(params: dict[str, Any]) -> int:
    items = params.get("line_items", {}).values()
    if not items or any("price_data" not in item for item in items):
        raise Refused("Only items with price_data are played", param="line_items")
    if any(item["price_data"]["currency"] != "usd" for item in items):
        raise Refused("Only usd is played", param="line_items")
    amounts = (int(one["price_data"]["unit_amount"]) * int(one["quantity"]) for one in items)
    total = sum(amounts)
    if total < _LEAST:
        raise Refused("The total must be at least $0.50", code="amount_too_small")
    return total


@answers("POST /v1/checkout/sessions/{session}/expire")
def _expire_session(asked: Asked) -> type_object:
    session = asked.state.find(asked.ids[0], "checkout.session")
    if session["status"] != "open":
        raise Refused("Only Checkout Sessions with a status in [open] can be expired.")
    return expire(asked.state, session)


def expire(state: State, session: type_object) -> type_object:
    session |= {"status": "expired", "url": None}
    state.tell("checkout.session.expired", session)
    return session


def charge(state: State, session: type_object) -> type_object:
    """The payment of a session by card went through: an intent, a charge, a line of the balance."""
    made = _charge(state, session, "ch", status="succeeded")
    line = state.book(PLATFORM, "charge", made["amount"], made["id"], fee=fee_of(made["amount"]))
    made["balance_transaction"] = line["id"]
    return succeed(state, session)


def _charge(state: State, session: type_object, prefix: str, *, status: str) -> type_object:
    data = session["_intent"]
    amount = session["amount_total"]
    intent = state.keep(
        "pi",
        "payment_intent",
        amount=amount,
        amount_received=0,
        currency="usd",
        status="processing",
        metadata=dict(data.get("metadata", {})),
        receipt_email=data.get("receipt_email"),
    )
    made = state.keep(
        prefix,
        "charge",
        amount=amount,
        amount_captured=amount,
        amount_refunded=0,
        currency="usd",
        captured=True,
        paid=True,
        refunded=False,
        disputed=False,
        status=status,
        payment_intent=intent["id"],
        metadata=dict(intent["metadata"]),
        receipt_email=intent["receipt_email"],
    )
    intent["latest_charge"], session["payment_intent"] = made["id"], intent["id"]
    return made


def pay_slowly(state: State, session: type_object) -> type_object:
    """A payment that is not by card: its line is there, pending, before it is known to come."""
    made = _charge(state, session, "py", status="pending")
    line = state.book(PLATFORM, "payment", made["amount"], made["id"], fee=fee_of(made["amount"]))
    line["status"], made["balance_transaction"] = "pending", line["id"]
    state.tell("payment_intent.processing", state.objects[made["payment_intent"]])
    state.tell("charge.pending", made)
    return made


def succeed(state: State, session: type_object) -> type_object:
    """The payment of a session has come."""
    intent = state.objects[session["payment_intent"]]
    made = state.objects[intent["latest_charge"]]
    intent |= {"status": "succeeded", "amount_received": made["amount"]}
    made["status"], session["payment_status"] = "succeeded", "paid"
    if made["id"].startswith("py"):
        state.objects[made["balance_transaction"]]["status"] = "available"
    state.tell("payment_intent.succeeded", intent)
    state.tell("charge.succeeded", made)
    return made


def fail_payment(state: State, session: type_object) -> None:
    """A payment that was not by card does not come: another line undoes its first."""
    intent = state.objects[session["payment_intent"]]
    made = state.objects[intent["latest_charge"]]
    intent["status"] = "requires_payment_method"
    made |= {"status": "failed", "paid": False}
    line = state.objects[made["balance_transaction"]]
    line["status"] = "available"
    state.book(PLATFORM, "payment_failure_refund", -made["amount"], made["id"], fee=-line["fee"])
    state.tell("payment_intent.payment_failed", intent)
    state.tell("charge.failed", made)


def charge_of(state: State, params: dict[str, Any]) -> type_object:
    if "charge" in params:
        return state.find(params["charge"], "charge", param="charge")
    intent = state.find(params.get("payment_intent", ""), "payment_intent", param="payment_intent")
    return state.find(intent["latest_charge"], "charge")


@answers("POST /v1/refunds")
def _refund(asked: Asked) -> type_object:
    charged = charge_of(asked.state, asked.params)
    if charged["disputed"]:
        raise Refused("Charge has been charged back.", code="charge_disputed")
    left = charged["amount"] - charged["amount_refunded"]
    if not left:
        raise Refused("Charge has already been refunded.", code="charge_already_refunded")
    amount = amount_of(asked.params, left)
    if asked.state.balance(PLATFORM) < amount:
        raise Refused("Insufficient funds in your Stripe balance.", code="balance_insufficient")
    metadata = dict(asked.params.get("metadata", {}))
    return refund(asked.state, charged, amount, metadata=metadata)


def refund(
    state: State, charged: type_object, amount: int, *, metadata: dict[str, Any]
) -> type_object:
    """Give back a part of a charge."""
    made = state.keep(
        "re",
        "refund",
        amount=amount,
        currency="usd",
        charge=charged["id"],
        payment_intent=charged["payment_intent"],
        status="succeeded",
        reason=None,
        metadata=metadata,
    )
    kind = "payment_refund" if charged["id"].startswith("py") else "refund"
    line = state.book(PLATFORM, kind, -amount, made["id"])
    made["balance_transaction"] = line["id"]
    charged["amount_refunded"] += amount
    charged["refunded"] = charged["amount_refunded"] == charged["amount"]
    state.tell("refund.created", made)
    state.tell("charge.refunded", charged)
    return made


def fail_refund(state: State, refunded: type_object) -> None:
    """The bank did not take it: it is back in the balance."""
    line = state.book(PLATFORM, "refund_failure", refunded["amount"], refunded["id"])
    refunded |= {
        "status": "failed",
        "failure_reason": "expired_or_canceled_card",
        "failure_balance_transaction": line["id"],
    }
    charged = state.objects[refunded["charge"]]
    charged["amount_refunded"] -= refunded["amount"]
    charged["refunded"] = False
    state.tell("refund.failed", refunded)


def dispute(state: State, charged: type_object, amount: int) -> type_object:
    """The cardholder's bank takes the money back, and Stripe its fee for that."""
    made = state.keep(
        "du",
        "dispute",
        amount=amount,
        currency="usd",
        charge=charged["id"],
        payment_intent=charged["payment_intent"],
        reason="fraudulent",
        status="needs_response",
        balance_transactions=[],
        is_charge_refundable=False,
        metadata={},
    )
    charged["disputed"] = True
    state.tell("charge.dispute.created", made)
    line = state.book(
        PLATFORM, "adjustment", -amount, made["id"], fee=_DISPUTE_FEE, category="dispute"
    )
    made["balance_transactions"].append(dict(line))
    state.tell("charge.dispute.funds_withdrawn", made)
    return made


def close_dispute(state: State, made: type_object, *, won: bool) -> None:
    """The bank has decided; who wins gets the money again, not the fee."""
    made["status"] = "won" if won else "lost"
    if won:
        line = state.book(
            PLATFORM, "adjustment", made["amount"], made["id"], category="dispute_reversal"
        )
        made["balance_transactions"].append(dict(line))
        state.tell("charge.dispute.funds_reinstated", made)
    state.tell("charge.dispute.closed", made)


retrieved("GET /v1/checkout/sessions/{session}", "checkout.session")
listed("GET /v1/checkout/sessions", "checkout.session", "payment_intent", "status")
retrieved("GET /v1/payment_intents/{intent}", "payment_intent")
retrieved("GET /v1/charges/{charge}", "charge")
listed("GET /v1/charges", "charge", "payment_intent")
retrieved("GET /v1/refunds/{refund}", "refund")
listed("GET /v1/refunds", "refund", "charge", "payment_intent")
retrieved("GET /v1/disputes/{dispute}", "dispute")
listed("GET /v1/disputes", "dispute", "charge", "payment_intent")
retrieved("GET /v1/balance_transactions/{id}", "balance_transaction")
listed("GET /v1/balance_transactions", "balance_transaction", "type", "source")


@answers("GET /v1/balance")
def _balance(asked: Asked) -> type_object:
    state = asked.state
    return {
        "object": "balance",
        "livemode": state.is_live,
        **{
            status: [
                {
                    "amount": state.balance(asked.account, status),
                    "currency": "usd",
                    "source_types": {"card": state.balance(asked.account, status)},
                }
            ]
            for status in ("available", "pending")
        },
    }
