"""Money said in two parts: "thirteen dollars and forty-five cents", "15 euros 50"."""

from __future__ import annotations

from dataclasses import replace

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.numbers import tidy
from pipeline.quantities.pieces import WORD
from pipeline.quantities.view import View

_HAS_CENTS = frozenset({"USD", "EUR", "AUD", "CAD", "NZD", "HKD", "SGD", "ZAR"})


def join_amounts(view: View, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the parts of one amount of money added up."""
    joined: list[Candidate] = []
    for found in candidates:
        if joined and _is_minor_part(view, joined[-1], found):
            joined.append(_sum(joined.pop(), found))
        else:
            joined.append(found)
    return joined


def _sum(major: Candidate, minor: Candidate) -> Candidate:
    value = tidy(major.low + minor.low / 100)
    return replace(major, low=value, high=value, stop=minor.stop, end=minor.end, rule="sum")


def _is_minor_part(view: View, major: Candidate, minor: Candidate) -> bool:
    """Whether the second number is the cents of the first."""
    if major.unit is None or major.unit.kind != "money" or major.unit.name or major.end <= major.stop:
        return False
    between = view.pieces.lower[major.end : minor.begin]
    if between not in ([], ["and"]) or not 0 < minor.low < 100 or not minor.low.is_integer():
        return False
    if minor.unit is not None:
        is_own = minor.unit.currency == major.unit.currency or major.unit.currency in _HAS_CENTS
        return is_own and minor.unit.name is not None and minor.begin == minor.first
    return minor.scale == 1 and not view.pieces.is_kind(minor.stop, WORD)
