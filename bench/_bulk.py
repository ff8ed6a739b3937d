"""Entries in bulk, as the ledger's functions would have written them: the same legs, hashes, order.

Sales in both colours and what matures of them, spread over some weeks in the order of time. Written
by COPY past the triggers, for nothing else gets to ten million in minutes; that the result is right
is for the proof to say.
"""

import hashlib
import heapq
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
from psycopg import sql

_PRICE, _FEE, _SHARE = 240, 24, 216
_CREDIT = 5_000_000_000
_WEEKS = timedelta(weeks=8)
_WEEK = timedelta(weeks=1)
_CASH = 5  # every fifth sale is paid in cash
_EARLY = UUID("01900000-0000-7000-8000-000000000000").int  # before all of these weeks
_AT_ONCE = 60_000  # lines of a COPY
_OPEN = """
    select count(ledger_welcome(w.id, w.owner, 'XTS', %(credit)s, %(at)s)),
           count(ledger_cash_in(w.deposit, 'bulk:' || w.owner, 'top_up', 'XTS', w.owner, %(credit)s,
                                null, '', 'stripe_in', 'deposited', %(at)s))
      from unnest(%(owners)s::uuid[], %(ids)s::uuid[], %(deposits)s::uuid[])
           as w(owner, id, deposit)
"""
_COLUMNS = {
    "ledger_transfer": "id, key, kind, currency, actor, payer, payee, reference, memo, content,"
    " created_at",
    "ledger_entry": "transfer_id, leg, account_id, amount, balance_after, seq, previous, hash,"
    " created_at",
    "ledger_maturity": "sale_id, owner, currency, amount, remaining, due_at, matured_at",
    "moved": "id, balance, seq, head",
}
_LATER = """
    select indexname, indexdef from pg_indexes
     where tablename in ('ledger_entry', 'ledger_transfer')
       and (indexname like 'ix%' or indexname = 'uq_ledger_entry_seq')
"""
_MOVED = "create temp table moved (id bigint primary key, balance bigint, seq bigint, head bytea)"
_MOVE = """
    update ledger_account a set balance = m.balance, seq = m.seq, head = m.head
      from moved m where m.id = a.id
"""
_NOTHING = "\\N"


@dataclass(slots=True)
class Account:
    """An account as it is moved; of a folded one only the id is needed."""

    id: int
    balance: int = 0
    seq: int = 0
    head: bytes = b""


@dataclass(slots=True)
class Person:
    """Somebody and their four accounts."""

    id: UUID
    promo: Account
    deposited: Account
    pending: Account
    earned: Account
    first_pending: datetime | None = None


