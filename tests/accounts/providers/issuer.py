"""A provider of one's own, which says whatever a test wants it to."""

import asyncio
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from dreamdot_app.accounts.providers.oauth import OAuth
from dreamdot_app.accounts.providers.openid import OpenId
from dreamdot_app.core import clock
from tests.accounts.clients import ORIGIN
from tests.clock import Clock

CLIENT_ID = "ours"


def key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@dataclass
class Issuer:
    """What it says: its keys, the claims of its next token, or a status for a path instead."""

    address: str = ""
    keys: list[RSAKey] = field(default_factory=lambda: [key("one")])
    nonce: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    sign: Callable[["Issuer", dict[str, Any]], str] = lambda issuer, claims: issuer.signed(claims)
    statuses: dict[str, int] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # While it is lowered nothing is answered.
    answering: threading.Event = field(default_factory=threading.Event)

    def claims(self) -> dict[str, Any]:
        """A right token's claims, changed as the test wants; ``None`` leaves one out."""
        now = int(clock.now().timestamp())
        right = {
            "iss": self.address, "aud": CLIENT_ID, "sub": "Subject-1", "nonce": self.nonce,
            "iat": now, "exp": now + 300, "email": "ida@example.org", "email_verified": True,
        }  # fmt: skip
        return {name: value for name, value in (right | self.changes).items() if value is not None}

    def signed(self, claims: dict[str, Any], *, by: RSAKey | None = None, **header: Any) -> str:
        by = by or self.keys[0]
        named = {"alg": "RS256", "kid": by.kid, **header}
        return jwt.encode({name: one for name, one in named.items() if one}, claims, by)

    def unsigned(self, claims: dict[str, Any]) -> str:
        """``alg: none``."""
        parts = ({"alg": "none", "kid": "one"}, claims)
        return ".".join(urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts) + "."

    def signed_with_public_key(self, claims: dict[str, Any]) -> str:
        """HS256, with the public key that everybody knows as its secret."""
        secret = OctKey.import_key(self.keys[0].as_pem(private=False).decode().replace("-", "_"))
        return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret)

    def provider(self, *, clock_s: Clock | None = None, patience_s: float = 5) -> OAuth:
        """It, as we know it."""
        return OpenId(
            "google",
            issuer=self.address,
            client_id=CLIENT_ID,
            client_secret=lambda _now: "secret",
            redirect_uri=f"{ORIGIN}/auth/with/google/callback",
            scope="openid email",
            clock_s=clock_s or Clock(),
            patience_s=patience_s,
        )

    def answer(self, path: str) -> Any:
        if path in self.answers:
            return self.answers[path]
        if path == "/token":
            return {
                "access_token": "a", "token_type": "Bearer", "expires_in": 60,
                "id_token": self.sign(self, self.claims()),
            }  # fmt: skip
        if path == "/keys":
            return {"keys": [one.as_dict(private=False) for one in self.keys]}
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }


@asynccontextmanager
async def own_issuer() -> AsyncGenerator[Issuer]:
    """Run one."""
    issuer = Issuer()
    issuer.answering.set()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            sent = parse_qs(self.rfile.read(size).decode())
            issuer.asked.append((self.path, {name: one[0] for name, one in sent.items()}))
            issuer.answering.wait()
            told = issuer.answer(self.path)
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(issuer.statuses.get(self.path, 200))
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        issuer.address = f"http://127.0.0.1:{listening.server_port}"
        serving = asyncio.create_task(asyncio.to_thread(listening.serve_forever, 0.01))
        try:
            yield issuer
        finally:
            issuer.answering.set()
            await asyncio.to_thread(listening.shutdown)
            await serving
