"""Components of ours that are written in JavaScript."""

from typing import Any

import reflex as rx
from reflex.utils.format import to_camel_case


class Piece(rx.Component):
    """A component of ours. What it has no prop for is an attribute of its element.

    Reflex takes an unknown prop of a component for a style; of ours it is a ``role`` or a
    ``title``, and is meant as one.
    """

    @classmethod
    def create(cls, *children: Any, **props: Any) -> Any:
        """Build the component; unknown props become attributes, in React's spelling."""
        known = cls.get_fields()
        strangers = [
            name for name in props if name not in known and not name.startswith(("on_", "_"))
        ]
        attributes = {to_camel_case(name): props.pop(name) for name in strangers}
        if attributes:
            props["custom_attrs"] = {**attributes, **props.get("custom_attrs", {})}
        return super().create(*children, **props)
