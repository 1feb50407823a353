"""Multiples: "twice", "doubled", "sixfold", "a 10-fold rise", "four times the number"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.pieces import WORD, Pieces
from pipeline.quantities.units import Unit

_MULTIPLES = sections("quantities/multiples")
_UP: dict[str, float] = _MULTIPLES["verbs_up"]
_DOWN: dict[str, float] = _MULTIPLES["verbs_down"]
_WORDS: dict[str, float] = {**_MULTIPLES["words"], **_UP, **_DOWN}
_ADJECTIVES: dict[str, float] = _MULTIPLES["adjectives"]
_BEFORE = frozenset(_MULTIPLES["around"]["before"])
_VERB_AFTER = frozenset(_MULTIPLES["around"]["verb_after"])
_AFTER_TIMES = frozenset(_MULTIPLES["around"]["after_times"])
MULTIPLE_WORDS = frozenset({*_WORDS, *_ADJECTIVES})
TIMES = Unit(None, "multiple", "one", 1.0)


def read_multiple(pieces: Pieces, at: int) -> tuple[float, int] | None:
    """The multiple that a word says by itself, and the index behind it."""
    word = pieces.word(at)
    if word in _WORDS:
        return float(_WORDS[word]), at + 1
    is_verb = pieces.word(at - 1) in _VERB_AFTER and not pieces.is_kind(at + 1, WORD)
    if word in _ADJECTIVES and (is_verb or pieces.word(at + 1) in _BEFORE):
        return float(_ADJECTIVES[word]), at + 1
    return None


def times_after(pieces: Pieces, at: int) -> int | None:
    """The index behind "times" or "-fold" after a number that makes it a multiple."""
    after = at + (pieces.word(at) == "-")
    if pieces.word(after) == "fold":
        return after + 1
    is_decimal = not (pieces.value[at - 1] or 0.0).is_integer()
    is_multiple = pieces.word(at) == "times" and (is_decimal or pieces.word(at + 1) in _AFTER_TIMES)
    return at + 1 if is_multiple else None


def trend_of(word: str) -> str | None:
    """The direction that a verb such as "doubled" says itself."""
    return "up" if word in _UP else "down" if word in _DOWN else None
