"""Money out: connected accounts, transfers to them, their payouts."""

from typing import Any

from tests.fakes.stripe.answers import Asked, amount_of, answers, listed, retrieved
from tests.fakes.stripe.state import PLATFORM, Refused, State, type_object

DUE = ["individual.first_name", "individual.dob.day", "external_account"]


@answers("POST /v1/accounts")
def _create_account(asked: Asked) -> type_object:
    params = asked.params
    return asked.state.keep(
        "acct",
        "account",
        type=params.get("type", "none"),
        controller=params.get("controller"),
        country=params.get("country", "US"),
        email=params.get("email"),
        business_type=params.get("business_type"),
        default_currency="usd",
        capabilities=dict.fromkeys(params.get("capabilities", {}), "inactive"),
        charges_enabled=False,
        payouts_enabled=False,
        details_submitted=False,
        metadata=dict(params.get("metadata", {})),
        settings={"payouts": {"schedule": _schedule(params, {"interval": "daily"})}},
        requirements=requirements(DUE),
        future_requirements=requirements([]),
    )


def _schedule(params: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    return {**before, **params.get("settings", {}).get("payouts", {}).get("schedule", {})}


def requirements(due: list[str], *, disabled: str | None = None) -> type_object:
    """What Stripe still needs of an account."""
    return {
        "currently_due": due,
        "eventually_due": due,
        "past_due": [],
        "pending_verification": [],
        "errors": [],
        "alternatives": [],
        "current_deadline": None,
        "disabled_reason": disabled or ("requirements.past_due" if due else None),
    }


@answers("POST /v1/accounts/{account}")
def _update_account(asked: Asked) -> type_object:
    found = asked.state.find(asked.ids[0], "account", param="account")
    found["metadata"] |= dict(asked.params.get("metadata", {}))
    payouts = found["settings"]["payouts"]
    payouts["schedule"] = _schedule(asked.params, payouts["schedule"])
    for name in ("email", "business_type"):
        found[name] = asked.params.get(name, found[name])
    return found


@answers("DELETE /v1/accounts/{account}")
def _delete_account(asked: Asked) -> type_object:
    found = asked.state.find(asked.ids[0], "account", param="account")
    if asked.state.balance(found["id"]):
        raise Refused("This account has a balance", param="account")
    del asked.state.objects[found["id"]]
    return {"id": found["id"], "object": "account", "deleted": True}


@answers("POST /v1/account_links")
def _create_link(asked: Asked) -> type_object:
    found = asked.state.find(asked.params["account"], "account", param="account")
    return {
        "object": "account_link",
        "created": asked.state.now(),
        "expires_at": asked.state.now() + 300,
        "url": f"https://connect.stripe.example/setup/e/{found['id']}/{asked.state.new_id('link')}",
    }


@answers("POST /v1/accounts/{account}/login_links")
def _create_login_link(asked: Asked) -> type_object:
    found = asked.state.find(asked.ids[0], "account", param="account")
    if not found["details_submitted"]:
        raise Refused("Cannot create a login link for an account that has not been onboarded.")
    url = f"https://connect.stripe.example/express/{found['id']}"
    return {"object": "login_link", "created": asked.state.now(), "url": url}


def onboard(
    state: State, found: type_object, due: list[str], *, disabled: str | None = None
) -> None:
    """The person has told Stripe all but what is due."""
    is_ready = not due and disabled is None
    found |= {
        "details_submitted": True,
        "payouts_enabled": is_ready,
        "charges_enabled": is_ready,
        "requirements": requirements(due, disabled=disabled),
        "capabilities": dict.fromkeys(
            found["capabilities"] or ["transfers"], "active" if is_ready else "inactive"
        ),
    }
    state.tell("account.updated", found, account=found["id"])


@answers("POST /v1/transfers")
def _transfer(asked: Asked) -> type_object:
    params, state = asked.params, asked.state
    to = state.find(params["destination"], "account", param="destination")
    if to["capabilities"].get("transfers") != "active":
        raise Refused(
            "Your destination account needs to have at least one of the following capabilities"
            " enabled: transfers, crypto_transfers, legacy_payments",
            code="insufficient_capabilities_for_transfer",
        )
    have = state.balance(PLATFORM)
    if int(params["amount"]) > have:
        raise Refused(
            "You have insufficient available funds in your Stripe account.",
            code="balance_insufficient",
        )
    amount = amount_of(params, have)
    made = state.keep(
        "tr",
        "transfer",
        amount=amount,
        amount_reversed=0,
        reversed=False,
        currency="usd",
        destination=to["id"],
        description=params.get("description"),
        transfer_group=params.get("transfer_group"),
        metadata=dict(params.get("metadata", {})),
    )
    line = state.book(PLATFORM, "transfer", -amount, made["id"])
    made["balance_transaction"] = line["id"]
    made["destination_payment"] = state.new_id("py")
    state.book(to["id"], "payment", amount, made["destination_payment"])
    state.tell("transfer.created", made)
    return made


@answers("POST /v1/transfers/{id}/reversals")
def _reverse(asked: Asked) -> type_object:
    found = asked.state.find(asked.ids[0], "transfer")
    left = found["amount"] - found["amount_reversed"]
    amount = amount_of(asked.params, left)
    if asked.state.balance(found["destination"]) < amount:
        raise Refused("Insufficient funds in the connected account.", code="balance_insufficient")
    return reverse(asked.state, found, amount, dict(asked.params.get("metadata", {})))


def reverse(state: State, found: type_object, amount: int, metadata: dict[str, Any]) -> type_object:
    """Take a part of a transfer back."""
    made = state.keep(
        "trr",
        "transfer_reversal",
        amount=amount,
        currency="usd",
        transfer=found["id"],
        metadata=metadata,
    )
    made["balance_transaction"] = state.book(PLATFORM, "transfer_refund", amount, made["id"])["id"]
    state.book(found["destination"], "payment_refund", -amount, found["destination_payment"])
    found["amount_reversed"] += amount
    found["reversed"] = found["amount_reversed"] == found["amount"]
    state.tell("transfer.reversed", found)
    return made


@answers("POST /v1/payouts")
def _payout(asked: Asked) -> type_object:
    params, state = asked.params, asked.state
    if asked.account and not state.find(asked.account, "account")["payouts_enabled"]:
        raise Refused("Payouts are not allowed for this account", code="payouts_not_allowed")
    if int(params["amount"]) > state.balance(asked.account):
        raise Refused(
            "You have insufficient funds in your Stripe account for this transfer.",
            code="balance_insufficient",
        )
    amount = amount_of(params, state.balance(asked.account))
    made = state.keep(
        "po",
        "payout",
        amount=amount,
        currency="usd",
        arrival_date=state.now() + 2 * 86_400,
        automatic=False,
        method="standard",
        status="pending",
        failure_code=None,
        failure_message=None,
        statement_descriptor=params.get("statement_descriptor"),
        description=params.get("description"),
        metadata=dict(params.get("metadata", {})),
        _account=asked.account,
    )
    made["balance_transaction"] = state.book(asked.account, "payout", -amount, made["id"])["id"]
    state.tell("payout.created", made, account=asked.account)
    return made


def settle_payout(state: State, made: type_object, *, failure: str | None = None) -> None:
    """The bank has taken it, or refused it for a reason (``account_closed``).

    A payout may fail after it was paid.
    """
    made["status"] = "failed" if failure else "paid"
    if failure:
        line = state.book(made["_account"], "payout_failure", made["amount"], made["id"])
        made |= {
            "failure_code": failure,
            "failure_message": "The bank account has been closed.",
            "failure_balance_transaction": line["id"],
        }
    state.tell("payout.failed" if failure else "payout.paid", made, account=made["_account"])


retrieved("GET /v1/accounts/{account}", "account")
retrieved("GET /v1/transfers/{transfer}", "transfer")
listed("GET /v1/transfers", "transfer", "destination", "transfer_group")
retrieved("GET /v1/payouts/{payout}", "payout")
listed("GET /v1/payouts", "payout", "status")
