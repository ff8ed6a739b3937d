"""Works over HTTP: the same services, and so the same rules, as the pages."""

from dreamdot_app.market.api.application import market_routes

__all__ = ["market_routes"]
