"""Feet and inches in marks: 6'3 with or without two strokes behind, 6' 3" with a space."""

from __future__ import annotations

from pipeline.quantities.numbers import Number
from pipeline.quantities.pieces import NUMBER, Pieces
from pipeline.quantities.units import UnitAt, unit_named

_FEET = frozenset({"'", "’", "′"})
_INCHES = frozenset({'"', "”", "″", "“"})


def height_after(pieces: Pieces, number: Number) -> UnitAt | None:
    """The foot or the inch whose mark follows a number in a height."""
    at = number.stop
    if _is_joint(pieces, at):
        return _unit_at("foot", at)
    if pieces.word(at) in _INCHES and _is_joint(pieces, number.first - 1):
        return _unit_at("inch", at)
    return None


def _is_joint(pieces: Pieces, at: int) -> bool:
    """Whether the mark of feet stands between a height's feet and its inches."""
    feet, inches = at - 1, at + 1
    if pieces.word(at) not in _FEET or not (pieces.is_kind(feet, NUMBER) and pieces.is_kind(inches, NUMBER)):
        return False
    is_marked = pieces.word(inches + 1) in _INCHES and pieces.glued(inches + 1)
    glued = pieces.glued(at) and (pieces.glued(inches) or is_marked)
    return glued and (pieces.value[inches] or 0) < 12 and (pieces.value[feet] or 0) < 10


def _unit_at(name: str, at: int) -> UnitAt | None:
    unit = unit_named(name)
    return UnitAt(unit, at, at + 1) if unit else None
