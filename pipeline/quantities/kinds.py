"""Numbers that name a kind of thing: "4K screens", "1080p video", "737s", "a .22 rifle"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import Pieces
from pipeline.quantities.view import View

_NAMES = {name: frozenset(entries) for name, entries in sections("quantities/names").items()}
_PICTURES_IN_K = frozenset({2e3, 4e3, 5e3, 6e3, 8e3, 12e3, 16e3})
_PICTURES_IN_LINES = frozenset({240.0, 360.0, 480.0, 720.0, 1080.0, 1440.0, 2160.0, 4320.0})
_LEAST_MODEL = 100
"""From here on a whole number with an "s" right behind is rather a plural of a model than seconds."""


def is_kind(view: View, found: Candidate) -> bool:
    """Whether the number with what is glued to it names a kind of thing and counts or measures nothing."""
    if found.form != "digits" or found.begin != found.first:
        return False
    pieces = view.pieces
    return (
        _is_picture(pieces, found)
        or _is_model(pieces, found)
        or (pieces.text[found.first].startswith(".") and found.unit is None and _is_calibre(view, found))
    )


def _is_picture(pieces: Pieces, found: Candidate) -> bool:
    """Such as "4K screens", "in 4K", "1080p video"."""
    follows = pieces.word(found.end + (pieces.word(found.end) == "-")) in _NAMES["pictures"]
    if _is_in_k(pieces, found) and found.low in _PICTURES_IN_K:
        return follows or (pieces.word(found.first - 1) == "in" and pieces.text[found.stop - 1] == "K")
    is_in_lines = found.end == found.stop + 1 and pieces.word(found.stop) == "p" and pieces.glued(found.stop)
    return (
        is_in_lines and found.low in _PICTURES_IN_LINES and (follows or pieces.word(found.first - 1) == "in")
    )


def _is_in_k(pieces: Pieces, found: Candidate) -> bool:
    """Whether the multiplier is a "k" right behind the digits, without a unit."""
    is_k = found.stop == found.first + 2 and pieces.word(found.stop - 1) == "k" and found.unit is None
    return is_k and pieces.glued(found.stop - 1)


def _is_model(pieces: Pieces, found: Candidate) -> bool:
    """Such as "737s": no seconds."""
    at = found.stop
    is_plural = found.end == at + 1 and pieces.word(at) == "s" and pieces.glued(at)
    return is_plural and found.low >= _LEAST_MODEL and pieces.text[found.first].isdecimal()


def _is_calibre(view: View, found: Candidate) -> bool:
    """Such as "a .22 rifle", "a .45-calibre gun", "a .300 hitter"."""
    return view.tag(found.stop + (view.pieces.word(found.stop) == "-")) == "NN"
