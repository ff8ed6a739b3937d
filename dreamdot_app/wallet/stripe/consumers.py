"""Payment details as Stripe gave them, kept beside the ledger: collection ``transactions``."""

import json
from typing import Any

from dreamdot_app.core import mongo
from dreamdot_app.core.db import Database, reading
from dreamdot_app.core.outbox import Envelope, consumer
from dreamdot_app.wallet.stripe.models import StripeEvent
from dreamdot_app.wallet.stripe.told import PaymentTold

COLLECTION = "transactions"
mongo.indexed(COLLECTION, [("subject", 1), ("created_at", 1)])


@consumer(PaymentTold, name="wallet.keep_payment_details", into=None)
async def keep_payment_details(_envelope: Envelope, event: PaymentTold) -> None:
    """Keep an event's body under the event's id; doing it again changes nothing."""
    async with reading(Database.ITEMS) as session:
        found = await session.get(StripeEvent, event.event_id)
    if found is None or found.body is None:
        return
    body: dict[str, Any] = json.loads(found.body)
    details = {
        "type": found.type,
        "subject": found.subject,
        "account": found.account,
        "created_at": found.created_at,
        "event": body,
    }
    await mongo.collection(COLLECTION).replace_one({"_id": found.id}, details, upsert=True)
