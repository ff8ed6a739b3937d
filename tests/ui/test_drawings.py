"""Drawings are deterministic, well-formed, safe in an <img>, and small."""

import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dreamdot_app.ui import drawings

FIXTURES = json.loads((Path(__file__).parent / "constellation_fixtures.json").read_text("utf-8"))
MOST_BYTES = 14 * 1024
HOSTILE = "<script>alert(1)</script> \"&' ]]> \u202e \x00"
TITLES = (
    "The Cartographer of Small Hours",
    "Tin Weather",
    "Żółw i gęś, or the Whole of It: a Very Long Title That Has to Shrink a Good Deal to Fit",
    "A " * 60,
    "x" * 120,
    "夜のバス",
    "",
    HOSTILE,
)
DESIGNS = drawings.designs()


def well_formed(svg: str) -> ET.Element:
    """Parse and look for anything that a picture has no business carrying."""
    root = ET.fromstring(svg)
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        assert name not in {"script", "foreignObject", "image", "style", "animate", "set", "a"}
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if attribute.endswith("href"):
                assert value.startswith("#")
            assert "url(" not in value or value.startswith("url(#")
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= set(ids)
    assert "NaN" not in svg
    assert "inf" not in svg
    return root


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["key"] or "empty")
def test_constellation_is_the_reference_to_the_last_digit(case):
    area = tuple(case["area"]) if case["area"] else None
    inside = drawings.constellation(
        case["key"],
        case["width"],
        case["height"],
        avatar=case["avatar"],
        area=area,
        scale=case["scale"],
    )
    for number, name in enumerate(re.findall(r'id="([^"]+)"', inside)):
        inside = inside.replace(f'"{name}"', f'"id{number}"').replace(f"#{name})", f"#id{number})")
    assert hashlib.sha256(inside.encode()).hexdigest() == case["sha256"]


def test_there_are_many_designs_for_every_kind():
    kinds = {kind: [d for d in DESIGNS if kind in d.kinds] for kind in ("writing", "comic", "art")}
    assert len(DESIGNS) >= 100
    assert {kind: len(found) >= 20 for kind, found in kinds.items()} == dict.fromkeys(kinds, True)
    assert len([d for d in DESIGNS if "item" in d.kinds]) >= 12
    assert len({(d.width, d.height) for d in DESIGNS}) >= 6


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_every_cover_is_safe_small_and_repeats(design):
    for title in TITLES:
        drawn = drawings.cover(design.name, "a-key", title, "Zofia Wrońska & " + HOSTILE)
        root = well_formed(drawn.svg)
        assert root.attrib["viewBox"] == f"0 0 {design.width} {design.height}"
        assert drawn.width * design.height == drawn.height * design.width
        assert len(gzip.compress(drawn.svg.encode())) <= MOST_BYTES
    again = drawings.cover(design.name, "a-key", TITLES[0], "Anwen Pryce").svg
    assert drawings.cover(design.name, "a-key", TITLES[0], "Anwen Pryce").svg == again
    assert drawings.cover(design.name, "b-key", TITLES[0], "Anwen Pryce").svg != again


def test_a_palette_may_be_wished_for():
    def bare(key):
        return re.sub(r"d[0-9a-f]+-\d+", "", drawings.art("ridge", key).svg)

    assert bare("k@tide.day") != bare("k@ember.day")
    assert bare("k@no-such-palette") == bare("k")


def test_letters_that_the_fonts_lack_are_left_out():
    blank = drawings.cover("ridge", "k", "", "").svg
    assert drawings.cover("ridge", "k", "夜のバス", "").svg == blank
    assert drawings.cover("ridge", "k", "Night Bus", "").svg != blank


def test_an_unknown_design_is_a_constellation():
    assert drawings.cover("no-such", "k", "T", "A") == drawings.cover(
        "constellation", "k", "T", "A"
    )


@pytest.mark.parametrize("comic", drawings.comics())
def test_every_page_is_drawn(comic):
    count = drawings.page_count(comic)
    pages = [drawings.page(comic, number) for number in range(1, count + 1)]
    for drawn in pages:
        well_formed(drawn.svg)
        assert len(gzip.compress(drawn.svg.encode())) <= MOST_BYTES
        assert (drawn.width, drawn.height) == (800, 1200)
    assert 4 <= count <= 8
    assert len({drawn.svg for drawn in pages}) == count
    with pytest.raises(KeyError):
        drawings.page(comic, count + 1)
    with pytest.raises(KeyError):
        drawings.page(comic, 0)


def test_people_have_a_face_or_a_constellation():
    faces = [drawings.portrait(f"somebody-{i}") for i in range(60)]
    for drawn in faces:
        well_formed(drawn.svg)
    assert len({re.sub(r"d[0-9a-f]+-\d+", "", drawn.svg) for drawn in faces}) > 55
    assert drawings.person("mei", face=True) == drawings.portrait("mei")
    stars = drawings.person("mei")
    well_formed(stars.svg)
    assert drawings.constellation("person:mei", 100, 100, avatar=True) in stars.svg
    assert drawings.portrait("mei:style=bun skin=x hair=999 top=-1") == drawings.portrait(
        "mei:style=bun skin=x hair=999 top=-1"
    )
