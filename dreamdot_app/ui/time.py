"""Times on the page: how long ago, which day, how many minutes to read."""

from datetime import UTC, datetime
from typing import Any

import reflex as rx

from dreamdot_app.ui.kinds import Text, Whole
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

FORMS = script("time.js")


class _Time(Piece):
    library = script("time.jsx").importable_path
    tag = "Time"

    at: rx.Var[str]
    form: rx.Var[str]


def ago(value: datetime | Text, **props: Any) -> rx.Component:
    """``now``, ``12 min``, ``3 h``, ``4 d``, then the day; the full date shows as a tip.

    ``value`` is UTC: a datetime, ISO text, or a Var of either.
    """
    return _Time.create(at=_iso(value), form="ago", **props)


def moment(value: datetime | Text, **props: Any) -> rx.Component:
    """``Today, 14:20``, ``Yesterday, 09:12``, then the day: for what is looked up afterwards."""
    return _Time.create(at=_iso(value), form="moment", **props)


def day(value: datetime | Text, **props: Any) -> rx.Component:
    """``12 Nov``, with the year when it is not this one."""
    return _Time.create(at=_iso(value), form="day", **props)


def minutes(count: Whole, **props: Any) -> rx.Component:
    """``18 minutes``: how long something takes to read."""
    if isinstance(count, rx.Var):
        return rx.el.span(count, rx.cond(count.to(int) == 1, " minute", " minutes"), **props)
    return rx.el.span(f"{count} minute{'' if count == 1 else 's'}", **props)


def _iso(value: datetime | Text) -> Text:
    if not isinstance(value, datetime):
        return value.to(str) if isinstance(value, rx.Var) else value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
