"""One's own sales as a file."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.routes import require_viewer
from dreamdot_app.core import clock, rates
from dreamdot_app.core.allowances import EARNINGS_FILES
from dreamdot_app.core.web.answers import domain_errors
from dreamdot_app.wallet.earning import service, sheet
from dreamdot_app.wallet.earning.spans import Span, span_of


def routes() -> list[Route]:
    """The routes of this package."""
    return [Route("/api/wallet/earnings.csv", _sales, methods=["GET"])]


@domain_errors
async def _sales(request: Request) -> Response:
    """``?span=`` 7, 30 (also when there is none), 90, 12m or all."""
    viewer = await require_viewer(request)
    span = span_of(request.query_params.get("span", Span.MONTH))
    await rates.spend([(EARNINGS_FILES, str(viewer.id))])
    now = clock.now()
    chosen = await service.stretch_of(
        seller=viewer.id, span=span, zone=await accounts.zone_of(viewer), now=now
    )
    name = f"dreamdot-sales-{chosen.first.isoformat()}-to-{now.date().isoformat()}.csv"
    return StreamingResponse(
        sheet.sales_csv(seller=viewer.id, since=chosen.since, until=chosen.until),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
