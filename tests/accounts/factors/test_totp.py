"""Codes of authenticator apps, against the standard's own figures."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest

from dreamdot_app.accounts.factors import totp

pytestmark = pytest.mark.pure

SECRET = b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1; the last six of its eight digits.
VECTORS = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
    (2000000000, "279037"), (20000000000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_codes_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.step_of(SECRET, code, now=at) == seconds // 30


def test_a_clock_may_be_wrong_by_one_step_and_no_more() -> None:
    at = datetime.fromtimestamp(1111111109, UTC)
    step = 1111111109 // 30
    for steps, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        now = at - timedelta(seconds=30 * steps)
        found = totp.step_of(SECRET, "081804", now=now)
        assert found == (step if taken else None)


@pytest.mark.parametrize("typed", ["081804", " 081 804 ", "081-804"])
def test_codes_may_be_typed_in_groups(typed: str) -> None:
    assert totp.step_of(SECRET, typed, now=datetime.fromtimestamp(1111111109, UTC))


@pytest.mark.parametrize(
    "typed",
    ["", "08180", "0818040", "٠٨١٨٠٤", "08180x", "081804\x00", "x" * 1_000_000, None, 81804,
     ["081804"], {"code": "081804"}, True],
)  # fmt: skip
def test_what_is_no_code(typed: object) -> None:
    assert totp.step_of(SECRET, typed, now=datetime.fromtimestamp(1111111109, UTC)) is None


def test_a_secret_is_long_and_fresh_and_typed_in_groups() -> None:
    one, other = totp.new_secret(), totp.new_secret()
    assert one != other
    assert len(one) * 5 >= 160
    assert totp.grouped(one).replace(" ", "") == one
    assert {len(group) for group in totp.grouped(one).split()} == {4}


def test_apps_read_whose_it_is_from_the_address() -> None:
    uri = urlsplit(totp.uri_of(SECRET, username="ana.b"))
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/DreamDot:ana.b")
    query = parse_qs(uri.query)
    assert query["secret"] == [SECRET]
    assert query["issuer"] == ["DreamDot"]


def test_the_picture_is_an_svg_of_our_own() -> None:
    picture = totp.picture_of(totp.uri_of(SECRET, username="ana"))
    assert picture.startswith("data:image/svg+xml")
    drawn = ElementTree.fromstring(unquote(picture.partition(",")[2]))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert {child.tag.partition("}")[2] for child in drawn.iter()} == {"svg", "path"}
