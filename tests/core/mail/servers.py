"""Servers that take letters, on this machine: SMTP as wanted, and an API like Resend's."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, create_default_context
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "dreamdot@mail.example", "p@ss:word/ä"


def certificate(folder: Path) -> tuple[SSLContext, SSLContext]:
    """What a server on this machine shows, and what believes it: two contexts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's server")])
    now, here = datetime.now(UTC), x509.IPAddress(ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    encoding = serialization.Encoding.PEM
    shown, secret = folder / "certificate.pem", folder / "key.pem"
    shown.write_bytes(signed.public_bytes(encoding))
    secret.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = SSLContext(PROTOCOL_TLS_SERVER)
    server.load_cert_chain(shown, secret)
    return server, create_default_context(cafile=str(shown))


@dataclass
class MailServer:
    """What it was given, and what it answers: `at_rcpt` and `at_data`, one for each try."""

    at_rcpt: list[str] = field(default_factory=list)
    at_data: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    were_encrypted: list[bool] = field(default_factory=list)
    port: int = 0
    when_taken: Callable[[], None] | None = None  # before it answers

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        answer = self.at_rcpt.pop(0) if self.at_rcpt else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(to)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.at_data.pop(0) if self.at_data else "250 OK"
        content = envelope.content
        assert isinstance(content, bytes)
        if answer.startswith("2"):
            letter = message_from_bytes(content, _class=EmailMessage, policy=default)
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
            self.were_encrypted.append(session.ssl is not None)
            if self.when_taken:
                self.when_taken()
        return answer


def _login(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(
        success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False
    )


@asynccontextmanager
async def mail_server(
    *, tls: SSLContext | None = None, is_tls_at_once: bool = False, is_guarded: bool = False
) -> AsyncGenerator[MailServer]:
    """A mail server. With ``tls`` it demands STARTTLS, or TLS at once; ``is_guarded``: a login."""
    taken, loop = MailServer(), asyncio.get_running_loop()
    is_upgraded = tls is not None and not is_tls_at_once
    listening = await loop.create_server(
        lambda: SMTP(
            taken,
            hostname="mail.example",
            tls_context=tls if is_upgraded else None,
            require_starttls=is_upgraded,
            auth_required=is_guarded,
            auth_require_tls=is_upgraded,
            authenticator=_login,
            loop=loop,
        ),
        "127.0.0.1",
        0,
        ssl=tls if is_tls_at_once else None,
    )
    taken.port = listening.sockets[0].getsockname()[1]
    try:
        yield taken
    finally:
        listening.close()
        await listening.wait_closed()


@dataclass
class LetterApi:
    """What it was asked, and what it answers: a status and a body for each try."""

    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    address: str = ""


@asynccontextmanager
async def letter_api() -> AsyncGenerator[LetterApi]:
    """An API that takes letters as Resend's does."""
    taken = LetterApi()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            taken.asked.append((self.path, dict(self.headers.items()), json.loads(body)))
            status, told = taken.answers.pop(0) if taken.answers else (200, {"id": "1"})
            answer = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        taken.address = f"http://127.0.0.1:{listening.server_port}"
        serving = asyncio.create_task(asyncio.to_thread(listening.serve_forever, 0.01))
        try:
            yield taken
        finally:
            await asyncio.to_thread(listening.shutdown)
            await serving
