"""What an operator is told to have Stripe send is what somebody listens to."""

import re
from pathlib import Path

import pytest

from dreamdot_app import consumers
from dreamdot_app.wallet.stripe.told import HANDLERS

pytestmark = pytest.mark.pure

PAGE = Path(consumers.__file__).parents[1] / "docs" / "operations.md"
STEP = "Add a webhook endpoint"


def test_the_operators_list_of_events_is_the_list_of_those_that_are_heard():
    (step,) = [line for line in PAGE.read_text().splitlines() if STEP in line]
    named = re.findall(r"`((?:checkout|charge|refund|transfer|account|payout)\.[a-z_.]+)`", step)
    assert sorted(named) == sorted(HANDLERS)
