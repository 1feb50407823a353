"""Numbers that belong to a name, a code, an address or a result, and so are no quantities."""

from __future__ import annotations

from itertools import pairwise

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.labels import is_label
from pipeline.quantities.pieces import CODE, NUMBER, WORD, Pieces
from pipeline.quantities.view import NOUN_TAGS, View

_NAMES = {name: frozenset(entries) for name, entries in sections("quantities/names").items()}
_MARKS = frozenset('"“”‘’')


def is_name_or_code(view: View, found: Candidate) -> bool:
    """Whether the number is a part of a name, a code, a label, a web address or a list mark."""
    return (
        _is_in_code(view, found)
        or _is_list_mark(view, found)
        or is_label(view, found)
        or _is_in_proper_name(view, found)
        or _is_address(view, found)
        or _is_before_name(view, found)
        or _is_in_link(view, found)
        or _is_hyphenated(view, found)
        or _is_phone_number(view.pieces, found)
        or _is_title(view, found)
        or _opens_compound(view.pieces, found)
    )


def _is_in_code(view: View, found: Candidate) -> bool:
    """Such as "G7", "Covid-19", "F-35", "5G", "24703L202"."""
    pieces, first, stop = view.pieces, found.begin, max(found.stop, found.end)
    if found.form != "digits":
        return False
    if pieces.word(first) == "-" and pieces.is_kind(first - 1, WORD) and pieces.text[first - 1].isupper():
        return len(pieces.text[first - 1]) > 1
    if pieces.glued(first) and pieces.kind[first - 1] in {WORD, CODE}:
        return True
    behind_is_word = pieces.is_kind(stop, WORD) or pieces.is_kind(stop, NUMBER) or pieces.is_kind(stop, CODE)
    if pieces.glued(stop) and behind_is_word and found.unit is None:
        return True
    if pieces.word(first - 1) != "-" or not (pieces.glued(first) and pieces.glued(first - 1)):
        return False
    return pieces.kind[first - 2] == WORD and pieces.word(first - 2) not in _NAMES["prefixes"]


def _is_hyphenated(view: View, found: Candidate) -> bool:
    """Such as "high-five", "the Zero Foundation": number words inside a compound or a name."""
    pieces, first = view.pieces, found.first
    if found.form != "words":
        return False
    if pieces.word(first - 1) == "-" and pieces.glued(first) and pieces.glued(first - 1):
        return pieces.kind[first - 2] == WORD and pieces.word(first - 2) not in _NAMES["prefixes"]
    return view.is_capitalised(first) and view.in_name(first) and not view.tag(found.stop).endswith("S")


def _opens_compound(pieces: Pieces, found: Candidate) -> bool:
    """Such as "five-a-side", "two-for-one": the number is a part of a fixed expression."""
    at = found.stop
    joints = pieces.lower[at : at + 3]
    is_tied = len(joints) == 3 and joints[0] == joints[2] == "-" and joints[1] in {"a", "for", "on"}
    return is_tied and found.unit is None and found.per is None and pieces.glued(at) and pieces.glued(at + 2)


def _is_phone_number(pieces: Pieces, found: Candidate) -> bool:
    """Three bare digit strings in a row, or one with a zero in front ("01632 960 188")."""
    if found.form != "digits" or found.unit or found.scale > 1:
        return False
    text, first, stop = pieces.text[found.first], found.first, found.first + 1
    for _ in range(2):
        first -= pieces.is_kind(first - 1, NUMBER) and pieces.text[first - 1].isdecimal()
        stop += pieces.is_kind(stop, NUMBER) and pieces.text[stop].isdecimal()
    return (text[0] == "0" and len(text) > 1 and text.isdecimal()) or stop - first >= 3


def _is_title(view: View, found: Candidate) -> bool:
    """Such as “Six Sisters”, "Zero Point": a capitalised number word and noun that are no count."""
    pieces, first, stop = view.pieces, found.first, found.stop
    if found.form != "words" or not (view.is_capitalised(first) and view.is_capitalised(stop)):
        return False
    is_singular = view.tag(stop) == "NNP" and view.tag(stop + 1) not in NOUN_TAGS
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
    """Such as "49 Elm Ridge Road": digits, capitalised words, and a word for a street."""
    pieces = view.pieces
    if found.form != "digits" or found.unit or found.scale > 1:
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
    """Such as "787 Dreamliner": digits before a proper name in the singular; "96 Rovers fans" is a count."""
    pieces, stop = view.pieces, found.stop
    if found.form != "digits" or found.unit or found.scale > 1 or not pieces.text[found.first].isdecimal():
        return False
    if (
        view.tag(stop) != "NNP"
        or not view.is_capitalised(stop)
        or pieces.start[stop] != pieces.end[stop - 1] + 1
    ):
        return False
    if found.low >= 10000:
        return False
    last = stop
    while view.tag(last + 1) in NOUN_TAGS | {"HYPH", "CD"}:
        last += 1
    return view.tag(last) == "NNP" and not pieces.lower[last].endswith("s")


def _is_in_link(view: View, found: Candidate) -> bool:
    """Inside a web address or e-mail address."""
    token = view.parse.text[view.token[found.first]]
    return "://" in token or "www." in token or "@" in token


def is_result(view: View, found: Candidate) -> bool:
    """Whether a joined pair ("3-1", "2-2") is a result or a vote and no range."""
    words = [
        view.pieces.word(at)
        for at in (*range(found.begin - 4, found.begin), *range(found.stop, found.stop + 3))
    ]
    return any(word in _NAMES["results"] for word in words)
