"""Whom passkeys are for: this DreamDot, by the name of its host (WebAuthn, 5.4.2)."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from dreamdot_app.accounts.factors.errors import PasskeysImpossible
from dreamdot_app.core.settings import Settings, settings

NAME = "DreamDot"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """``id`` is a host's name without a port, ``origin`` what browsers say they are at."""

    id: str
    origin: str


def relying_party(chosen: Settings | None = None) -> RelyingParty:
    """This DreamDot as passkeys know it.

    Raises:
        PasskeysImpossible: its address is a number, which no passkey can be bound to.
    """
    origin = (chosen or settings()).public_origin
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if _is_number(host):
        port = f":{parts.port}" if parts.port else ""
        is_here = ip_address(host).is_loopback
        raise PasskeysImpossible(
            f"{parts.scheme}://localhost{port}" if is_here else "the name of its host"
        )
    return RelyingParty(host, origin)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
