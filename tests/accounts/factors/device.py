"""A device with passkeys, in software: it answers as browsers do, and as it is told to lie."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, RP_ID = "http://localhost:3000", "localhost"
_PRESENT, _VERIFIED, _CAN_BE_KEPT, _IS_KEPT, _HAS_KEY = 0x01, 0x04, 0x08, 0x10, 0x40


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What `encoded` was given."""
    return urlsafe_b64decode(text + "===")


@dataclass
class Device:
    """One passkey on one device. What it says of itself can be changed before it is asked."""

    origin: str = ORIGIN
    rp_id: str = RP_ID
    verifies: bool = True
    is_kept: bool = False
    counts: bool = True
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    handle: bytes = b""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to the question for a new passkey (WebAuthn, 7.1)."""
        self.handle = decoded(options["user"]["id"])
        key = self.private.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: key.x.to_bytes(32, "big"), -3: key.y.to_bytes(32, "big")}
        about = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(_HAS_KEY) + about + cbor2.dumps(cose)
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(
            {
                "clientDataJSON": self._client("webauthn.create", options["challenge"]),
                "attestationObject": encoded(attested),
                "transports": ["internal", "hybrid", "carrier-pigeon", 7],
            }
        )

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to the question for a passkey that is there (WebAuthn, 7.2)."""
        data = self._data(0)
        client = self._client("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(decoded(client)).digest()
        return self._credential(
            {
                "clientDataJSON": client,
                "authenticatorData": encoded(data),
                "signature": encoded(self.private.sign(signed, ec.ECDSA(hashes.SHA256()))),
                "userHandle": encoded(self.handle),
            }
        )

    def _data(self, more: int) -> bytes:
        self.count += self.counts
        flags = _PRESENT | more
        flags |= _VERIFIED if self.verifies else 0
        flags |= _CAN_BE_KEPT | _IS_KEPT if self.is_kept else 0
        return (
            hashlib.sha256(self.rp_id.encode()).digest()
            + bytes([flags])
            + self.count.to_bytes(4, "big")
        )

    def _client(self, kind: str, challenge: str) -> str:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return encoded(json.dumps(told).encode())

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        named = encoded(self.credential_id)
        return {
            "id": named,
            "rawId": named,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }
