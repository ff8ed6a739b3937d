"""What the fake answers to each operation; the list of those that it plays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.stripe.state import PLATFORM, Refused, State, type_object


@dataclass(frozen=True)
class Asked:
    """A request that was found in order; ``ids`` are those in its path."""

    state: State
    ids: tuple[str, ...]
    params: dict[str, Any]
    account: str


Answer = Callable[[Asked], type_object]
ANSWERS: dict[str, Answer] = {}


def answers(operation: str) -> Callable[[Answer], Answer]:
    """Register what is answered to an operation (``POST /v1/transfers``)."""

    def register(answer: Answer) -> Answer:
        ANSWERS[operation] = answer
        return answer

    return register


def shown(state: State, found: type_object, params: dict[str, Any]) -> type_object:
    """An object with what was asked to be expanded (``latest_charge.balance_transaction``)."""
    seen = dict(found)
    for path in dict(params.get("expand", {})).values():
        _expand(state, seen, str(path).removeprefix("data.").split("."))
    return seen


def _expand(state: State, within: type_object, path: list[str]) -> None:
    first, *rest = path
    value = within.get(first)
    if isinstance(value, str) and value in state.objects:
        within[first] = dict(state.objects[value])
    if rest and isinstance(within.get(first), dict):
        _expand(state, within[first], rest)


def page(asked: Asked, rows: list[type_object], url: str) -> type_object:
    """A page of a list that is in order, the newest first, with Stripe's cursors and times."""
    params = asked.params
    created = params.get("created", {})
    rows = [
        row
        for row in rows
        if row["created"] >= int(created.get("gte", 0))
        and row["created"] > int(created.get("gt", -1))
        and row["created"] < int(created.get("lt", 2**62))
        and row["created"] <= int(created.get("lte", 2**62))
    ]
    ids, limit = [row["id"] for row in rows], int(params.get("limit", 10))
    if not 1 <= limit <= 100:
        raise Refused("Invalid limit", param="limit")
    for name in ("starting_after", "ending_before"):
        if name in params and params[name] not in ids:
            raise Refused(f"No such object: '{params[name]}'", code="resource_missing", param=name)
    if "ending_before" in params:
        before = rows[: ids.index(params["ending_before"])]
        chosen, has_more = before[-limit:], len(before) > limit
    else:
        start = ids.index(params["starting_after"]) + 1 if "starting_after" in params else 0
        chosen, has_more = rows[start : start + limit], len(rows) > start + limit
    data = [shown(asked.state, row, params) for row in chosen]
    return {"object": "list", "url": url, "has_more": has_more, "data": data}


def listed(operation: str, kind: str, *filters: str) -> None:
    """Answer a list of all objects of a kind, by their fields that may be asked for."""

    def answer(asked: Asked) -> type_object:
        rows = [
            row
            for row in asked.state.of_kind(kind)
            if row.get("_account", PLATFORM) == asked.account
            and all(row.get(name) == asked.params[name] for name in filters if name in asked.params)
        ]
        return page(asked, rows, operation.split()[1])

    ANSWERS[operation] = answer


def retrieved(operation: str, kind: str) -> None:
    """Answer an object by the id in the path."""

    def answer(asked: Asked) -> type_object:
        found = asked.state.find(asked.ids[0], kind)
        if found.get("_account", PLATFORM) != asked.account:
            raise Refused(f"No such {kind}: '{asked.ids[0]}'", status=404, code="resource_missing")
        return shown(asked.state, found, asked.params)

    ANSWERS[operation] = answer


def amount_of(params: dict[str, Any], most: int, *, code: str = "amount_too_large") -> int:
    """The amount that is asked for, by default all; above zero and at most so much."""
    amount = int(params.get("amount", most))
    if amount <= 0:
        raise Refused("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > most:
        raise Refused(f"Amount (${amount}) is greater than {most}", code=code, param="amount")
    return amount
