"""Whole figures, 100 units tall, feet at (0, 0)."""

from __future__ import annotations

from typing import Literal

from ..palettes import mix
from ..svg import Canvas
from .character import Character

Pose = Literal["stand", "walk", "sit", "back", "reach", "crouch", "run", "wave"]

_LEGS = {
    "stand": "M-11-44H11L10-2H2L0-32-2-2H-10Z",
    "back": "M-11-44H11L10-2H2L0-32-2-2H-10Z",
    "reach": "M-11-44H11L10-2H2L0-32-2-2H-10Z",
    "wave": "M-11-44H11L10-2H2L0-32-2-2H-10Z",
    "walk": "M-10-44H11L8-24 17-3 10-1-1-24-12-1-19-4-8-24Z",
    "run": "M-10-44H11L16-28 32-30 31-23 10-20 0-30-14-12-28-16-26-22-16-20Z",
    "sit": "M-11-38H12L32-36V-1H25V-28L-4-26Q-12-28-11-38Z",
    "crouch": "M-14-30H12L22-12 12-1H-14L-20-12Z",
}
_SHOES = {
    "stand": "M2-3H10Q15-2 15 1H2ZM-10-3H-2V1H-13Q-13-2-10-3Z",
    "walk": "M10-4L17-5Q23-1 22 2H11ZM-19-6L-12-3-11 1H-18Q-22-2-19-6Z",
    "run": "M31-31L36-32 38-22 31-22ZM-29-23L-26-17-32-12-34-19Z",
    "sit": "M25-4H32Q38-2 38 1H25Z",
    "crouch": "M6-4H14Q20-2 20 1H6ZM-14-4H-6V1H-16Z",
}


def draw_figure(
    c: Canvas, who: Character, x: float, y: float, height: float, pose: Pose = "stand",
    *, flip: bool = False,
) -> None:  # fmt: skip
    """Draw somebody ``height`` tall with the feet at (x, y), facing right unless flipped."""
    size = height / 100 * (0.74 if who.child else 1)
    with c.placed(x, y, size, flip=flip):
        drop = {"sit": 2.0, "crouch": 20.0, "run": -2.0}.get(pose, 0.0)
        trousers = mix(who.top, "#1b1830", 0.72)
        c.ellipse(2, 1, 20, 2.4, "#0a0814", opacity=0.22)
        c.path(_LEGS[pose], trousers)
        c.path(_SHOES.get(pose, _SHOES["stand"]), "#1b1830")
        with c.placed(0, drop, 1, {"walk": 3, "run": 14, "crouch": 18}.get(pose, 0)):
            _torso(c, who, pose)
            with c.placed(0, -86, 1.25 if who.child else 1):
                _head(c, who, turned=pose == "back")


def _torso(c: Canvas, who: Character, pose: Pose) -> None:
    dark = mix(who.top, "#1b1830", 0.28)
    if pose != "back":
        c.line(
            {"reach": "M-9-66L-13-46", "run": "M-9-66L-20-52-12-42"}.get(pose, "M-10-66L-14-44"),
            dark,
            7.5,
        )
    c.path("M-13-40L-12-64Q-12-74 0-74T12-64L13-40Q0-36-13-40Z", who.top)
    c.path("M4-73Q12-72 12-64L13-40Q9-38 5-38Z", dark)
    arm = {
        "reach": "M8-68L22-70 34-74",
        "wave": "M9-68L20-78 22-94",
        "run": "M8-68L20-58 28-66",
        "walk": "M8-68L13-54 20-46",
        "sit": "M8-68L14-54 24-46",
        "crouch": "M8-68L18-56 22-40",
        "back": "M11-68L14-46",
    }.get(pose, "M9-68L13-46")
    if pose == "back":
        c.line("M-11-68L-14-46", dark, 7.5)
    c.line(arm, mix(who.top, "#ffffff", 0.1), 7.5)
    hand = arm.split("L")[-1].split()[-1].lstrip("M")
    x, _, y = hand.partition("-")
    c.circle(float(x or 0), -float(y), 4.2, who.skin)


def _head(c: Canvas, who: Character, *, turned: bool) -> None:
    c.rect(-4, 4, 8, 12, mix(who.skin, "#5a2a1a", 0.25))
    full = who.style in ("long", "bob", "curls", "scarf", "locs")
    cloth = mix(who.top, who.hair, 0.35) if who.style in ("scarf", "cap") else who.hair
    if full:
        low = {"long": 22, "locs": 20, "scarf": 18, "bob": 10, "curls": 6}[who.style]
        c.path(f"M-13-2Q-13-17 0-17T13-2L12 {low}H-12Z", cloth)
    if who.style == "curls":
        for x, y in ((-10, -9), (0, -14), (10, -9), (-13, 0), (13, 0)):
            c.circle(x, y, 6, who.hair)
    if who.style in ("bun", "topknot"):
        c.circle(-3, -17, 5.500, who.hair)
    if turned:
        c.circle(0, 0, 12, cloth if who.style != "bald" else who.skin)
        if who.style == "braid":
            c.line("M0 6V30", who.hair, 5)
        return
    c.path("M-11-2Q-11-13 0-13T11-2Q11 12 1 12.500-11 12-11-2Z", who.skin)
    if who.style != "bald":
        c.path("M-12 3Q-14-15 0-15.500T12-1Q6-5 2-8-6-4-9-3-10 0-12 3Z", cloth)
    if who.style == "cap":
        c.path("M2-11Q14-9 17-4 8-7 0-6Z", mix(cloth, "#000000", 0.3))
    if who.style == "braid":
        c.line("M-10 4L-13 24", who.hair, 4)
    if who.extra == "beard":
        c.path("M-8 4Q2 8 11 2 11 14 2 15-7 14-8 4Z", who.hair)
    c.circle(3, 0, 1.3, "#1b1830")
    c.circle(9, 0, 1.2, "#1b1830")
    if who.extra == "glasses":
        c.path(
            "M0 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0ZM6.500 0a2.600 3 0 1 0 5.200 0a2.600 3 0 1"
            " 0-5.200 0Z",
            stroke="#1b1830",
            stroke_width=1,
        )
