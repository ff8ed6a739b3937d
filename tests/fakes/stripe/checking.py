"""Whether a request is one that Stripe would take, judged by the SDK's own types."""

import re
import sys
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import typing_extensions as extended
from stripe._request_options import RequestOptions

_WRAPPED = (extended.Required, extended.NotRequired, typing.Annotated)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Wrong:
    """What Stripe would complain of: ``param`` as it names it, and a sentence."""

    param: str
    message: str


def parse_form(encoded: str) -> dict[str, Any]:
    """``a[b][0]=c`` as nested dicts; lists stay dicts of numbers."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        *above, last = re.findall(r"[^\[\]]+", name)
        inner = root
        for key in above:
            inner = inner.setdefault(key, {})
        inner[last] = value
    return root


@cache
def _hints(kind: Any) -> dict[str, Any]:
    around = {
        **vars(typing),
        **vars(sys.modules[kind.__module__]),
        "StripeContext": str,
        "HTTPClient": object,
    }
    return extended.get_type_hints(kind, globalns=around, include_extras=True)


_OPTIONS = set(_hints(RequestOptions))


def wrongs(value: Any, kind: Any) -> list[Wrong]:
    """What is wrong with the parameters of a request; ``kind`` is their TypedDict."""
    return list(_in_object(value, kind, "", options=_OPTIONS))


def _in(value: Any, kind: Any, at: str) -> list[Wrong]:
    kind = _unwrapped(kind)
    origin = extended.get_origin(kind)
    if extended.is_typeddict(kind):
        return list(_in_object(value, kind, at))
    if origin in (typing.Union, types.UnionType):
        return _in_one_of(value, extended.get_args(kind), at)
    if origin is typing.Literal:
        return _in_literal(value, extended.get_args(kind), at)
    if origin is list:
        return _in_list(value, extended.get_args(kind)[0], at)
    if origin is dict:
        return _in_mapping(value, extended.get_args(kind)[1], at)
    return _in_plain(value, kind, at)


def _unwrapped(kind: Any) -> Any:
    while extended.get_origin(kind) in _WRAPPED:
        kind = extended.get_args(kind)[0]
    return kind


def _in_object(
    value: Any,
    kind: Any,
    at: str,
    *,
    options: set[str] = set(),  # noqa: B006 never changed
) -> typing.Iterator[Wrong]:
    if not isinstance(value, dict):
        yield Wrong(at, "Invalid object")
        return
    known = {name: hint for name, hint in _hints(kind).items() if name not in options}
    for name, inner in value.items():
        where = f"{at}[{name}]" if at else name
        if name not in known:
            yield Wrong(where, f"Received unknown parameter: {where}")
        else:
            yield from _in(inner, known[name], where)
    for name, hint in known.items():
        is_needed = extended.get_origin(hint) is not extended.NotRequired
        if is_needed and name in kind.__required_keys__ and name not in value:
            where = f"{at}[{name}]" if at else name
            yield Wrong(where, f"Missing required param: {where}.")


def _in_one_of(value: Any, kinds: tuple[Any, ...], at: str) -> list[Wrong]:
    if any(extended.get_origin(kind) is typing.Literal for kind in kinds):
        # The SDK leaves lists of words open for later versions; ours is pinned.
        kinds = tuple(kind for kind in kinds if kind is not str)
    found = [_in(value, kind, at) for kind in kinds]
    if not all(found):
        return []
    nearest = [
        wrong
        for kind, wrong in zip(kinds, found, strict=True)
        if isinstance(value, dict) == extended.is_typeddict(_unwrapped(kind))
    ]
    return min(nearest or found, key=len)


def _in_literal(value: Any, words: tuple[Any, ...], at: str) -> list[Wrong]:
    allowed = [str(word) for word in words]
    if value in allowed:
        return []
    return [Wrong(at, f"Invalid {at}: must be one of {', '.join(allowed)}")]


def _in_list(value: Any, kind: Any, at: str) -> list[Wrong]:
    if not isinstance(value, dict) or not all(name.isdigit() for name in value):
        return [Wrong(at, "Invalid array")]
    return [
        wrong
        for number in sorted(value, key=int)
        for wrong in _in(value[number], kind, f"{at}[{number}]")
    ]


def _in_mapping(value: Any, kind: Any, at: str) -> list[Wrong]:
    if not isinstance(value, Mapping):
        return [Wrong(at, "Invalid hash")]
    return [wrong for name, inner in value.items() for wrong in _in(inner, kind, f"{at}[{name}]")]


def _in_plain(value: Any, kind: Any, at: str) -> list[Wrong]:
    if not isinstance(value, str):
        return [Wrong(at, "Invalid string")]
    if kind is int and not re.fullmatch(r"-?\d+", value):
        return [Wrong(at, f"Invalid integer: {value}")]
    if kind is bool and value not in ("true", "false"):
        return [Wrong(at, f"Invalid boolean: {value}")]
    if kind is float and not _NUMBER.fullmatch(value):
        return [Wrong(at, f"Invalid decimal: {value}")]
    if kind not in (int, bool, float, str, Any) and getattr(kind, "__name__", "") != "Decimal":
        return [Wrong(at, f"Invalid value: {value}")]
    return []
