"""An amount said again in another unit shares what was said of the first: "up 12 points, or 0.4 %".

Brackets restate as well: "more than 60 miles (97 km)", "C$6 (US$4.46) per share".
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.trend import behind_mention
from pipeline.quantities.units import per_after
from pipeline.quantities.view import View

_LIMITS = frozenset({"at_most", "less_than", "at_least", "more_than"})
_JOINTS = (["("], [",", "or"], ["or"])


def share_restated(view: View, candidates: list[Candidate]) -> None:
    """Gives each restated amount the trend, the bound and the denominator of the amount before it."""
    for first, again in pairwise(candidates):
        between = view.pieces.lower[behind_mention(view, first) : again.begin]
        if between not in _JOINTS or again.unit is None:
            continue
        again.trend = again.trend or first.trend
        if between == ["("] and view.pieces.word(again.end) == ")":
            _share_denominator(view, first, again)
        if first.modifier in _LIMITS and again.modifier == "exact" and _is_conversion(first, again):
            again.modifier, again.modifier_pieces = first.modifier, first.modifier_pieces


def _is_conversion(first: Candidate, again: Candidate) -> bool:
    """Whether both amounts are of one dimension in different units, so that one bound holds for both."""
    if first.unit is None or again.unit is None or first.unit == again.unit:
        return False
    is_money = first.unit.kind == again.unit.kind == "money"
    return is_money or (first.unit.base is not None and first.unit.base == again.unit.base)


def _share_denominator(view: View, first: Candidate, again: Candidate) -> None:
    """The denominator behind the closing bracket holds for both."""
    per = per_after(view.pieces, again.end + 1)
    if per and first.per is None and again.per is None and _is_conversion(first, again):
        first.per = again.per = per[0]
