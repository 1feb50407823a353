"""Numbers inside codes and fixed compounds: "G7", "F-35", "01632 960 188", "five-a-side", "51°30'N"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import CODE, NUMBER, WORD, Pieces
from pipeline.quantities.view import View

_PREFIXES = frozenset(sections("quantities/names")["prefixes"])
_AREA_DIGITS = 3
_TIES = frozenset({"a", "for", "on", "in", "by"})
_DEGREES = frozenset({"°", "º"})
_ARC_MARKS = _DEGREES | {"'", "’", "′"}
_SIDES = frozenset({"N", "S", "E", "W"})


def is_code(view: View, found: Candidate) -> bool:
    """Whether the number is a part of a code, a compound, a telephone number, a link or a position."""
    return (
        _is_in_code(view, found)
        or _is_brand(view, found)
        or _is_hyphenated(view, found)
        or _is_phone_number(view.pieces, found)
        or _opens_compound(view.pieces, found)
        or _has_letter(view.pieces, found)
        or _is_coordinate(view.pieces, found)
        or _is_in_link(view, found)
        or _is_tie_break(view.pieces, found)
        or _is_block_of_street(view.pieces, found)
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
    return pieces.kind[first - 2] == WORD and (
        pieces.word(first - 2) not in _PREFIXES or pieces.text[first - 2] == "A"  # "A-10"
    )


def _is_brand(view: View, found: Candidate) -> bool:
    """Such as "7-Eleven": digits, a hyphen and a capitalised number word."""
    last = found.stop - 1
    is_word = view.pieces.is_kind(last, WORD) and view.is_capitalised(last)
    return found.form == "digits" and found.is_range and is_word and found.scale == 1


def _is_hyphenated(view: View, found: Candidate) -> bool:
    """Such as "high-five", "the Zero Foundation": number words inside a compound or a name."""
    pieces, first = view.pieces, found.first
    if found.form != "words":
        return False
    if pieces.word(first - 1) == "-" and pieces.glued(first) and pieces.glued(first - 1):
        return pieces.kind[first - 2] == WORD and pieces.word(first - 2) not in _PREFIXES
    return view.is_capitalised(first) and view.in_name(first) and not view.tag(found.stop).endswith("S")


def _opens_compound(pieces: Pieces, found: Candidate) -> bool:
    """Such as "five-a-side", "two-by-four", "20-something": the number is a part of a fixed expression."""
    at = found.stop
    if pieces.word(at) == "-" and pieces.glued(at + 1) and pieces.word(at + 1) in {"something", "somethings"}:
        return True
    joints = pieces.lower[at : at + 3]
    is_tied = len(joints) == 3 and joints[0] == joints[2] == "-" and joints[1] in _TIES
    return is_tied and found.unit is None and found.per is None and pieces.glued(at) and pieces.glued(at + 2)


def _is_phone_number(pieces: Pieces, found: Candidate) -> bool:
    """Such as "01632 960 188", "(555) 014-2211": three bare digit strings, or one with a zero in front."""
    if found.form != "digits" or found.unit or found.scale > 1:
        return False
    text, first, stop = pieces.text[found.first], found.first, found.first + 1
    is_in_brackets = pieces.word(first - 1) == "(" and pieces.word(stop) == ")"
    if is_in_brackets and len(text) == _AREA_DIGITS and pieces.is_kind(stop + 1, NUMBER):
        return pieces.word(stop + 2) == "-" and pieces.is_kind(stop + 3, NUMBER)
    for _ in range(2):
        first -= pieces.is_kind(first - 1, NUMBER) and pieces.text[first - 1].isdecimal()
        stop += pieces.is_kind(stop, NUMBER) and pieces.text[stop].isdecimal()
    return (text[0] == "0" and len(text) > 1 and text.isdecimal()) or stop - first >= 3


def _has_letter(pieces: Pieces, found: Candidate) -> bool:
    """Such as "401(k)", "paragraph 4(b)"."""
    opening, letter = found.stop, found.stop + 1
    is_letter = (
        pieces.word(opening) == "(" and pieces.word(letter + 1) == ")" and len(pieces.text[letter]) == 1
    )
    return is_letter and pieces.glued(opening) and pieces.is_kind(letter, WORD)


def _is_coordinate(pieces: Pieces, found: Candidate) -> bool:
    """Such as the degrees and minutes of "51°30'N", and "51.5° N"."""
    at, behind = found.first, found.stop
    if pieces.word(behind) in _DEGREES:
        return pieces.is_kind(behind + 1, NUMBER) or (
            behind + 1 < len(pieces) and pieces.text[behind + 1] in _SIDES
        )
    is_minute = pieces.word(at - 1) in _ARC_MARKS and pieces.glued(at) and pieces.is_kind(at - 2, NUMBER)
    return is_minute and (pieces.word(at - 1) in _DEGREES or pieces.word(at - 3) in _DEGREES)


def _is_in_link(view: View, found: Candidate) -> bool:
    """Inside a web address or e-mail address."""
    token = view.parse.text[view.token[found.first]]
    return "://" in token or "www." in token or "@" in token


def _is_tie_break(pieces: Pieces, found: Candidate) -> bool:
    """Such as the 5 of "7-6 (5)": points in brackets behind the games of a set."""
    first = found.first
    in_brackets = pieces.word(first - 1) == "(" and pieces.word(found.stop) == ")"
    score = pieces.is_kind(first - 2, NUMBER) and pieces.word(first - 3) in {"-", "–"}
    games = [pieces.value[first - 2] or 0, pieces.value[first - 4] or 0] if in_brackets and score else []
    return sorted(games) == [6, 7]


def _is_block_of_street(pieces: Pieces, found: Candidate) -> bool:
    """Such as "the 1400 block of Main Street"."""
    hundreds = found.form == "digits" and found.low >= 100 and found.low % 100 == 0
    return hundreds and pieces.word(found.stop) == "block" and pieces.word(found.stop + 1) == "of"
