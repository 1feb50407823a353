"""Numbers whose noun or unit was said before: "68,400 people … and 95,800 who …"."""

from __future__ import annotations

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.numbers import tidy
from pipeline.quantities.pieces import WORD
from pipeline.quantities.view import NOUN_TAGS, View

_FURTHEST = 4
"""So many numbers back the noun may have been said."""

_MILLION = 1e6
_SIMILAR = 20.0
"""A number without a noun is taken to go on with one that is at most so many times as large or small."""


def fill_elided(view: View, candidates: list[Candidate]) -> None:
    """Gives each bare number the noun or the unit of the nearest number before it in its sentence."""
    for at, found in enumerate(candidates):
        before = candidates[max(0, at - _FURTHEST) : at][::-1]
        _read_as_millions(view, found, before)
        if not is_bare(found) or found.form not in {"digits", "words"}:
            continue
        source = _source(view, before, found)
        if source:
            found.noun, found.noun_span = source.noun, source.noun_span
            found.unit, found.per = source.unit, found.per or (source.per if source.unit else None)
            found.rule = "elided"


def is_bare(found: Candidate) -> bool:
    """Whether a candidate has neither a unit nor a counted noun."""
    return found.unit is None and found.noun is None and found.form not in {"fraction", "multiple"}


def _read_as_millions(view: View, found: Candidate, before: list[Candidate]) -> None:
    """Reads the metres of "£3.4m from 2.9m" as millions, like the number of that kind before them."""
    is_metre = found.unit_pieces == (found.stop, found.stop + 1) and view.pieces.text[found.stop] == "m"
    follows = view.pieces.is_kind(found.stop + 1, WORD) and view.tag(found.stop + 1) in NOUN_TAGS | {"JJ"}
    if not is_metre or found.noun or follows:
        return
    sentence = view.parse.sentence_bounds(view.token[found.first])[0]
    for other in before:
        is_short = other.scale >= _MILLION and view.pieces.text[other.stop - 1] in {"m", "bn", "b"}
        if is_short and view.token[other.first] >= sentence:
            found.low, found.high = tidy(found.low * _MILLION), tidy(found.high * _MILLION)
            found.scale, found.unit, found.unit_pieces = _MILLION, None, None
            found.stop = found.stop + 1
            return


def _source(view: View, before: list[Candidate], found: Candidate) -> Candidate | None:
    """The nearest earlier candidate of a like size with a noun or a unit of its own."""
    sentence = view.parse.sentence_bounds(view.token[found.first])[0]
    is_partitive = view.pieces.word(found.end) == "of"
    for other in before:
        if view.token[other.first] < sentence:
            return None
        is_like = other.form == found.form or (other.form in {"digits", "words"} and other.unit is None)
        if not (is_like and _is_similar(other, found) and _lends(other, is_partitive=is_partitive)):
            continue
        if other.unit is not None or not (_is_part(view, other) or _is_finer(found, other)):
            return other
    return None


def _lends(other: Candidate, *, is_partitive: bool) -> bool:
    """Whether a candidate has a noun or a unit to go on with; "50 of them" are no dollars, no heights."""
    if other.unit is None or other.rule == "sum":
        return other.noun is not None
    return other.unit.kind == "measure" or (other.unit.kind == "money" and not is_partitive)


def _is_part(view: View, other: Candidate) -> bool:
    """Whether a hyphen ties the number to its noun, so that no more of these are counted: "a 2-iron"."""
    return view.pieces.word(other.end) == "-"


def _is_finer(found: Candidate, other: Candidate) -> bool:
    """Whether only the later number has decimals, so that it counts none of these: "50 states … 49.9"."""
    return other.low.is_integer() and not found.low.is_integer()


def _is_similar(one: Candidate, other: Candidate) -> bool:
    low, high = sorted((abs(one.high), abs(other.high)))
    return low > 0 and high <= _SIMILAR * low
