"""Covers that are a scene and a way of lettering it."""

from __future__ import annotations

from ..look import MOODS, Look, Mood
from ..scenes import SCENES
from ..svg import Canvas
from . import layouts, margins
from .layouts import Layout
from .registry import BOOK, COMIC, PANORAMA, POSTER, SQUARE, WIDE, design

_WARM_DAY: tuple[Mood, ...] = ("day", "dusk")
_DARK: tuple[Mood, ...] = ("dusk", "night")


def _scenic(
    name: str,
    shape: tuple[int, int],
    kinds: str,
    scene: str,
    layout: Layout,
    palettes: str = "",
    moods: tuple[Mood, ...] = MOODS,
) -> None:
    def paint(c: Canvas, look: Look) -> None:
        layout(c, look, SCENES[scene])

    design(name, shape, kinds, palettes, moods)(paint)


_BOOKS: tuple[tuple[str, str, Layout, str, tuple[Mood, ...]], ...] = (
    ("ridge", "ridge", layouts.crown, "dusk tide orchard peach lilac slate frost", MOODS),
    ("dunes", "dunes", margins.framed, "clay sand rust peach teal plum", MOODS),
    ("forest", "forest", layouts.foot, "forest moss dusk plum night olive", MOODS),
    ("furrows", "field", layouts.crown_sans, "mustard orchard olive denim clay", _WARM_DAY),
    ("village", "village", layouts.arc, "frost night denim plum cobalt", _DARK),
    ("hills", "hills", margins.rondel, "orchard lilac sakura moss peach denim", MOODS),
    ("calm", "calm", margins.half, "tide dusk arctic rose teal peach", MOODS),
    ("seigaiha", "wave", margins.sash, "river arctic sakura cobalt brick teal", MOODS),
    ("deep", "deep", layouts.foot, "river teal night arctic grape denim", ("night",)),
    ("cliffs", "cliffs", layouts.crown, "clay frost tide rust sakura", MOODS),
    ("towers", "towers", layouts.crown_sans, "night grape cobalt dusk coal teal", _DARK),
    ("roofs", "roofs", layouts.crown, "brick dusk plum denim rose kraft", MOODS),
    ("street", "street", layouts.foot, "night plum slate coal dusk teal", _DARK),
    ("road", "road", layouts.lying, "night coal denim forest wine", _DARK),
    ("bridge", "bridge", margins.rondel, "slate rose mint arctic lilac", MOODS),
    ("stairs", "stairs", margins.plate, "lilac clay mint cobalt rose ink", ("day", "dusk")),
    ("platform", "station", layouts.foot, "coal night denim wine slate", _DARK),
    ("sill", "window", margins.framed, "peach sakura slate clay lilac forest", MOODS),
    ("armchair", "armchair", layouts.crown, "plum peach slate moss rust wine", MOODS),
    ("stilllife", "table", layouts.wide_caps, "clay slate peach olive sand rose", MOODS),
    ("doorway", "doorway", layouts.crown, "coal wine forest night grape", ("night",)),
    ("shelves", "shelves", margins.plate, "kraft wine forest denim coal", ("day",)),
    ("arches", "arches", layouts.wide_caps, "tide wine forest grape ember", ("night",)),
    ("stage", "stage", layouts.foot, "ember wine cobalt forest", ("night",)),
    ("kite", "moonlit", margins.half, "dusk frost peach cobalt sakura", MOODS),
    ("glasshouse", "greenhouse", layouts.crown, "mint orchard forest sakura moss", MOODS),
    ("hives", "hives", layouts.arc, "mustard orchard moss olive lemon", _WARM_DAY),
    ("snowfield", "snowfield", layouts.wide_caps, "frost arctic slate lilac ink", MOODS),
    ("bell", "bell", layouts.crown, "teal tide river grape", ("night",)),
    ("pane", "rain_glass", layouts.foot, "night wine slate coal teal", ("night",)),
    ("quay", "harbour", margins.billboard, "brick denim mint clay cobalt", MOODS),
    ("beds", "garden", margins.half, "sakura mint lilac peach moss", MOODS),
)
_COMICS: tuple[tuple[str, str, Layout, str, tuple[Mood, ...]], ...] = (
    ("island", "island", layouts.bouncing, "mint cobalt lilac peach arctic", MOODS),
    ("ringworld", "planet", layouts.bouncing, "grape night teal cobalt wine", ("night",)),
    ("rooftop-cat", "roofs", layouts.bouncing, "plum dusk night brick teal", _DARK),
    ("stall", "market", margins.billboard, "mint mustard rose denim clay", MOODS),
    ("bedtime", "bed", layouts.bouncing, "night lilac denim plum", ("night", "dusk")),
    ("undersea", "deep", layouts.foot, "river teal arctic grape", ("night",)),
    ("sealight", "lighthouse", margins.billboard, "tide frost clay night", MOODS),
    ("moonrise", "moonlit", layouts.bouncing, "night dusk grape cobalt", _DARK),
    ("snowplain", "snowfield", margins.billboard, "frost arctic slate denim", MOODS),
    ("apiary", "hives", layouts.bouncing, "orchard mustard moss olive", _WARM_DAY),
    ("hothouse", "greenhouse", layouts.bouncing, "forest mint moss teal", MOODS),
    ("lantern-wood", "forest", margins.billboard, "forest moss plum dusk", _DARK),
    ("threshold", "doorway", layouts.crown_sans, "cobalt wine teal plum", ("night",)),
    ("nightline", "station", layouts.foot, "coal night denim wine", _DARK),
    ("limelight", "stage", layouts.foot, "ember wine cobalt forest", ("night",)),
    ("stairwell", "stairs", margins.plate, "lilac mint clay rose", ("day", "dusk")),
    ("peaks", "ridge", margins.billboard, "rust clay dusk frost", MOODS),
    ("downpour", "street", layouts.foot, "slate night plum coal", _DARK),
    ("stove", "stove", margins.billboard, "ember mint kraft rose teal", MOODS),
)
_PICTURES: tuple[tuple[str, tuple[int, int], str, str], ...] = (
    ("p-ridge", PANORAMA, "ridge", "dusk tide lilac slate frost"),
    ("p-dunes", WIDE, "dunes", "clay sand rust peach"),
    ("p-forest", COMIC, "forest", "forest moss dusk night"),
    ("p-harbour", WIDE, "harbour", "denim brick clay mint"),
    ("p-wave", SQUARE, "wave", "river arctic sakura cobalt"),
    ("p-deep", PANORAMA, "deep", "river teal arctic night"),
    ("p-table", COMIC, "table", "clay slate olive peach rose"),
    ("p-window", COMIC, "window", "peach sakura slate clay"),
    ("p-garden", PANORAMA, "garden", "mint sakura moss lilac"),
    ("p-street", COMIC, "street", "night plum slate coal"),
    ("p-snow", PANORAMA, "snowfield", "frost arctic slate"),
    ("p-arches", SQUARE, "arches", "tide wine ember grape"),
)
_POSTERS: tuple[tuple[str, str, str], ...] = (
    ("poster-wave", "breaker", "river arctic brick cobalt"),
    ("poster-light", "lighthouse", "tide frost clay night"),
    ("poster-bridge", "bridge", "slate mint rose arctic"),
    ("poster-field", "field", "mustard orchard clay olive"),
    ("poster-moon", "moonlit", "dusk grape cobalt peach"),
)

for _name, _scene, _layout, _palettes, _moods in _BOOKS:
    _scenic(_name, BOOK, "writing", _scene, _layout, _palettes, _moods)
for _name, _scene, _layout, _palettes, _moods in _COMICS:
    _scenic(_name, COMIC, "comic", _scene, _layout, _palettes, _moods)
for _name, _shape, _scene, _palettes in _PICTURES:
    _scenic(_name, _shape, "art", _scene, layouts.bare, _palettes)
for _name, _scene, _palettes in _POSTERS:
    _scenic(_name, POSTER, "art", _scene, layouts.poster, _palettes)
