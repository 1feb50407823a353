"""What bounds or blurs a number: "up to", "about", "or more"."""

from __future__ import annotations

from functools import cache

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import NUMBER, cut
from pipeline.quantities.view import View

_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
_BEFORE = {name: frozenset(entries) for name, entries in sections("quantities/bounds")["context"].items()}


def add_bound(view: View, found: Candidate) -> None:
    """Fills modifier and its words from the phrase before or behind the number."""
    before = phrase_before(view, found)
    if before:
        found.modifier, first = before
        found.modifier_pieces = (first, found.begin)
        found.begin = first
        return
    after = _phrase_after(view, found)
    if after:
        found.modifier, stop = after
        found.modifier_pieces = (stop[0], stop[1])
        found.end = max(found.end, stop[1])


def phrase_before(view: View, found: Candidate) -> tuple[str, int] | None:
    """The longest bounding phrase that ends right before the mention: its modifier and first piece."""
    pieces, stop = view.pieces, found.begin
    stop -= pieces.word(stop - 1) in {"a", "an"} and found.form != "words"
    for phrase, modifier in _phrases("before").get(pieces.word(stop - 1), ()):
        first = stop - len(phrase)
        is_particle = len(phrase) == 1 and view.tag(first) == "RP"
        if first < 0 or tuple(pieces.lower[first:stop]) != phrase or is_particle:
            continue
        if _bounds(view, found, first, phrase):
            return modifier, first
    return None


def _bounds(view: View, found: Candidate, first: int, phrase: tuple[str, ...]) -> bool:
    """Whether the phrase bounds the number: "over five weeks" is a time, "about" may be a topic."""
    before = view.pieces.word(first - 1)
    if phrase == ("over",) and found.unit and found.unit.kind == "duration" and found.kind != "age":
        return before in _BEFORE["over"]
    if phrase[0] in _BEFORE["verbs"]:
        return view.tag(first).startswith("VB")
    if phrase == ("near",):
        return found.unit is not None
    if phrase == ("about",):
        token = view.token[first]
        return not (view.parse.dep[token] == "prep" and view.parse.tag[token] == "IN" and found.unit is None)
    is_movement = phrase == ("up", "to") and before == "back"
    if is_movement and view.pieces.word(first - 2) in _BEFORE["back_up_to"]:
        return False
    return phrase != ("some",) or found.form != "fraction"


def _phrase_after(view: View, found: Candidate) -> tuple[str, tuple[int, int]] | None:
    """A bounding phrase right behind the number or its unit: "or more", "+"."""
    pieces = view.pieces
    for at in dict.fromkeys((found.stop, found.end)):
        for phrase, modifier in _phrases("after").get(pieces.word(at), ()):
            stop = at + len(phrase)
            is_sign = phrase == ("+",) and (not pieces.glued(at) or pieces.is_kind(at + 1, NUMBER))
            goes_on = phrase[-1] == "up" and pieces.word(stop) == "to"  # "90 mph and | up to 12 inches"
            if tuple(pieces.lower[at:stop]) == phrase and not is_sign and not goes_on:
                return modifier, (at, stop)
    return None


@cache
def _phrases(side: str) -> _Phrases:
    """Phrases by their piece next to the number, longest first."""
    index: _Phrases = {}
    for modifier, phrases in sections("quantities/bounds")[side].items():
        for phrase in phrases:
            split = tuple(cut(phrase, 0, len(phrase)).lower)
            index.setdefault(split[-1 if side == "before" else 0], []).append((split, modifier))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index
