"""Drawn people: who they are, their faces and their figures."""

from __future__ import annotations

from .bust import draw_bust
from .character import Character, Mood, character_of
from .figure import Pose, draw_figure

__all__ = ["Character", "Mood", "Pose", "character_of", "draw_bust", "draw_figure"]
