"""The same browser and server as for the writing pieces."""

from tests.market.writing.conftest import blank, browser_context, chromium, stage

__all__ = ["blank", "browser_context", "chromium", "stage"]
