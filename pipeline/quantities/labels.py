"""Numbers that a word before them makes a label: "Article 5", "FTSE 100", "Section 3(1)", "call 101"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import NUMBER, WORD, Pieces
from pipeline.quantities.view import NOUN_TAGS, View

_NAMES = {name: frozenset(entries) for name, entries in sections("quantities/names").items()}
_ABBREVIATED = frozenset({"no", "nos", "nr", "p", "vol"})
_FINITE = frozenset({"VBP", "VBD", "VBZ", "VBG", "VB"})
_EMERGENCY = frozenset({911.0, 999.0})
_PLURALS = frozenset({"NNS", "NNPS"})
_DIALLED = range(100, 1000)


def is_label(view: View, found: Candidate) -> bool:
    """Whether a whole number without a unit is a label, a subsection or a short telephone number."""
    if _is_lettered(view, found):
        return True
    if found.unit or found.scale > 1 or not found.low.is_integer() or found.form not in {"digits", "words"}:
        return False
    if found.form == "digits" and (
        _is_dialled(view, found) or _is_area(view.pieces, found.stop) or _is_subsection(view.pieces, found)
    ):
        return True
    at = _label_at(view.pieces, found)
    return _is_always_label(view.pieces, at) or _is_labelled(view, found, at)


def _is_lettered(view: View, found: Candidate) -> bool:
    """Such as "Appendix 2C", "Boeing 777F", "Apartment 3B": the letter is no unit and no multiplier."""
    pieces, before = view.pieces, found.first - 1
    at = found.stop - 1 if found.scale > 1 else found.stop
    is_last = found.scale > 1 or found.unit_pieces == (at, at + 1)
    if found.form != "digits" or not is_last or not pieces.glued(at) or found.begin != found.first:
        return False
    counts = pieces.is_kind(at + 1, WORD) and view.tag(at + 1) in _PLURALS
    if len(pieces.text[at]) != 1 or not pieces.text[at].isupper() or counts:
        return False
    is_name = found.scale == 1 and view.entity(before) in {"ORG", "PRODUCT"}
    is_named = pieces.word(before) in _NAMES["labels"] or is_name
    return pieces.word(before) in _NAMES["lettered"] or (is_named and view.is_capitalised(before))


def _label_at(pieces: Pieces, found: Candidate) -> int:
    """Where the label word stands: right before the number, or before the number that it goes on with."""
    at = found.first - 1
    if pieces.word(at) in {"and", "to", "or"} and pieces.is_kind(at - 1, NUMBER):
        at -= 2
    return at - (pieces.word(at) == "." and pieces.word(at - 1) in _ABBREVIATED)


def _is_always_label(pieces: Pieces, at: int) -> bool:
    """Such as "S&P", "FTSE", "the Group of"."""
    word = pieces.word(at)
    if word == "of":
        return pieces.text[at - 1 : at] == ["Group"]
    if word == "p":
        return pieces.word(at - 1) == "&" or pieces.word(at + 1) == "."
    return word in _NAMES["always"]


def _is_labelled(view: View, found: Candidate, at: int) -> bool:
    """Whether a label word names one thing or kind by the number: "Phase Three", "Type 45 destroyers".

    Not so in "in week one 200 people".
    """
    word = view.pieces.word(at)
    if _is_kind(view, at) and at == found.first - 1:
        return True
    is_verb = view.tag(at) in _FINITE and view.pieces.word(at - 1) != "to" and not view.is_capitalised(at)
    is_no = word == "no" and at == found.first - 1 and found.form == "words"
    if word not in _NAMES["labels"] or is_verb or is_no:
        return False
    is_counted = view.tag(found.stop) in NOUN_TAGS and word != "number"  # "a number one hit"
    if found.form == "words" and not view.is_capitalised(found.first) and is_counted:
        return False
    return view.tag(found.stop) not in _PLURALS


def _is_kind(view: View, at: int) -> bool:
    """Whether a word makes a kind of the number behind it: "type", "Year", not "this stage"."""
    word = view.pieces.word(at)
    is_word = word in _NAMES["kinds"] or (word in _NAMES["capital_kinds"] and view.is_capitalised(at))
    return is_word and view.pieces.word(at - 1) not in _NAMES["no_kind"] and view.tag(at) not in _FINITE


def _is_subsection(pieces: Pieces, found: Candidate) -> bool:
    """Such as "Section 3(1)", "Article VIII(5)", "Regulation 25 (1)(b)"."""
    opening, closing = found.first - 1, found.stop
    if pieces.word(opening) != "(" or pieces.word(closing) != ")" or found.form != "digits":
        return False
    before = pieces.text[opening - 1 : opening]
    is_glued = pieces.glued(opening) and (pieces.is_kind(opening - 1, NUMBER) or before[0].isupper())
    is_labelled = opening > 0 and pieces.lower[opening - 1] in _NAMES["labels"]
    return is_glued or is_labelled or (pieces.word(closing + 1) == "(" and pieces.glued(closing + 1))


def _is_dialled(view: View, found: Candidate) -> bool:
    """Such as "999", "call 101": a short telephone number."""
    is_behind = view.pieces.word(found.first - 1) in _NAMES["dial"] and found.low in _DIALLED
    return found.low in _EMERGENCY or (is_behind and view.tag(found.stop) not in NOUN_TAGS | {"JJ"})


def _is_area(pieces: Pieces, at: int) -> bool:
    """Such as "the 90210 | ZIP code", "the 310 | area code"."""
    return pieces.word(at) in {"zip", "postcode", "index"} or (
        pieces.word(at) in {"area", "postal", "dialling", "dialing"} and pieces.word(at + 1) == "code"
    )
