"""SMTP_URL and MAIL_FROM, read: the settings check them with this before a letter needs them."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.utils import getaddresses
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409 with STARTTLS, RFC 8314
_STARTTLS = {("starttls", "yes"): True, ("starttls", "no"): False}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server, and who we are to it. ``is_tls``: from the first byte (smtps).

    ``is_upgraded``: with STARTTLS, which is then demanded; nobody on the way can talk us out of it.
    """

    host: str
    port: int
    is_tls: bool
    is_upgraded: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def parse_smtp_url(url: str) -> SmtpServer:
    """Read ``smtp[s]://[user:password@]host[:port][?starttls=yes|no]``.

    User and password are percent-encoded. Without ``starttls`` smtp is upgraded to TLS, except on
    this machine.

    Raises:
        ValueError: it is no such address, or a password would go over the network unencrypted.
    """
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise ValueError("no address of a mail server")
    if asked and (parts.scheme == "smtps" or asked.items() - _STARTTLS.keys()):
        raise ValueError("no such option")
    user, password = _login(parts)
    is_tls, is_here = parts.scheme == "smtps", _is_here(parts.hostname)
    is_upgraded = not is_tls and _STARTTLS.get(next(iter(asked.items()), ("", "")), not is_here)
    if password and not (is_tls or is_upgraded or is_here):
        raise ValueError("a password goes over TLS only")
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    return SmtpServer(parts.hostname, port, is_tls, is_upgraded, user, password)


def _login(parts: SplitResult) -> tuple[str, str]:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password) or not (user + password).isprintable():
        raise ValueError("a user and a password, or neither")
    return user, password


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse_sender(text: str) -> Address:
    """Read ``Name <address>`` or an address alone; a domain in another script becomes ASCII.

    Raises:
        ValueError: it is neither, or has a character that is not printed.
    """
    named = getaddresses([text])
    if len(named) != 1 or not text.isprintable() or "=?" in text:
        raise ValueError("one address, as one line of plain text")
    name, address = named[0]
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("no email address") from None
    if found.ascii_email is None:
        raise ValueError("ASCII letters before the @")
    return Address(name or "DreamDot", addr_spec=found.ascii_email)
