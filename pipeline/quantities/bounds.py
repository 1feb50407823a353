"""What bounds or blurs a number: "up to", "about", "or more"."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import NUMBER, cut
from pipeline.quantities.view import View

_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
_TOPICAL = frozenset([("about",), ("over",)])
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
    if phrase == ("over",) and found.kind != "age" and _is_time(view, found):
        return before in _BEFORE["over"]
    if phrase[0] in _BEFORE["verbs"]:
        return view.tag(first).startswith("VB")
    if phrase == ("near",):
        return found.unit is not None and view.pieces.word(found.end) not in _BEFORE["extremes"]
    if phrase in _TOPICAL:
        return not _is_topic(view, found, first)
    is_movement = phrase == ("up", "to") and before == "back"
    if is_movement and view.pieces.word(first - 2) in _BEFORE["back_up_to"]:
        return False
    return phrase != ("some",) or found.form != "fraction"


def _is_time(view: View, found: Candidate) -> bool:
    """Whether the number is one of hours or days, or of nights, sessions and the like."""
    if found.unit is not None:
        return found.unit.kind == "duration"
    return view.pieces.word(found.stop) in _BEFORE["spells"]


def _is_topic(view: View, found: Candidate, first: int) -> bool:
    """Whether "about" or "over" says what is talked or fought about: "asked me about nine dollars"."""
    parse, token = view.parse, view.token[first]
    if parse.dep[token] != "prep" or parse.tag[token] != "IN":
        return False
    is_talk = parse.lemma[parse.head[token]] in _BEFORE["topical_verbs"]
    return is_talk or (view.pieces.word(first) == "about" and found.unit is None)


def add_bound_behind_noun(view: View, found: Candidate) -> None:
    """Fills modifier and its words from a phrase behind the counted noun: "eight points or more"."""
    if found.modifier != "exact" or found.noun_span is None:
        return
    at = bisect_left(view.pieces.start, found.noun_span[1])
    if view.pieces.word(at) != "or":
        return
    for phrase, modifier in _phrases("after").get("or", ()):
        stop = at + len(phrase)
        if tuple(view.pieces.lower[at:stop]) == phrase:
            found.modifier, found.modifier_pieces, found.end = modifier, (at, stop), stop
            return


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
