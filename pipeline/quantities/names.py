"""Numbers that belong to a name, a code, an address or a result, and so are no quantities."""

from __future__ import annotations

from itertools import pairwise

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.codes import is_code
from pipeline.quantities.kinds import is_kind
from pipeline.quantities.labels import is_label
from pipeline.quantities.pieces import NUMBER, WORD
from pipeline.quantities.view import NOUN_TAGS, View

_NAMES = {name: frozenset(entries) for name, entries in sections("quantities/names").items()}
_HOUSE_LETTERS = frozenset({"B", "K", "M"})
"""Letters behind a house number that are read as multipliers."""
_LEAST_COUNT = 10_000
"""From here on a number before a name counts."""
_ARTICLES = frozenset({"a", "an", "the"})
_MARKS = frozenset('"“”‘’')


def is_name_or_code(view: View, found: Candidate) -> bool:
    """Whether the number is a part of a name, a code, a label, a web address or a list mark."""
    return (
        is_code(view, found)
        or _is_list_mark(view, found)
        or is_label(view, found)
        or is_kind(view, found)
        or _is_in_proper_name(view, found)
        or _is_address(view, found)
        or _is_before_name(view, found)
        or _is_title(view, found)
    )


def _is_title(view: View, found: Candidate) -> bool:
    """Such as “Six Sisters”, "Zero Point": a capitalised number word and noun that are no count."""
    pieces, first, stop = view.pieces, found.first, found.stop
    if found.form != "words" or not (view.is_capitalised(first) and view.is_capitalised(stop)):
        return False
    is_singular = view.tag(stop) == "NNP" and view.tag(stop + 1) not in NOUN_TAGS | {"CD"}
    if is_singular and found.low != 1 and not pieces.lower[stop].endswith("s"):
        return True
    is_quoted = pieces.word(first - 1) in _MARKS and pieces.word(stop + 1) in _MARKS
    return is_quoted or (
        pieces.is_kind(first - 1, WORD) and pieces.lower[first - 1] == pieces.text[first - 1]
    )


def _is_list_mark(view: View, found: Candidate) -> bool:
    """Such as "1." at the start of a block, "2)" without an opening bracket."""
    pieces, stop = view.pieces, found.stop
    if found.form != "digits" or found.unit or found.low > 100:
        return False
    opens = found.first == 0 or (found.first == 1 and pieces.word(0) in _MARKS)
    if opens and pieces.word(stop) in {".", ")"} and len(pieces) > stop + 1:
        return True
    is_dashed = pieces.word(stop) in {"-", "–"} and not pieces.glued(stop + 1)
    if is_dashed and (opens or pieces.word(found.first - 1) == "."):
        return not pieces.is_kind(stop + 1, NUMBER)
    opened = pieces.word(found.first - 1) in {"(", "["}
    if opened:
        return False
    return pieces.word(stop) == ")" and "(" not in pieces.text[max(0, found.first - 12) : found.first]


def _is_in_proper_name(view: View, found: Candidate) -> bool:
    """Such as "iPhone 14", "Apollo 11", "the Big 12", "Final Four": a number behind a proper name."""
    pieces, at = view.pieces, found.first
    if found.unit_pieces and found.unit and found.unit.kind in {"measure", "duration"}:
        return _is_named_after_unit(view, found)
    if found.unit or found.scale > 1 or found.is_range or pieces.word(at - 1) in {",", "(", ""}:
        return False
    is_name_before = view.tag(at - 1) in {"NNP", "NNPS"} and view.is_capitalised(at - 1)
    is_bare = found.form == "digits" and pieces.text[at].isdecimal()
    if found.form == "words":
        is_bare = view.is_capitalised(at)
    if is_bare and _has_inner_capital(pieces.text[at - 1]):
        return True
    if not is_name_before or not is_bare:
        return False
    if view.in_name(at) or view.tag(at) in {"NNP", "NNPS"}:
        return True
    return view.tag(found.stop) not in NOUN_TAGS | {"JJ"} and view.entity(at - 1) != "PERSON"


def _is_named_after_unit(view: View, found: Candidate) -> bool:
    """Such as the firm "60 Decibels": a capitalised unit word within a name."""
    word = view.pieces.text[found.unit_pieces[0]] if found.unit_pieces else ""
    is_word = len(word) > 3 and word.istitle()
    return is_word and view.entity(found.first) in {"ORG", "PRODUCT", "WORK_OF_ART", "FAC"}


def _has_inner_capital(word: str) -> bool:
    """Whether a word is written as product names are ("iPhone", "PlayStation")."""
    return any(before.islower() and after.isupper() for before, after in pairwise(word))


def _is_address(view: View, found: Candidate) -> bool:
    """Such as "49 Elm Ridge Road", "21B Elm Street": digits, capitalised words, and a word for a street."""
    pieces = view.pieces
    is_lettered = found.stop == found.first + 2 and pieces.text[found.first + 1] in _HOUSE_LETTERS
    if found.form != "digits" or found.unit or (found.scale > 1 and not is_lettered):
        return False
    for at in range(found.stop, min(found.stop + 6, len(pieces))):
        if pieces.word(at) in _NAMES["streets"] and view.is_capitalised(at) and at > found.stop:
            return True
        is_part = pieces.kind[at] == WORD and (view.is_capitalised(at) or pieces.is_kind(at - 1, NUMBER))
        if (
            not is_part
            and not (pieces.kind[at] == NUMBER and pieces.glued(at + 1))
            and pieces.word(at) != "."
        ):
            return False
    return False


def _is_before_name(view: View, found: Candidate) -> bool:
    """Such as "787 Dreamliner", "Rovers 3 United 1": digits before one name or a name and digits.

    "96 Rovers fans" is a count.
    """
    pieces, stop = view.pieces, found.stop
    if found.form != "digits" or found.unit or found.scale > 1 or not pieces.text[found.first].isdecimal():
        return False
    if _parts_digits(view, stop) or _parts_digits(view, found.first - 1):
        return True
    is_apart = view.is_capitalised(stop) and pieces.start[stop] == pieces.end[stop - 1] + 1
    if not is_apart or found.low >= _LEAST_COUNT:
        return False
    if view.tag(stop) == "NN" and pieces.word(found.first - 1) in _ARTICLES:
        return found.low > 1
    last = stop
    while view.tag(last + 1) in NOUN_TAGS | {"HYPH", "CD"}:
        last += 1
    return view.tag(stop) == view.tag(last) == "NNP" and not pieces.lower[last].endswith("s")


def _parts_digits(view: View, at: int) -> bool:
    """Whether a name stands between two bare numbers: "3 | United | 1", "1 | Corinthians | 13"."""
    pieces = view.pieces
    is_name = (
        view.is_capitalised(at) and view.tag(at) in NOUN_TAGS and pieces.word(at) not in _NAMES["labels"]
    )
    if not (is_name and pieces.is_kind(at - 1, NUMBER) and pieces.is_kind(at + 1, NUMBER)):
        return False
    is_bare = pieces.text[at - 1].isdecimal() and pieces.text[at + 1].isdecimal()
    return is_bare and view.tag(at + 2) not in NOUN_TAGS | {"JJ"}


def is_result(view: View, found: Candidate) -> bool:
    """Whether a joined pair ("3-1", "2-2") is a result or a vote and no range."""
    words = [
        view.pieces.word(at)
        for at in (*range(found.begin - 4, found.begin), *range(found.stop, found.stop + 3))
    ]
    return any(word in _NAMES["results"] for word in words)
