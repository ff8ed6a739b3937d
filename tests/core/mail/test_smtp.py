"""SMTP, with a real server: TLS, logins, and what becomes of each answer."""

import asyncio
import re
from ssl import SSLContext
from urllib.parse import quote

import pytest

from dreamdot_app.core.mail.smtp import SmtpTransport
from dreamdot_app.core.mail.transports import LetterNotSent, LetterRejected
from dreamdot_app.core.mail_settings import parse_smtp_url
from tests.core.mail.letters import written
from tests.core.mail.servers import PASSWORD, USER, certificate, mail_server
from tests.mail import text_in

pytestmark = pytest.mark.pure

LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[SSLContext, SSLContext]:
    """The server's certificate, and a context that believes it."""
    return certificate(tmp_path_factory.mktemp("certificate"))


def transport(
    port: int,
    *,
    login: str = "",
    scheme: str = "smtp",
    upgrade: str = "",
    trust: SSLContext | None = None,
) -> SmtpTransport:
    url = f"{scheme}://{login}127.0.0.1:{port}{upgrade}"
    return SmtpTransport(parse_smtp_url(url), trust=trust)


async def test_a_letter_arrives_as_it_was_written():
    async with mail_server() as server:
        await transport(server.port).send(written(), mark="m")
    (letter,) = server.letters
    sent = written()
    assert server.recipients == ["ana@example.org"]
    assert {name: letter[name] for name in sent.keys()} == dict(sent.items())  # noqa: SIM118
    assert text_in(letter) == text_in(sent)


async def test_starttls_and_a_login(contexts: tuple[SSLContext, SSLContext]):
    shown, trust = contexts
    async with mail_server(tls=shown, is_guarded=True) as server:
        through = transport(server.port, login=LOGIN, upgrade="?starttls=yes", trust=trust)
        await through.send(written(), mark="m")
    assert server.were_encrypted == [True]


async def test_tls_at_once(contexts: tuple[SSLContext, SSLContext]):
    shown, trust = contexts
    async with mail_server(tls=shown, is_tls_at_once=True) as server:
        through = transport(server.port, scheme="smtps", trust=trust)
        await through.send(written(), mark="m")
    assert len(server.letters) == 1


async def test_a_stranger_with_a_certificate_gets_neither_letter_nor_password(
    contexts: tuple[SSLContext, SSLContext],
):
    async with mail_server(tls=contexts[0], is_guarded=True) as server:
        through = transport(server.port, login=LOGIN, upgrade="?starttls=yes")
        with pytest.raises(LetterNotSent):
            await through.send(written(), mark="m")
    assert server.letters == []


async def test_nobody_talks_us_out_of_tls():
    async with mail_server() as server:
        with pytest.raises(LetterNotSent):
            await transport(server.port, upgrade="?starttls=yes").send(written(), mark="m")
    assert server.letters == []


async def test_a_wrong_password_is_not_the_letters_fault(
    contexts: tuple[SSLContext, SSLContext],
):
    shown, trust = contexts
    async with mail_server(tls=shown, is_guarded=True) as server:
        login = LOGIN.replace(":", ":not-")
        through = transport(server.port, login=login, upgrade="?starttls=yes", trust=trust)
        with pytest.raises(LetterNotSent, match="answered 535") as told:
            await through.send(written(), mark="m")
    assert "not-" not in str(told.value)


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("451 4.7.1 <ana@example.org>: greylisted", LetterNotSent),
        ("550 5.1.1 <ana@example.org>: no such user", LetterRejected),
        ("554 ana@example.org 5.1.1x is not welcome", LetterRejected),
    ],
)
async def test_what_a_server_answers_decides_and_its_words_stay_out(
    where: str, answer: str, failure: type[Exception]
):
    async with mail_server() as server:
        getattr(server, where).append(answer)
        with pytest.raises(failure) as told:
            await transport(server.port).send(written(), mark="m")
    assert re.fullmatch(r"the mail server answered \d{3}( \d\.\d\.\d)?", str(told.value))
    assert told.value.__cause__ is None


async def test_a_server_that_is_not_there():
    async with mail_server() as server:
        pass
    with pytest.raises(LetterNotSent):
        await transport(server.port).send(written(), mark="m")


async def test_a_server_that_hangs_up():
    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(LetterNotSent):
            await transport(port).send(written(), mark="m")


async def test_a_server_that_refuses_everybody_may_change_its_mind():
    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"554 no mail from you\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(LetterNotSent):
            await transport(port).send(written(), mark="m")


def test_a_login_shows_nowhere():
    through = transport(25, login=LOGIN)
    server = parse_smtp_url(f"smtp://{LOGIN}127.0.0.1")
    assert (server.user, server.password) == (USER, PASSWORD)
    assert USER not in repr(server) + repr(through) + repr(vars(through))
    assert PASSWORD not in repr(server) + repr(through) + repr(vars(through))


@pytest.mark.parametrize(
    ("url", "port", "is_tls", "is_upgraded"),
    [
        ("smtp://mail.example", 587, False, True),
        ("smtp://mail.example:25?starttls=no", 25, False, False),
        ("smtp://localhost:1025", 1025, False, False),
        ("smtp://[::1]", 587, False, False),
        ("smtps://mail.example", 465, True, False),
    ],
)
def test_mail_goes_over_tls_unless_the_server_is_near(
    url: str, port: int, is_tls: bool, is_upgraded: bool
):
    server = parse_smtp_url(url)
    assert (server.port, server.is_tls, server.is_upgraded) == (port, is_tls, is_upgraded)
