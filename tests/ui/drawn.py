"""Reads what a component would draw, without a browser."""

from collections.abc import Iterator
from typing import Any


def parts(component: Any) -> Iterator[Any]:
    """The component and everything in it, depth first; both sides of a condition."""
    yield component
    for child in getattr(component, "children", None) or []:
        yield from parts(child)


def props_of(component: Any) -> dict[str, str]:
    """The props as they are written into the page, by name."""
    written = component.render().get("props", [])
    pairs = (prop.split(":", 1) for prop in written if ":" in prop)
    return {name.strip('"'): value for name, value in pairs}


def words(component: Any) -> str:
    """The plain text in a component."""
    texts = [
        str(part.contents._var_value)
        for part in parts(component)
        if hasattr(part, "contents") and hasattr(part.contents, "_var_value")
    ]
    return " ".join(texts)
