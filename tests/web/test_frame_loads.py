"""What the frame shows of the wallet is loaded by every page that has the frame."""

import pytest

from dreamdot_app.dreamdot_app import app
from dreamdot_app.wallet.state import BalanceState

pytestmark = pytest.mark.pure

WITHOUT = {"404", "styleguide"}  # the one has no events of its own, the other invents its figures


def test_every_page_loads_the_balance() -> None:
    assert app is not None
    pages = app._unevaluated_pages.items()
    missing = {route for route, page in pages if not _loads_balance(page.on_load)}
    assert missing == WITHOUT


def _loads_balance(on_load: object) -> bool:
    handlers = on_load if isinstance(on_load, list) else [on_load]
    return any(handler == BalanceState.load for handler in handlers)
