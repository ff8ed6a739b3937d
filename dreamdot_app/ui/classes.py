"""Class names: a piece's own first, the caller's after them."""

from typing import Any


def with_classes(props: dict[str, Any], *own: Any) -> dict[str, Any]:
    """The caller's ``props`` with ``class_name`` set to our classes and then theirs.

    Every entry is a text or a Var of one; empty ones fall out.
    """
    theirs = props.pop("class_name", [])
    listed = list(theirs) if isinstance(theirs, list | tuple) else [theirs]
    names = [name for name in [*own, *listed] if not (isinstance(name, str) and not name)]
    return {**props, "class_name": names}
