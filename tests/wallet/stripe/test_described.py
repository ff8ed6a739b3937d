"""The documentation of the API, with what Stripe sends."""

import httpx
import pytest
from starlette.applications import Starlette

from dreamdot_app import wiring

pytestmark = pytest.mark.pure


async def test_the_documentation_names_every_operation_of_payments() -> None:
    transport = httpx.ASGITransport(Starlette(routes=wiring.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        schema = (await client.get("/api/openapi.json")).json()
        page = (await client.get("/api/docs")).text
    for path in ("create-checkout-session", "redeem-balance"):
        assert "post" in schema["paths"][f"/payment/{path}"]
    assert "get" in schema["paths"]["/payment/transactions/{user_id}"]
    event = schema["webhooks"]["/webhook/stripe"]["post"]
    assert {"200", "400", "503"} <= event["responses"].keys()
    assert "<code>/webhook/stripe</code>" in page
