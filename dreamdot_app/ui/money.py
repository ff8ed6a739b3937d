"""Amounts on the page. Everything takes integer minor units, plain or as a Var."""

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex.vars import FunctionStringVar, VarData

from dreamdot_app.core import money as core_money
from dreamdot_app.ui.classes import with_classes
from dreamdot_app.ui.kinds import Part as Shown
from dreamdot_app.ui.kinds import Text, Whole
from dreamdot_app.ui.piece import Piece
from dreamdot_app.ui.script import script

FORMS = script("money.js")
_LIBRARY = script("money.jsx").importable_path
_WHOLE_AND_CENTS = 3  # ".50"


class _Amount(Piece):
    library = _LIBRARY
    tag = "Amount"

    minor: rx.Var[int]
    form: rx.Var[str]


def in_browser(function: str) -> FunctionStringVar[Any]:
    """A function of ``money.jsx``, for components that call it themselves."""
    found = VarData(imports={_LIBRARY: [ImportVar(tag=function)]})
    return FunctionStringVar.create(function, _var_data=found)


def text(minor: Whole) -> Shown:
    """``123450`` as ``$1,234.50``, or as the person wants amounts written."""
    if isinstance(minor, rx.Var):
        return _Amount.create(minor=minor, form="plain")
    return core_money.show(minor)


def price_text(minor: Whole) -> Shown:
    """A price in words: ``$2.40``, or ``Free`` for nothing."""
    if isinstance(minor, rx.Var):
        return _Amount.create(minor=minor, form="price")
    return core_money.show(minor) if minor else "Free"


def movement_text(minor: Whole) -> Shown:
    """An amount that came in (``+$2.40``) or went out (``−$2.40``)."""
    if isinstance(minor, rx.Var):
        return _Amount.create(minor=minor, form="movement")
    return ("+" if minor > 0 else "") + core_money.show(minor)


def _look(chosen: Any, yes: str, no: str) -> Text:
    return rx.cond(chosen, yes, no) if isinstance(chosen, rx.Var) else (yes if chosen else no)


def _number(minor: Whole) -> Any:
    return minor.to(int) if isinstance(minor, rx.Var) else minor


def price(minor: Whole, *, strong: bool = False, **props: Any) -> rx.Component:
    """What something costs; free in green."""
    return rx.el.span(
        price_text(minor),
        **with_classes(
            props,
            "dd-price",
            "text-base" if strong else "",
            _look(_number(minor) == 0, "dd-price-free", ""),
        ),
    )


def amount(minor: Whole, *, signed: bool = False, **props: Any) -> rx.Component:
    """A figure of a table; ``signed`` shows where it went, what came in is green."""
    if not signed:
        return rx.el.span(text(minor), **with_classes(props, "dd-num font-semibold"))
    return rx.el.span(
        movement_text(minor),
        **with_classes(
            props, "dd-num font-semibold", _look(_number(minor) > 0, "text-success", "")
        ),
    )


def figure(minor: Whole, *, size: Literal["lg", "md"] = "lg", **props: Any) -> rx.Component:
    """A large figure in Fraunces, the cents in grey."""
    if isinstance(minor, rx.Var):
        written = [_Amount.create(minor=minor, form="figure")]
    else:
        shown = core_money.show(minor)
        whole, cents = shown[:-_WHOLE_AND_CENTS], shown[-_WHOLE_AND_CENTS:]
        written = [rx.el.span(whole), rx.el.span(cents, class_name="text-muted")]
    sizes = {
        "lg": "text-[min(3.25rem,14.5vw)] whitespace-nowrap sm:text-[3.75rem] md:text-[5rem]",
        "md": "text-[2rem]",
    }
    return rx.el.p(
        *written,
        **with_classes(
            props,
            "font-serif leading-none font-[420] tracking-[-.03em]",
            "[font-variant-numeric:lining-nums]",
            sizes[size],
        ),
    )


def line(label: Text, minor: Whole, *, strong: bool = False, **props: Any) -> rx.Component:
    """A line of a receipt; lines stand in an ``rx.el.dl``."""
    return rx.el.div(
        rx.el.dt(label, class_name="" if strong else "text-muted"),
        rx.el.dd(text(minor), class_name="tabular-nums"),
        **with_classes(props, "flex justify-between gap-4 py-1", "font-semibold" if strong else ""),
    )


PartTone = Literal["earned", "added", "maturing", "credit", "fee"]
_FILL: dict[str, str] = {
    "earned": "bg-secondary",
    "added": "bg-primary",
    "maturing": "dd-hatch",
    "credit": "bg-accent",
    "fee": "bg-base-content/30",
}
_DOT: dict[str, str] = {**_FILL, "maturing": "border-2 border-dashed border-secondary"}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a sum: what it is, how much (minor units), its colour, a word about it."""

    label: str
    minor: Whole
    tone: PartTone
    detail: Text = ""


def split_bar(parts: list[Part], **props: Any) -> rx.Component:
    """A sum as one bar of its parts, each of them explained below."""
    bar = rx.el.div(
        *[_slice(part) for part in parts],
        custom_attrs={"aria-hidden": "true"},
        class_name="flex h-3.5 gap-[3px] overflow-hidden rounded-full bg-base-300",
    )
    listed = rx.el.dl(
        *[_explained(part) for part in parts],
        class_name="mt-5 grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-x-6 gap-y-5",
    )
    return rx.el.div(bar, listed, **props)


def _slice(part: Part) -> rx.Component:
    """As wide as its share, and never too thin to be seen; nothing takes no room."""
    share = part.minor.to(int) if isinstance(part.minor, rx.Var) else part.minor
    shown = _look(share > 0, "block", "none")
    wide = rx.Var.create({"flexGrow": share, "flexBasis": "0", "display": shown})
    return rx.el.span(class_name=f"{_FILL[part.tone]} min-w-1.5", custom_attrs={"style": wide})


def _explained(part: Part) -> rx.Component:
    return rx.el.div(
        rx.el.dt(
            rx.el.span(class_name=f"size-2.5 flex-none rounded-full {_DOT[part.tone]}"),
            part.label,
            class_name="flex items-center gap-2 text-sm text-muted",
        ),
        rx.el.dd(
            text(part.minor),
            class_name="mt-1 font-serif text-2xl [font-variant-numeric:lining-nums]",
        ),
        rx.el.dd(part.detail, class_name="text-[.8125rem] text-muted"),
    )
