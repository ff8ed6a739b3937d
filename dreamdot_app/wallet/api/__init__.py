"""One's own money over HTTP: the same services, and so the same rules, as the pages."""

from fastapi import APIRouter

from dreamdot_app.wallet.api import chains, statements, transactions

__all__ = ["router"]

router = APIRouter(prefix="/payment", tags=["payment"])
for one in (transactions, statements, chains):
    router.include_router(one.router)
