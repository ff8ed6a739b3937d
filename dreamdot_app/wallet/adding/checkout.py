"""Where a top-up is paid: at Stripe's Checkout, or without a key at the test checkout."""

from typing import Any

from dreamdot_app.core import ids
from dreamdot_app.core.settings import settings
from dreamdot_app.wallet.adding.models import TopUp
from dreamdot_app.wallet.standin import checkouts
from dreamdot_app.wallet.stripe.in_use import CURRENCY, stripe_in_use

TOP_UP = "top_up"
"""The name in Stripe's metadata under which our id stands."""

_PRODUCT = "Money for your DreamDot wallet"


async def open_checkout(top_up: TopUp, *, email: str | None) -> tuple[str, str]:
    """Have a payment page for a top-up made, once, however often it is asked for; its id, where.

    Raises:
        StripeUnclear: perhaps it was made. Asking again finds it.
        StripeRefused: it was not.
    """
    account, wanted = stripe_in_use(), asked_of_stripe(top_up, email=email)
    if account is None:
        return await checkouts.create(wanted, key=f"top_up:{top_up.id}")
    create = account.api.v1.checkout.sessions.create_async
    made = await account.api.write(create, wanted, key=f"top_up:{top_up.id}")
    return made.id, made.url or ""


def asked_of_stripe(top_up: TopUp, *, email: str | None) -> dict[str, Any]:
    """What Stripe is asked for. The same top-up asks for the same, or its key would conflict.

    Stripe writes its receipt to ``email``; nobody's when the address is not known to be theirs.
    """
    short, origin = ids.short(top_up.id), settings().public_origin
    metadata = {TOP_UP: str(top_up.id)}
    price = {
        "currency": CURRENCY,
        "unit_amount": top_up.amount_minor,
        "product_data": {"name": _PRODUCT},
    }
    receipt = {"receipt_email": email} if email else {}
    known = {"customer_email": email} if email else {}
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": str(top_up.user_id),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, **receipt},
        "success_url": f"{origin}/wallet/added?payment={short}",
        "cancel_url": f"{origin}/wallet/add?back={short}",
        **known,
    }
