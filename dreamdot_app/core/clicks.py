"""The names that pages give to clicks, so that one that comes twice is done once."""

import re

from dreamdot_app.core.errors import BadInput

_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,64}")


def parse_request_id(given: object) -> str:
    """Read the name that a page gave to one click.

    Raises:
        BadInput: it is none, or too long.
    """
    if not isinstance(given, str) or not _REQUEST_ID.fullmatch(given):
        raise BadInput("From 1 to 64 letters, digits and signs.", field="request_id")
    return given
