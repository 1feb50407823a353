"""Datelines at the start of a block: "PORT LENN (Norpress) - ", "OSLO, May 5 — "."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.core.lexicon import words
from pipeline.names.phrases import match_phrase
from pipeline.names.view import Span, View

_DASHES = frozenset({"-", "–", "—", "--", "‑", "―"})
_LONGEST = 12  # tokens before the bracket or dash


class Dateline(NamedTuple):
    """The tokens [first, end) with places and date, and the name in the bracket, empty without one."""

    first: int
    end: int
    agency: Span


def agencies(view: View) -> Iterator[Span]:
    """The names in the brackets of datelines, known as agencies or not."""
    for token in dict.fromkeys(view.opening):
        if (found := dateline_at(view, token)) and found.agency.end:
            yield found.agency


def in_dateline(view: View, first: int, end: int) -> bool:
    """Whether the tokens [first, end) stand where a dateline names its places."""
    opening = view.opening[first]
    if first - opening > _LONGEST:
        return False
    found = dateline_at(view, opening)
    return found is not None and end <= found.end


def dateline_at(view: View, first: int) -> Dateline | None:
    """The dateline that opens the block whose first token is `first`."""
    parse = view.parse
    end = _places_end(view, first)
    if end == first or not view.joined(end):
        return None
    if parse.text[end] == "(":
        agency = _agency(view, end + 1)
        return Dateline(first, end, agency) if agency.end else None
    if not _is_dash(view, end) or not _is_place_name(view, first, end):
        return None
    return Dateline(first, end, Span(end, 0, "", "agency"))


def _places_end(view: View, first: int) -> int:
    """The end of the row of capitalised words, commas and numbers at `first`."""
    parse = view.parse
    end = first
    while end < len(parse) and end - first <= _LONGEST and (end == first or view.joined(end)):
        word = parse.text[end]
        is_wire = len(word) > 2 and word[0] == word[-1] == "/"  # "/Norpress/"
        if not (view.capital[end] or word in {",", ".", "/", "and"} or word.isdecimal() or is_wire):
            break
        end += 1
    return end


def _agency(view: View, first: int) -> Span:
    """The capitalised words before a closing bracket with a dash behind it, or a known agency there."""
    parse = view.parse
    end = first
    while view.joined(end) and view.capital[end] and end - first < 4:
        end += 1
    closed = end > first and view.joined(end) and parse.text[end] == ")"
    known = match_phrase(view, first, "names/agencies") == end if closed else False
    place = view.surface(first, end) in words("names/places") if closed else True
    if closed and (known or (not place and view.joined(end + 1) and _is_dash(view, end + 1))):
        return Span(first, end, "ORG", "agency")
    return Span(first, 0, "", "agency")


def _is_dash(view: View, token: int) -> bool:
    """Whether a dash with a space beside it stands at `token` and the block goes on behind it."""
    glued = view.glued(token) and view.glued(token + 1)
    return view.parse.text[token] in _DASHES and view.joined(token + 1) and not glued


def _is_place_name(view: View, first: int, end: int) -> bool:
    """Whether the words before the first comma are in capitals, in a block that is not, or a known place."""
    comma = next((token for token in range(first, end) if view.parse.text[token] == ","), end)
    name = view.surface(first, comma)
    if name.title() in words("names/places") or name in words("names/places"):
        return True
    prose = view.parse.text[end + 1][:1].isalpha() and not view.shouting[end + 1]
    if not prose or not name.isupper() or len(name) < 4:
        return False
    return match_phrase(view, first, "names/institutions") == first
