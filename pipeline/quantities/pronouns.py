"""Number words that are no quantities: "one of the", "no one", "at one point", "one day", "a week or two"."""

from __future__ import annotations

from pipeline.quantities.candidate import Candidate
from pipeline.quantities.view import NOUN_TAGS, View

_BEFORE = frozenset(
    {"no", "this", "that", "which", "the", "any", "every", "some", "another", "each", "last", "next", "first"}
)


_DAYS = frozenset({"day", "night", "morning", "afternoon", "evening"})
_SPANS = frozenset(
    {"in", "for", "than", "least", "within", "only", "just", "about", "last", "lasted", "takes", "took"}
)
_MEASURES = frozenset({"of", "a", "per", "after", "before", "later"})
"""Behind or before these "one day" is a span of time, else some day or other."""


def is_pronoun(view: View, found: Candidate) -> bool:
    """Whether "one" points at something instead of counting it, or "or two" blurs what was said."""
    pieces, first, stop = view.pieces, found.first, found.stop
    if found.form == "words" and found.low == 2 and pieces.word(first - 1) == "or":
        return view.tag(first - 2) == "NN" and view.tag(stop) not in NOUN_TAGS
    if found.form != "words" or stop != first + 1 or pieces.lower[first] != "one":
        return False
    before, after = pieces.word(first - 1), pieces.word(stop)
    if after in {"of", "another", "'", "’"} or before == "-":
        return True
    if after in _DAYS and pieces.lower[first + 1 : first + 2] != ["-"]:
        return before not in _SPANS and pieces.word(stop + 1) not in _MEASURES
    if before == "at" and after in {"point", "time", "stage"}:
        return True
    return before in _BEFORE and view.tag(stop) not in NOUN_TAGS | {"JJ", "VBN", "CD"}
