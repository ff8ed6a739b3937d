"""The kinds of values that the pieces take: plain, or a Var that the browser knows."""

from typing import Any

import reflex as rx

Text = str | rx.Var[Any]
Flag = bool | rx.Var[Any]
Whole = int | rx.Var[Any]
Handler = Any  # whatever Reflex takes for an event: a handler, an EventSpec, a list of them
Part = rx.Component | rx.Var[Any] | str


def when(flag: Flag, shown: Part, otherwise: Part | None = None) -> Part:
    """``shown`` while the flag is up; decided here for a plain flag, in the browser for a Var."""
    other = rx.fragment() if otherwise is None else otherwise
    if isinstance(flag, rx.Var):
        return rx.cond(flag, shown, other)
    return shown if flag else other


def either(first: Flag, second: Flag) -> Flag:
    """Whether one of two flags is up; plain when both are."""
    if first is True or second is True:
        return True
    if not isinstance(first, rx.Var):
        return second
    return first if not isinstance(second, rx.Var) else rx.cond(first, True, second)