@dataclass
class Books:
    """What is written, line by line, and the rows that move."""

    connection: psycopg.Connection
    people: Sequence[Person]
    fees_promo: Account
    fees_cash: Account
    entries: int = 0
    transfers: int = 0
    lines: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in _COLUMNS})
    ripening: list[tuple[datetime, str, Person]] = field(default_factory=list)

    def transfer(
        self,
        kind: str,
        at: datetime,
        legs: Sequence[tuple[Account, int]],
        *,
        payer: str = _NOTHING,
        payee: str = _NOTHING,
        reference: str = _NOTHING,
        memo: str = "",
    ) -> str:
        """One transfer and its entries; returns its id (hexadecimal)."""
        self.transfers += 1
        micros = round(at.timestamp() * 1_000) * 1_000
        number = (micros // 1_000 << 80) | (7 << 76) | (2 << 62) | self.transfers
        raw = number.to_bytes(16)
        name = raw.hex()
        key = f"mature:{UUID(reference)}" if kind == "maturity" else f"bulk:{name}"
        when = at.isoformat()
        content = hashlib.sha256(raw).hexdigest()
        self.lines["ledger_transfer"].append(
            f"{name}\t{key}\t{kind}\tXTS\t{payer}\t{payer}\t{payee}\t{reference}\t{memo}"
            f"\t\\\\x{content}\t{when}\n"
        )
        for leg, (account, amount) in enumerate(legs, 1):
            chained = _chained(account, raw, amount, micros) if account.head else _UNCHAINED
            self.lines["ledger_entry"].append(
                f"{name}\t{leg}\t{account.id}\t{amount}\t{chained}\t{when}\n"
            )
        self.entries += len(legs)
        if len(self.lines["ledger_entry"]) > _AT_ONCE:
            self.flush()
        return name

    def sell(self, buyer: Person, seller: Person, at: datetime, *, cash: bool) -> None:
        """A sale in one colour; cash starts to mature."""
        payee = seller.pending if cash else seller.promo
        sale = self.transfer(
            "sale", at,
            [
                (buyer.deposited if cash else buyer.promo, -_PRICE),
                (payee, _SHARE),
                (self.fees_cash if cash else self.fees_promo, _FEE),
            ],
            payer=buyer.id.hex, payee=seller.id.hex, reference=buyer.id.hex, memo="A work",
        )  # fmt: skip
        if cash:
            seller.first_pending = seller.first_pending or at
            due = max(at + _WEEK, seller.first_pending + 2 * _WEEK)
            heapq.heappush(self.ripening, (due, sale, seller))

    def mature(self, until: datetime) -> None:
        """What is due by then is earned."""
        while self.ripening and self.ripening[0][0] <= until:
            due, sale, owner = heapq.heappop(self.ripening)
            legs = [(owner.pending, -_SHARE), (owner.earned, _SHARE)]
            self.transfer("maturity", until, legs, reference=sale)
            self._maturity(due, sale, owner, 0, until.isoformat())

    def finish(self) -> None:
        """What has yet to mature, and the accounts as they are now."""
        for due, sale, owner in self.ripening:
            self._maturity(due, sale, owner, _SHARE, _NOTHING)
        self.lines["moved"] += [
            f"{one.id}\t{one.balance}\t{one.seq}\t\\\\x{one.head.hex()}\n"
            for person in self.people
            for one in (person.promo, person.deposited, person.pending, person.earned)
        ]
        self.flush()

    def _maturity(
        self, due: datetime, sale: str, owner: Person, remaining: int, matured: str
    ) -> None:
        self.lines["ledger_maturity"].append(
            f"{sale}\t{owner.id}\tXTS\t{_SHARE}\t{remaining}\t{due.isoformat()}\t{matured}\n"
        )

    def flush(self) -> None:
        """Send what was written so far."""
        for table, lines in self.lines.items():
            if lines:
                columns = (sql.Identifier(name) for name in _COLUMNS[table].split(", "))
                copying = sql.SQL("copy {} ({}) from stdin").format(
                    sql.Identifier(table), sql.SQL(", ").join(columns)
                )
                with self.connection.cursor().copy(copying) as copy:
                    copy.write("".join(lines))
                lines.clear()


_UNCHAINED = "\t".join([_NOTHING] * 4)
_NUMBERS = struct.Struct(">5q")


def _chained(account: Account, transfer: bytes, amount: int, micros: int) -> str:
    """Move an account and continue its chain, as ``ledger_link`` does; the columns that say so."""
    before = account.head
    account.seq += 1
    account.balance += amount
    numbers = _NUMBERS.pack(account.id, account.seq, amount, account.balance, micros)
    account.head = hashlib.sha256(before + transfer + numbers).digest()
    return f"{account.balance}\t{account.seq}\t\\\\x{before.hex()}\t\\\\x{account.head.hex()}"


def _open(connection: psycopg.Connection, people: Sequence[UUID], at: datetime) -> None:
    """Wallets with initial credit and a deposit, by the ledger's own functions."""
    ids = [UUID(int=_EARLY + place) for place in range(2 * len(people))]
    wallets = {"owners": list(people), "ids": ids[::2], "deposits": ids[1::2]}
    connection.execute(_OPEN, wallets | {"credit": _CREDIT, "at": at})
    for bucket in ("fees_p", "fees_c"):
        connection.execute("select ledger_account_of(null, %s, 'XTS')", [bucket])


def _books(connection: psycopg.Connection, people: Sequence[UUID]) -> Books:
    found = connection.execute(
        "select owner, bucket, id, balance, seq, head, is_folded from ledger_account"
    )
    accounts = {
        (owner, bucket): Account(number, balance, seq, b"" if folded else bytes(head))
        for owner, bucket, number, balance, seq, head, folded in found
    }
    persons = [
        Person(
            one, accounts[one, "promo"], accounts[one, "deposited"], accounts[one, "pending"],
            accounts[one, "earned"],
        )
        for one in people
    ]  # fmt: skip
    return Books(connection, persons, accounts[None, "fees_p"], accounts[None, "fees_c"])


def _moments(sales: int) -> Iterator[datetime]:
    """So many moments up to now, in their order, to the millisecond."""
    begin = datetime.now(UTC).replace(microsecond=0) - _WEEKS
    step = _WEEKS // timedelta(milliseconds=1) / sales
    return (begin + timedelta(milliseconds=int(place * step)) for place in range(1, sales + 1))


def _trade(books: Books, entries: int) -> None:
    """Sales until there are so many entries, and what matures meanwhile."""
    chance = Random(entries)
    first, second, *others = books.people
    at = datetime.now(UTC)
    for place, at in enumerate(_moments(entries * 10 // 33)):
        books.mature(at)
        buyer, seller = chance.sample(others, 2)
        cash = place % _CASH == 0
        if not cash and first.promo.seq * 10 <= books.entries:
            seller = first
        elif not cash and second.promo.seq * 100 <= books.entries:
            seller = second
        books.sell(buyer, seller, at, cash=cash)
    while books.entries < entries:
        buyer, seller = chance.sample(others, 2)
        books.sell(buyer, seller, at, cash=False)
    books.finish()


def load(superuser: str, people: Sequence[UUID], entries: int) -> None:
    """Fill an empty ledger with at least so many entries.

    The promotional account of the first of the people gets a tenth of them, that of the second a
    hundredth; the others buy from each other at random.
    """
    with psycopg.connect(superuser) as connection:
        _open(connection, people, datetime.now(UTC) - _WEEKS)
        indexes = connection.execute(_LATER).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        connection.execute("set session_replication_role = replica")
        connection.execute(_MOVED)
        _trade(_books(connection, people), entries)
        connection.execute(_MOVE)
        connection.execute("set maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            connection.execute(sql.SQL(definition))
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("vacuum analyze")
