"""Whatever people do with their money, in any order, keeps every invariant.

Then the ledger is broken on purpose, and the machine has to notice.
"""

from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.exc import DBAPIError

from dreamdot_app.core.embedded import Servers
from dreamdot_app.core.errors import DomainError
from dreamdot_app.wallet.contract import LedgerMistake
from tests.conftest import WORKER
from tests.wallet.ground import place
from tests.wallet.machine_returns import Machine
from tests.wallet.mutants import MUTANTS
from tests.wallet.tour import tour

_numbers = count(1)


def machine(servers: Servers, *, broken: tuple[str, str] | None = None) -> type[Machine]:
    """A machine on a database of its own, on request with a part of the ledger's SQL replaced."""
    url, superuser = place(servers, f"{WORKER}_machine_{next(_numbers)}", broken=broken)
    return type("MachineHere", (Machine,), {"url": url, "superuser": superuser})


def play(
    machine_here: type[Machine], *, examples: int, phases: Sequence[Phase], by_chance: bool = True
) -> None:
    run_state_machine_as_test(
        machine_here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            phases=phases,
            derandomize=not by_chance,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_every_order_of_events_keeps_the_books(servers: Servers) -> None:
    play(machine(servers), examples=18, phases=[Phase.generate, Phase.shrink])


def test_everything_in_one_order_keeps_the_books(servers: Servers) -> None:
    take_the_tour(machine(servers))


def take_the_tour(machine_here: type[Machine]) -> None:
    here = machine_here()
    try:
        tour(here)
    finally:
        here.teardown()


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_ledger_is_noticed(servers: Servers, mutant: str) -> None:
    here = machine(servers, broken=MUTANTS[mutant])
    with pytest.raises(
        (AssertionError, pytest.fail.Exception, LedgerMistake, DomainError, DBAPIError)
    ):
        take_the_tour(here)
