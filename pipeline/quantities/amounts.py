"""One amount said in two units: "thirteen dollars and forty-five cents", "2h 30m", "6ft 2in", "5-foot-4".

The row has the unit that was said first: 2h 30m is 2.5 hours.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.numbers import tidy
from pipeline.quantities.pieces import WORD
from pipeline.quantities.view import NOUN_TAGS, View

_HAS_CENTS = frozenset({"USD", "EUR", "AUD", "CAD", "NZD", "HKD", "SGD", "ZAR"})
_CENTS = 100
_PARTS = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("stone", "pound"): 14,
}
"""How many of the second unit make one of the first."""
_UNSAID = {"foot": "inch"}
"""The second unit may be left out behind the first: "a 5-foot-4 winger"."""
_FOOT = frozenset({"foot", "ft", "'", "’", "′"})
_SHORT = {"m": "minute", "s": "second"}
"""What a letter says behind hours or minutes ("2h 30m")."""


def join_amounts(view: View, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the two parts of one amount added up."""
    joined: list[Candidate] = []
    for found in candidates:
        ratio = _ratio(view, joined[-1], found) if joined and _could_join(joined[-1], found) else None
        joined.append(_sum(joined.pop(), found, ratio) if ratio else found)
    return joined


def _sum(major: Candidate, minor: Candidate, ratio: int) -> Candidate:
    value = tidy(major.low + minor.low / ratio)
    return replace(major, low=value, high=value, stop=minor.stop, end=minor.end, rule="sum")


def _could_join(major: Candidate, minor: Candidate) -> bool:
    """Whether the first is a whole number with a unit behind it and the second a small one."""
    if major.unit is None or major.end <= major.stop or major.per or not major.low.is_integer():
        return False
    return 0 < minor.low < _CENTS and minor.scale == 1 and minor.form in {"digits", "words"}


def _ratio(view: View, major: Candidate, minor: Candidate) -> int | None:
    """How many of the second make one of the first, None where they are two amounts."""
    between = view.pieces.lower[major.end : minor.begin]
    if major.unit is not None and major.unit.kind == "money":
        return _CENTS if between in ([], ["and"]) and _is_minor_coin(view, major, minor) else None
    name = major.unit.name if major.unit else None
    if minor.unit is None:
        is_tied = between == ["-"] or (not between and view.tag(minor.stop) not in NOUN_TAGS - {"NN"})
        is_tied = is_tied and view.pieces.word(major.end - 1) in _FOOT
        part = _UNSAID.get(name or "") if is_tied else None
    else:
        is_letter = minor.end == minor.stop + 1 and view.pieces.glued(minor.stop)
        letter = view.pieces.text[minor.end - 1] if is_letter and not between else ""
        part = _SHORT.get(letter, minor.unit.name) if between in ([], ["and"], ["-"]) else None
    ratio = _PARTS.get((name or "", part or ""))
    return ratio if ratio and minor.low < ratio else None


def _is_minor_coin(view: View, major: Candidate, minor: Candidate) -> bool:
    """Whether the second number is the cents of the first."""
    if major.unit is None or major.unit.name or not minor.low.is_integer():
        return False
    if minor.unit is not None:
        is_own = minor.unit.currency == major.unit.currency or major.unit.currency in _HAS_CENTS
        return is_own and minor.unit.name is not None and minor.begin == minor.first
    return not view.pieces.is_kind(minor.stop, WORD)
