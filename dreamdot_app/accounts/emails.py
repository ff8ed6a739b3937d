"""Email addresses: read as people write them, compared without regard to case."""

from email_validator import EmailNotValidError, validate_email

from dreamdot_app.core.errors import BadInput

_FIELD = "email"
_LONGEST = 254


def parse_email(value: object) -> str:
    """Read an address, normalised. Whether anything arrives there is not asked.

    Raises:
        BadInput: not text, not an address, too long, or one that many mail servers do not take.
    """
    if not isinstance(value, str) or not value.strip():
        raise BadInput("Your email address is needed.", field=_FIELD)
    if len(value) > 2 * _LONGEST:
        raise BadInput("This is too long for an address.", field=_FIELD)
    try:
        found = validate_email(value.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise BadInput("Write an address such as name@example.com.", field=_FIELD) from None
    if found.ascii_email is None:
        # RFC 6531 would allow them; many mail servers do not know it, and links would be lost.
        raise BadInput("Before the @, use plain letters: mail to others gets lost.", field=_FIELD)
    return found.normalized


def email_key(address: str) -> str:
    """What two spellings of one address have in common."""
    return address.casefold()
