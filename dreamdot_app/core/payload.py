"""What events and jobs carry, as JSON and back: frozen dataclasses of plain values.

Fields are UUID, str, int, bool, datetime, None, and lists or tuples of them. A field that a later
version adds has a default; a field that it drops is ignored when an old row is read.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from dreamdot_app.core.db import as_utc


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _is_frozen_dataclass(kind: type[Any]) -> bool:
    # Its own ``@dataclass``, not the one of a base: without it its fields would be lost.
    return is_dataclass(kind) and "__dataclass_fields__" in vars(kind) and _frozen(kind)


def _frozen(kind: Any) -> bool:
    return bool(kind.__dataclass_params__.frozen)


def encode(payload: object) -> dict[str, Any]:
    """A frozen dataclass, or a mapping of plain values, as JSON.

    Raises:
        TypeError: neither of the two.
        ValueError: a field holds something else than it declares, or a time without zone.
    """
    if isinstance(payload, Mapping):
        return dict(to_jsonable_python(payload))
    if not _is_frozen_dataclass(type(payload)):
        raise TypeError(f"{type(payload).__name__} must be a @dataclass(frozen=True)")
    for value in vars(payload).values():
        if isinstance(value, datetime):
            as_utc(value)
    return dict(_adapter(type(payload)).dump_python(payload, mode="json", warnings="error"))


def decode(kind: Any, payload: Mapping[str, Any]) -> Any:
    """Read what `encode` wrote as ``kind`` (a dataclass or ``dict[str, Any]``).

    Raises:
        ValueError: a field is missing or does not fit.
    """
    return _adapter(kind).validate_python(payload)
