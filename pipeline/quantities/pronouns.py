"""Number words that are no quantities: "one of the", "no one", "one another", "at one point"."""

from __future__ import annotations

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.view import NOUN_TAGS, View

_BEFORE = frozenset(
    {"no", "this", "that", "which", "the", "any", "every", "some", "another", "each", "last", "next", "first"}
)


def is_pronoun(view: View, found: Candidate) -> bool:
    """Whether "one" points at something instead of counting it."""
    pieces, first, stop = view.pieces, found.first, found.stop
    if found.form != "words" or stop != first + 1 or pieces.lower[first] != "one":
        return False
    before, after = pieces.word(first - 1), pieces.word(stop)
    if after in {"of", "another", "'", "’"} or before == "-":
        return True
    if before == "at" and after in {"point", "time", "stage"}:
        return True
    return before in _BEFORE and view.tag(stop) not in NOUN_TAGS | {"JJ", "VBN", "CD"}
