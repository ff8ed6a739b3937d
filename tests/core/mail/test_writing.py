"""Letters as messages: what they say, in both parts, and what nobody can smuggle into them."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamdot_app.core import mail
from dreamdot_app.core.mail.letters import mail_address, require_one_line, require_postable
from tests.clock import NOON
from tests.core.mail.letters import LETTER, written
from tests.mail import html_in, link_in, text_in

pytestmark = pytest.mark.pure

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
]  # fmt: skip
UNSEEN = ["\r\n", "\n", "\r", "\0", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"]
SMUGGLED = "x{}Bcc: eve@example.org"


def received(message: EmailMessage) -> EmailMessage:
    """The message as it comes out of the wire."""
    return message_from_bytes(bytes(message), _class=EmailMessage, policy=default)


def test_a_letter_says_it_in_text_and_in_html():
    letter = received(written())
    assert list(letter.keys()) == HEADERS
    assert letter["From"] == "DreamDot <letters@dreamdot.example>"
    assert letter["To"] == "Ana <ana@example.org>"
    assert letter["Date"].datetime == NOON
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert link_in(letter) == "https://dreamdot.example/auth/confirm?token=geheim"
    for said in ("One step left", "most likely you", "Confirm this address", "do nothing"):
        assert said in " ".join(text_in(letter).split())
        assert said in html_in(letter)
    assert 'href="https://dreamdot.example/auth/confirm?token=geheim"' in html_in(letter)


def test_every_attempt_is_the_same_to_the_byte():
    assert bytes(written()) == bytes(written())


def test_the_message_id_is_the_keys_and_tells_nothing():
    domain = "@dreamdot.example>"
    assert str(written()["Message-ID"]).endswith(domain)
    assert "ana" not in str(written()["Message-ID"]).removesuffix(domain)


def test_text_is_wrapped_and_an_address_is_not():
    long = "/auth/confirm?token=" + "x" * 200
    text = text_in(written(paragraphs=("many words " * 40,), action=("Confirm", long)))
    assert [line for line in text.splitlines() if len(line) > 72] == [
        f"https://dreamdot.example{long}"
    ]


def test_a_letter_may_be_short_and_have_a_code():
    letter = received(written(action=None, small=(), code="482 915"))
    assert "\n    482 915\n" in text_in(letter)
    assert ">482 915</p>" in html_in(letter)
    assert html_in(letter).count("<a ") == 1  # the wordmark


@pytest.mark.parametrize("part", ["heading", "code", "subject"])
def test_markup_is_shown_not_meant(part: str):
    markup = "<script>alert('x')</script>\"&"
    html = html_in(written(**{part: markup}))
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&#34;&amp;" in html


def test_markup_is_shown_not_meant_in_lists_and_links():
    markup = "<img src=x onerror=alert(1)>"
    action = (markup, '/x"><script>alert(1)</script>')
    html = html_in(written(paragraphs=(markup,), small=(markup,), action=action))
    assert "<img" not in html
    assert "<script" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") == 3


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_would_begin_a_header_is_refused(unseen: str):
    smuggled = SMUGGLED.format(unseen)
    with pytest.raises(mail.LetterRefused):
        mail_address(f"ana@example.org{unseen}Bcc: eve@example.org")
    with pytest.raises(mail.LetterRefused):
        require_one_line(smuggled, field="name")
    for letter in (
        mail.Letter(smuggled, "h", ("p",)),
        mail.Letter("s", "h", ("p",), action=("a", f"/{smuggled}")),
        mail.Letter("s", "h", ("p",), action=(smuggled, "/")),
    ):
        with pytest.raises(mail.LetterRefused):
            require_postable(letter)


@pytest.mark.parametrize("unseen", sorted(set(UNSEEN) - {"\n"}))
def test_control_characters_are_refused_in_what_a_letter_says(unseen: str):
    for letter in (mail.Letter("s", unseen, ()), mail.Letter("s", "h", (unseen,))):
        with pytest.raises(mail.LetterRefused):
            require_postable(letter)


@pytest.mark.parametrize("encoding", ["q?x=0d=0aBcc=3A_eve=40example.org", "b?eA0KQmNjOiBldmU="])
@pytest.mark.parametrize("part", ["name", "subject"])
def test_an_encoded_line_break_stays_a_text(part: str, encoding: str):
    """Python's own headers decode it and write the line break as it is."""
    letter = written(**{part: f"=?utf-8?{encoding}?="})
    assert b"\nBcc" not in bytes(letter)
    assert list(received(letter).keys()) == HEADERS


@given(text=st.text(max_size=300), part=st.sampled_from(["name", "subject"]))
def test_no_text_that_may_stand_there_makes_another_header(text: str, part: str):
    try:
        require_one_line(text, field=part)
    except mail.LetterRefused:
        return
    letter = received(written(**{part: text}))
    assert list(letter.keys()) == HEADERS
    assert [to.addr_spec for to in letter["To"].addresses] == ["ana@example.org"]


@pytest.mark.parametrize(
    "name", ["Ríona Dunne", 'Ana "the" <a@b.c>, eve@example.org', "山田 太郎", "", "x" * 200]
)
def test_a_name_is_a_name(name: str):
    (to,) = received(written(name=name))["To"].addresses
    assert (to.display_name, to.addr_spec) == (name, "ana@example.org")


def test_a_long_subject_is_cut():
    subject = str(received(written(subject="words " * 100))["Subject"])
    assert len(subject) <= 150
    assert subject.endswith("…")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ana@example.org", "ana@example.org"),
        ("ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("a.b+c@EXAMPLE.org", "a.b+c@example.org"),
    ],
)
def test_a_domain_in_another_script_is_written_as_mail_servers_know_it(typed: str, address: str):
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "a@b@c.org", "ana@example.org, eve@example.org", "Ana <ana@example.org>",
     "a b@c.org", '"a b"@example.org', "ana@[127.0.0.1]", "ana@localhost"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str):
    with pytest.raises(mail.LetterRefused):
        mail_address(typed)


def test_letters_that_servers_do_not_know_are_refused_in_words():
    with pytest.raises(mail.LetterRefused, match="plain letters"):
        mail_address("josé@example.org")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "//eve.example", "/\\eve.example", "mailto:a@b.c", "x", ""]
)
def test_an_action_leads_to_a_page(target: str):
    changed: dict[str, Any] = {"action": ("Go", target)}
    with pytest.raises(mail.LetterRefused):
        require_postable(mail.Letter("s", "h", ("p",), **changed))


def test_an_ordinary_letter_may_be_posted():
    require_postable(LETTER)
    require_postable(mail.Letter("s", "h", ("two\nlines",), ("Go", "https://example.org/x")))
