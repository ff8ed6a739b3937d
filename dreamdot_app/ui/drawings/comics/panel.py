"""One panel: ground, things, people, and then the words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ..lettering.faces import BLACK
from ..lettering.setting import draw_line, fit, measure, wrapped
from ..look import MOODS, Look, chosen
from ..palettes import mix
from ..people import Character, character_of, draw_bust, draw_figure
from ..people.character import Mood as Feeling
from ..people.figure import Pose
from ..props import PROPS, Tint, draw_prop
from ..scenes import SCENES
from ..svg import Canvas, num
from .script import Panel, Script, Words
from .style import Ink

CAPTION = 14.5
SPEECH = 14.0
_FEELINGS: tuple[Feeling, ...] = ("calm", "glad", "sad", "afraid", "asleep", "stern")
_POSES: tuple[Pose, ...] = ("stand", "walk", "sit", "back", "reach", "crouch", "run", "wave")
_SIDES = {"left": 0.3, "right": 0.7, "far-left": 0.18, "far-right": 0.82}


@dataclass(slots=True)
class Frame:
    """The panel being drawn: its size, and where speech comes from."""

    width: float
    height: float
    clear_top: float = 0.0
    clear_bottom: float = 0.0
    mouths: list[tuple[float, float]] = field(default_factory=list)


def draw_panel(
    c: Canvas, panel: Panel, w: float, h: float, look: Look, ink: Ink, play: Script
) -> None:
    """Draw one panel into the box (0, 0, w, h)."""
    frame = Frame(w, h)
    plan = _plan(panel, w, ink, play.cast)
    frame.clear_top = _depth(plan)
    frame.clear_bottom = sum(item.height for item in plan if not item.top)
    for layer in panel.layers:
        _layer(c, layer, frame, look, play)
    _write(c, plan, frame, ink)


def _depth(plan: list[_Set]) -> float:
    """Give the height taken from the top; a second balloon hangs lower than the first."""
    tops = [item for item in plan if item.top]
    if len([item for item in tops if item.spoken]) < 2:
        return sum(item.height for item in tops)
    return tops[0].height * 0.62 + tops[1].height


# -- what is drawn ---------------------------------------------------------------------------


def _layer(c: Canvas, words: tuple[str, ...], frame: Frame, look: Look, play: Script) -> None:
    name, rest = words[0], words[1:]
    if name in SCENES:
        look.mood = chosen(MOODS, rest, look.mood)
        SCENES[name](c, frame.width, frame.height, look)
    elif name == "ground":
        _ground(c, rest, frame, look)
    elif name == "face":
        _face(c, _who(rest[0], play), rest[1:], frame)
    elif name == "prop":
        _thing(c, rest, frame, look)
    elif name == "sfx":
        _noise(c, " ".join(rest), frame, look)
    else:
        _figure(c, _who(name, play), rest, frame)


def _who(name: str, play: Script) -> Character:
    return character_of(f"{play.key}/{name}:{play.cast.get(name, '')}")


def _ground(c: Canvas, words: tuple[str, ...], frame: Frame, look: Look) -> None:
    """Fill the panel with one colour and, if asked, dots, rays, lines, rain or a disc."""
    p, w, h = look.palette, frame.width, frame.height
    colour = getattr(p, words[0])
    c.rect(0, 0, w, h, colour)
    second = mix(colour, p.pale if words[0] in ("deep", "dark", "mid", "pop") else p.pop, 0.22)
    mode = words[1] if len(words) > 1 else ""
    if mode == "dots":
        c.rect(
            0, 0, w, h, c.pattern((11, 11), f'<circle cx="5" cy="5" r="2.4" fill="{second}"/>', 30)
        )
    elif mode == "lines":
        c.rect(0, 0, w, h, c.pattern((9, 9), f'<path d="M0 0h9v3H0z" fill="{second}"/>', 45))
    elif mode == "disc":
        c.circle(w / 2, h * 0.55, min(w, h) * 0.4, second)
    elif mode == "rays":
        for i in range(18):
            a, b = math.tau * i / 18, math.tau * (i + 0.5) / 18
            c.path(
                f"M{num(w / 2)} {num(h * 0.56)}L{num(w / 2 + w * 1.4 * math.cos(a))}"
                f" {num(h * 0.56 + w * 1.4 * math.sin(a))}L{num(w / 2 + w * 1.4 * math.cos(b))}"
                f" {num(h * 0.56 + w * 1.4 * math.sin(b))}Z",
                second,
            )
    elif mode == "rain":
        for _ in range(40):
            c.line(f"M{num(look.chance() * w)} {num(look.chance() * h)}l-4 15", second, 1.4)
    elif mode == "floor":
        c.rect(0, round(h * 0.78, 1), w, h * 0.22, mix(colour, p.deep, 0.35))


def _place(words: tuple[str, ...], default: float) -> float:
    for word in words:
        if word in _SIDES:
            return _SIDES[word]
        if word.startswith("x="):
            return float(word[2:])
    return default


def _number(words: tuple[str, ...], name: str, default: float) -> float:
    return next((float(w[2:]) for w in words if w.startswith(name + "=")), default)


def _face(c: Canvas, who: Character, words: tuple[str, ...], frame: Frame) -> None:
    w, h = frame.width, frame.height
    room = h - frame.clear_top - frame.clear_bottom * 0.75
    mood: Feeling = chosen(_FEELINGS, words, "calm")
    scale = min(room / 82, w / 74) * _number(words, "s", 1)
    x = w * _place(words, 0.5)
    y = frame.clear_top + max(0.0, room - 82 * scale) * 0.6 - 10 * scale
    with c.placed(x - 50 * scale, y, scale):
        draw_bust(c, who, mood)
    frame.mouths.append((x, y + 24 * scale))


def _figure(c: Canvas, who: Character, words: tuple[str, ...], frame: Frame) -> None:
    w, h = frame.width, frame.height
    pose: Pose = chosen(_POSES, words, "stand")
    size = _number(words, "s", 0.55)
    x, y = w * _place(words, 0.5), h * _number(words, "y", 0.95)
    room = h - frame.clear_top - (h - y) - 6
    tall = min(h * size, max(room, h * 0.2))
    draw_figure(c, who, x, y, tall, pose, flip="flip" in words)
    frame.mouths.append((x, y - tall * (0.74 if who.child else 1) - 2))


def _thing(c: Canvas, words: tuple[str, ...], frame: Frame, look: Look) -> None:
    if words[0] not in PROPS:
        raise ValueError(f"nothing is drawn for {words[0]!r}")
    w, h = frame.width, frame.height
    room = h - frame.clear_top - frame.clear_bottom
    size = min(w * 0.72, room * 0.82) * _number(words, "s", 1)
    p = look.palette
    main = next(
        (
            getattr(p, k)
            for k in ("deep", "dark", "mid", "soft", "pale", "pop", "glow")
            if k in words
        ),
        p.pop,
    )
    y = h * _number(words, "y", (frame.clear_top + room / 2) / h)
    tint = Tint.of(p, main, on_paper="paper" in words)
    draw_prop(c, words[0], tint, w * _place(words, 0.5), y, size, _number(words, "t", 0))


def _noise(c: Canvas, text: str, frame: Frame, look: Look) -> None:
    """Letter a sound across the panel."""
    p, w, h = look.palette, frame.width, frame.height
    block = fit(text, BLACK, w * 0.8, h * 0.3, largest=58, most_lines=1, tracking=60)
    y = frame.clear_top + (h - frame.clear_top - frame.clear_bottom) * 0.3 + block.size * 0.4
    with c.group(transform=f"rotate(-6 {num(w / 2)} {num(y)})"):
        for line in block.lines:
            draw_line(c, line, BLACK, w / 2 + 2, y + 2, block.size, p.deep, anchor=0.5, tracking=60)
            draw_line(c, line, BLACK, w / 2, y, block.size, p.glow, anchor=0.5, tracking=60)


# -- what is read ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Set:
    """Words broken into lines, with the room they take and whether they stand at the top."""

    lines: tuple[str, ...]
    spoken: bool
    top: bool
    width: float
    height: float
    size: float


def _plan(panel: Panel, w: float, ink: Ink, cast: dict[str, str]) -> list[_Set]:
    """Speech first at the top, a second one at the foot; captions where there is room."""
    spoken = [words for words in panel.words if words.spoken]
    told = [words for words in panel.words if not words.spoken]
    order: list[tuple[Words, bool]] = []
    order += [(words, not spoken or i > 0) for i, words in enumerate(told[:1])]
    order += [(words, False) for words in told[1:2]]
    # two people in a wide panel both speak at the top, else the second speaks at the foot
    people = sum(layer[0] == "face" or layer[0] in cast for layer in panel.layers)
    order += [(words, i == 0 or (w > 260 and people > 1)) for i, words in enumerate(spoken[:2])]
    return [_measure(words, top, w, ink) for words, top in order]


def _measure(words: Words, top: bool, w: float, ink: Ink) -> _Set:
    face, size = (ink.speech, SPEECH) if words.spoken else (ink.caption, CAPTION)
    limit = (w - 46 if words.spoken else w - 32) if w < 260 else w * 0.72
    lines = wrapped(words.text, face, limit, size, 6)
    widest = max(measure(line, face) for line in lines) * size
    if widest > limit:
        size *= limit / widest
        widest = limit
    height = len(lines) * size * 1.24 + (26 if words.spoken else 18)
    return _Set(lines, words.spoken, top, widest, height, size)


def _write(c: Canvas, plan: list[_Set], frame: Frame, ink: Ink) -> None:
    spoken = 0
    for item in plan:
        if not item.spoken:
            _caption(c, item, frame, ink)
            continue
        mouth = (frame.width / 2, frame.height * 0.6)
        if frame.mouths:
            mouth = frame.mouths[min(spoken, len(frame.mouths) - 1)]
        drop = plan[0].height * 0.62 if spoken and item.top else 0.0
        _balloon(c, item, (mouth, drop), frame, ink)
        spoken += 1


def _caption(c: Canvas, item: _Set, frame: Frame, ink: Ink) -> None:
    x, bw, bh = 8.0, item.width + 16, item.height - 8
    y = 8.0 if item.top else frame.height - bh - 8
    if not item.top and any(ink.frame):
        x = frame.width - bw - 8
    c.rect(
        x,
        round(y, 1),
        bw,
        bh,
        ink.box,
        stroke=ink.frame or None,
        stroke_width=1.4 if ink.frame else None,
        rx=4 if ink.radius else None,
    )
    for i, line in enumerate(item.lines):
        draw_line(
            c,
            line,
            ink.caption,
            x + 8,
            y + 5 + item.size * (0.82 + i * 1.24),
            item.size,
            ink.letters,
        )


def _balloon(
    c: Canvas, item: _Set, spot: tuple[tuple[float, float], float], frame: Frame, ink: Ink
) -> None:
    """Draw speech with its tail towards the mouth in ``spot``, lowered by its second part."""
    bw, bh = item.width + 34, item.height - 4
    (mouth_x, mouth_y), drop = spot
    x = min(max(mouth_x, bw / 2 + 5), frame.width - bw / 2 - 5)
    y = bh / 2 + 6 + drop if item.top else frame.height - bh / 2 - 6
    edge = y + (bh / 2 - 5) * (1 if item.top else -1)
    lean = 14 if mouth_x >= x else -14
    reach = min(mouth_y - 4, edge + 30) if item.top else max(mouth_y + 30, edge - 26)
    tip_x = mouth_x + lean * 0.2
    line = {"stroke": ink.frame, "stroke_width": 2} if ink.frame else {}
    tail = (
        f"M{num(x + lean - 8)} {num(edge)}L{num(tip_x)} {num(reach)}L{num(x + lean + 9)}"
        f" {num(edge)}Z"
    )
    shows = abs(reach - edge) > 4 and (reach > edge) == item.top
    if shows:
        c.path(tail, ink.balloon, stroke_linejoin="round", **line)
    c.rect(
        round(x - bw / 2, 1), round(y - bh / 2, 1), bw, bh, ink.balloon, rx=min(bh / 2, 22), **line
    )
    if shows and line:
        c.path(tail.replace("Z", ""), ink.balloon)
    top = y - (len(item.lines) - 1) * item.size * 1.24 / 2 + item.size * 0.35
    for i, text in enumerate(item.lines):
        draw_line(
            c, text, ink.speech, x, top + i * item.size * 1.24, item.size, ink.said, anchor=0.5
        )
