"""Pair kerning read from a variable font's GPOS table."""

from __future__ import annotations

from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib.models import normalizeLocation, piecewiseLinearMap
from fontTools.varLib.varStore import VarStoreInstancer


class Kerning:
    """Answers how far two glyphs of one font move together, at one place of its axes."""

    def __init__(self, font: TTFont, axes: dict[str, float]) -> None:
        head: Any = font["head"]
        self._scale = 1000 / head.unitsPerEm
        self._known: dict[tuple[str, str], float] = {}
        self._tables = _pair_tables(font)
        self._store = _instancer(font, axes)

    def between(self, left: str, right: str) -> float:
        """Give the kerning of a pair of glyph names in thousandths of an em."""
        pair = (left, right)
        if pair not in self._known:
            self._known[pair] = self._look_up(left, right) * self._scale
        return self._known[pair]

    def _look_up(self, left: str, right: str) -> float:
        for table in self._tables:
            if left not in table.Coverage.glyphs:
                continue
            if table.Format == 1:
                pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
                record = next((r for r in pairs if r.SecondGlyph == right), None)
                if record is None:
                    continue
            else:
                first = table.ClassDef1.classDefs.get(left, 0)
                second = table.ClassDef2.classDefs.get(right, 0)
                record = table.Class1Record[first].Class2Record[second]
            return self._advance(record.Value1)
        return 0.0

    def _advance(self, value: Any) -> float:
        if value is None:
            return 0.0
        moved = float(getattr(value, "XAdvance", 0) or 0)
        device = getattr(value, "XAdvDevice", None)
        if device is not None and self._store is not None and device.DeltaFormat == 0x8000:
            moved += self._store[(device.StartSize << 16) + device.EndSize]
        return moved


def _pair_tables(font: TTFont) -> list[Any]:
    if "GPOS" not in font:
        return []
    gpos = font["GPOS"].table
    indexes = sorted(
        {
            index
            for record in gpos.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    tables = [table for index in indexes for table in gpos.LookupList.Lookup[index].SubTable]
    tables = [getattr(table, "ExtSubTable", table) for table in tables]
    return [table for table in tables if hasattr(table, "PairSet") or hasattr(table, "ClassDef1")]


def _instancer(font: TTFont, axes: dict[str, float]) -> VarStoreInstancer | None:
    store = getattr(font["GDEF"].table, "VarStore", None) if "GDEF" in font else None
    if store is None:
        return None
    ranges = {a.axisTag: (a.minValue, a.defaultValue, a.maxValue) for a in font["fvar"].axes}
    place = normalizeLocation({tag: axes[tag] for tag in ranges}, ranges)
    if "avar" in font:
        maps = font["avar"].segments
        place = {tag: piecewiseLinearMap(at, maps[tag]) for tag, at in place.items()}
    return VarStoreInstancer(store, font["fvar"].axes, place)
