"""The ledger's proof as lines to read: what `make ledger-check` prints."""

from collections.abc import Iterator

from dreamdot_app.wallet.contract import ProofView


def report(found: ProofView, *, stopped: str | None) -> Iterator[str]:
    """Counts, sums, heads of the chains, and each invariant with what breaks it.

    ``stopped`` is why payouts stand still, if they do.
    """
    yield (f"{found.accounts:,} accounts, {found.transfers:,} transfers, {found.entries:,} entries")
    yield from (f"{count:>12,}  {kind}" for kind, count in found.kinds)
    yield "Sums of all entries, in minor units:"
    yield from (f"{total:>12,}  {name}" for name, total in found.sums)
    yield "Heads of the platform's chains:"
    yield from (f"  {head}  {name}" for name, head in found.heads)
    yield f"  {found.head}  all {found.accounts:,} together"
    yield "Invariants:"
    for invariant in found.invariants:
        broken = [one for one in found.violations if one.startswith(f"{invariant}: ")]
        yield f"  {'BROKEN' if broken else 'holds '}  {invariant}"
        yield from (f"          {one.removeprefix(f'{invariant}: ')}" for one in broken)
    yield "The ledger is whole." if found.holds else "The ledger disagrees with itself."
    if stopped is not None:
        yield "Payouts are stopped, since a check found:"
        yield from (f"  {line}" for line in stopped.splitlines())
