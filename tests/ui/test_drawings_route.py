"""Addresses of drawings: canonical, bounded, and answered with the right headers or not at all."""

import base64
import json
import xml.etree.ElementTree as ET

import httpx
import pytest
from starlette.applications import Starlette

from dreamdot_app.ui.drawings import (
    art_url,
    build_key,
    cover_url,
    drawn_routes,
    page_url,
    parse_key,
    person_url,
)


@pytest.fixture
async def web():
    app = httpx.ASGITransport(app=Starlette(routes=drawn_routes()))
    async with httpx.AsyncClient(transport=app, base_url="http://test") as client:
        yield client


def raw(value: object) -> str:
    """Encode anything the way keys are encoded, without the checks."""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


GOOD = (
    cover_url("salt", "salt-cathedral@tide", "Salt Cathedral", "Zofia Wrońska"),
    cover_url("no-such-design", "k", "Title", "Author"),
    cover_url("ridge", "k", '<svg onload="alert(1)">', "</svg>"),
    art_url("orchard", "k"),
    page_url("paper-moths", 1),
    person_url("mei"),
    person_url("zofia", face=True),
)
BAD = (
    "/drawn/page/" + build_key("paper-moths", 99) + ".svg",
    "/drawn/page/" + build_key("../paper-moths", 1) + ".svg",
    "/drawn/page/" + build_key(1, "paper-moths") + ".svg",
    "/drawn/page/" + raw(["paper-moths", True]) + ".svg",
    "/drawn/page/" + raw(["paper-moths", 1e400]) + ".svg",
    "/drawn/art/" + build_key("no-such-design", "k") + ".svg",
    "/drawn/cover/" + build_key("ridge") + ".svg",
    "/drawn/cover/" + build_key("ridge", "k", "t", 1) + ".svg",
    "/drawn/cover/" + raw('["ridge", "k", "t", "a"]') + ".svg",
    "/drawn/cover/" + raw("[" * 400) + ".svg",
    "/drawn/cover/" + raw({"design": "ridge"}) + ".svg",
    "/drawn/cover/" + "A" * 5000 + ".svg",
    "/drawn/cover/not*base64.svg",
    "/drawn/cover/.svg",
    "/drawn/person/" + build_key("mei", 2) + ".svg",
    "/drawn/nothing/" + build_key("ridge", "k") + ".svg",
)


@pytest.mark.parametrize("url", GOOD)
async def test_a_drawing_is_served_for_ever(web, url):
    answer = await web.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    ET.fromstring(answer.text)
    assert "<script" not in answer.text
    assert "onload" not in answer.text
    assert (await web.get(url)).content == answer.content
    assert (await web.head(url)).status_code == 200


@pytest.mark.parametrize("url", BAD, ids=range(len(BAD)))
async def test_nonsense_is_not_found(web, url):
    assert (await web.get(url)).status_code == 404


async def test_only_reading_is_allowed(web):
    assert (await web.post(GOOD[0])).status_code == 405


def test_a_key_gives_back_its_parts():
    parts = ("ridge", "k@dusk", "Żółw “1”", "O’Brien & Søn")
    assert parse_key(build_key(*parts)) == parts
    assert parse_key(build_key("late", 3)) == ("late", 3)


@pytest.mark.parametrize("text", ["x" * 5000, "😀" * 500, "\x00\x1b\u202e" * 90, "a\n\tb" * 90, ""])
def test_addresses_stay_short_whatever_the_title(text):
    url = cover_url("ridge", text, text, text)
    assert len(url) <= 700
    assert parse_key(url.removeprefix("/drawn/cover/").removesuffix(".svg"))[0] == "ridge"


def test_a_key_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        build_key("x" * 600)
