"""Through everything that can be done with money, always the same way: no matter of luck.

Where the machine plays at random, this goes past every mistake in `mutants` on purpose.
"""

from collections.abc import Iterator

from tests.wallet.machine_returns import Machine

ANA, BEA, CEM, DAN = range(4)


def tour(machine: Machine) -> None:
    """Do everything; the books are compared after each step, the proof is asked now and then."""
    for number, _ in enumerate(_steps(machine)):
        machine.everybody_has_what_the_books_say()
        if number % 8 == 7:
            machine.the_ledger_proves_itself()
    machine.the_ledger_proves_itself()


def _steps(go: Machine) -> Iterator[None]:
    yield from (part for steps in (_buying, _holding, _giving_back, _owing, _leaving)
                for part in steps(go))  # fmt: skip


def _buying(go: Machine) -> Iterator[None]:
    """Ana has 30 of credit and adds 95: a price of 57 in both colours, and cents left over."""
    yield go.join(ANA, 2)
    yield go.pay_in(ANA, 95, 3)
    yield go.buy(ANA, 1, 57, 3)
    yield go.repeat(0, 58)
    yield go.launder(ANA, 5)
    yield go.buy(BEA, 1, 33, 1)
    yield go.use_a_code(CEM, 19, 2)
    yield go.fold()
    yield go.buy(CEM, 1, 99, 2)
    yield go.let_time_pass(7)
    yield go.buy(ANA, 1, 61, 1)
    yield go.let_time_pass(7)
    yield go.fold()


def _holding(go: Machine) -> Iterator[None]:
    """Some of what Bea sets apart, of each bucket, is captured; what Ana does goes back."""
    yield go.pay_in(BEA, 40, 1)
    yield go.set_apart(BEA, 120, 9, 3)
    yield go.capture(0, 1, 2, 3)
    yield go.capture(0, 1, 3, 1)
    yield go.let_go(0, 2)
    yield go.let_go(0, 1)
    yield go.capture(0, 1, 1, 1)
    yield go.pay_in(ANA, 60, 1)
    yield go.set_apart(ANA, 41, 9, 1)
    yield go.let_go(1, 2)
    yield go.set_apart(ANA, 7, 1, 1)
    yield go.set_apart(ANA, 99, 1, 2)


def _giving_back(go: Machine) -> Iterator[None]:
    """Of what Cem captured a part, another, and the rest; then what Bea has spent meanwhile."""
    deposits_and_earnings = 4
    assert all(go.books.sales[deposits_and_earnings].parts[one] for one in ("deposited", "earned"))
    yield go.refund(deposits_and_earnings, 1, 3)
    yield go.refund(deposits_and_earnings, 2, 1)
    yield go.refund(deposits_and_earnings, 4, 2)
    yield go.refund(deposits_and_earnings, 1, 1)
    yield go.refund(0, 4, 1)
    yield go.buy(ANA, 1, 10, 1)
    yield go.pay_out(BEA, go.books.of(go.people[BEA])["earned"], 1)
    yield go.refund(2, 3, 1)
    yield go.refund(2, 4, 1)
    yield go.refund(3, 2, 1)


def _owing(go: Machine) -> Iterator[None]:
    """Bea owes: nothing leaves, whatever comes in repays first, what matures too."""
    yield go.use_a_code(BEA, 50, 1)
    bea = go.books.of(go.people[BEA])
    assert bea["debt"] > 10
    assert bea["pending"]
    yield go.set_apart(BEA, 5, 1, 1)
    yield go.buy(BEA, 1, 5, 1)
    yield go.pay_out(BEA, 5, 1)
    yield go.refund_card(BEA, 5, 1)
    yield go.pay_in(BEA, 3, 2)
    yield go.let_time_pass(9)
    yield go.pay_in(BEA, 99, 1)
    assert not bea["debt"]


def _leaving(go: Machine) -> Iterator[None]:
    """Cem has deposits, earnings and two sales that mature one after the other."""
    yield from _empty_of_credit(go, BEA)
    for days in (9, 2, 2):
        yield go.pay_in(BEA, 50, 1)
        yield go.buy(BEA, 1, 30, 1)
        yield go.let_time_pass(days)
    yield go.pay_in(CEM, 5, 1)
    cem = go.books.of(go.people[CEM])
    assert cem["earned"] > 20
    assert cem["pending"] == 54
    yield go.charge_back(CEM, 20, 3)
    yield go.win_a_dispute(0, 2)
    yield go.win_a_dispute(0, 1)
    yield go.let_time_pass(3)
    yield go.charge_back(CEM, 60, 1)
    yield go.pay_out(CEM, 10, 3)
    yield go.a_payout_settles(1, 2)
    yield go.a_payout_settles(1, 1)
    yield go.a_payout_comes_back(1, 2)
    yield go.a_payout_comes_back(1, 1)
    yield go.pay_out(CEM, 5, 1)
    yield go.a_payout_comes_back(2, 3)
    yield go.a_payout_settles(2, 1)
    yield go.charge_back(CEM, 90, 1)
    yield go.win_a_dispute(2, 1)
    yield go.refund_card(ANA, 9, 2)
    yield go.a_card_refund_fails(0, 2)
    yield go.a_card_refund_fails(0, 1)
    yield go.news_that_comes_too_early()
    yield go.fold()


def _empty_of_credit(go: Machine, who: int) -> Iterator[None]:
    """So that what they buy next is paid in cash."""
    credit = go.books.of(go.people[who])["promo"]
    if credit:
        yield go.buy(who, 2, credit, 1)
