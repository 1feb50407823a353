"""pieces → numbers: digits, number words, mixtures of both, fractions and "dozens".

A number is a sum of falling terms ("twenty-eight thousand six hundred forty-two"); a term is a
lead below a thousand with its multipliers ("six hundred", "3.5 million", "five and a half million").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.core.lexicon import sections
from pipeline.quantities.fractions import read_denominator, read_fraction, read_share_after_and
from pipeline.quantities.multiples import MULTIPLE_WORDS, read_multiple
from pipeline.quantities.multipliers import HIGHEST_SCALE, MULTIPLIERS, SHORT, read_multipliers, read_power
from pipeline.quantities.pieces import NUMBER, SIGN, Pieces
from pipeline.quantities.small import DENOMINATORS, SMALL, TENS, Small, read_below_hundred, read_compound
from pipeline.quantities.units import money_before

_NUMBERS = sections("quantities/numbers")
PLURALS: dict[str, float] = _NUMBERS["plurals"]
_ARTICLES = frozenset({"a", "an"})
_FIRST_WORDS = frozenset(
    {*SMALL, *TENS, *PLURALS, *_NUMBERS["signs"], *_ARTICLES, *MULTIPLE_WORDS, "half", "quarter", "hundred"}
)
_TELLING = (_FIRST_WORDS - _ARTICLES).union(MULTIPLIERS, DENOMINATORS)
"""Every number has one of these or a digit; one that begins with "a" has a multiplier or a denominator."""
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(rf"[\d{''.join(_NUMBERS['signs'])}]")
_VAGUE = frozenset({"few", "several", "many", "couple", "some"})
_MINUS = frozenset({"-", "−"})
_DASHES = _MINUS | {"–", "—"}
_BEFORE_MINUS = frozenset({"to", "from", "of", "at"})
"""Behind these a minus may stand apart: "rose to - 2.7"."""


_DIGITS_AFTER = 1000
"""Digits go on behind "and" up to this multiplier: "4 thousand and 21", but "2 lakh" and "14 grams"."""


class Number(NamedTuple):
    """A number in the pieces [first, stop); `scale` is the product of its last multipliers."""

    first: int
    stop: int
    low: float
    high: float
    scale: float
    form: str


class _Term(NamedTuple):
    value: float
    stop: int
    scale: float


def may_have_numbers(text: str) -> bool:
    """Whether a block has a digit or a word that tells of a number; no other has numbers."""
    return bool(_DIGIT.search(text)) or not _TELLING.isdisjoint(_LETTERS.findall(text.lower()))


def find_numbers(pieces: Pieces) -> list[Number]:
    """All numbers of a block in reading order, without overlap; no judgement of what they mean."""
    numbers: list[Number] = []
    behind = 0
    for at, (kind, word) in enumerate(zip(pieces.kind, pieces.lower, strict=True)):
        if at >= behind and (kind == NUMBER or (word in _FIRST_WORDS and not _is_mere_article(pieces, at))):
            number = _read_at(pieces, at)
            if number is not None:
                numbers.append(number)
                behind = number.stop
    return numbers


def _is_mere_article(pieces: Pieces, at: int) -> bool:
    """Whether a piece is an "a" with nothing behind it that makes it a number: "a million", "a-third"."""
    after = at + 1 + (pieces.word(at + 1) == "-")
    return pieces.lower[at] in _ARTICLES and pieces.word(after) not in _TELLING


def _read_at(pieces: Pieces, at: int) -> Number | None:
    """The number that begins at a piece."""
    multiple = read_multiple(pieces, at)
    if multiple:
        value, stop = multiple
        return Number(at, stop, value, value, 1, "multiple")
    return _read_many(pieces, at) or _read_share(pieces, at) or _read_cardinal(pieces, at)


def _read_many(pieces: Pieces, at: int) -> Number | None:
    """Such as "dozens", "tens of thousands": two of them or more, told from nouns and verbs by "of"."""
    scale, stop = 1.0, at
    while pieces.word(stop) in PLURALS and scale < HIGHEST_SCALE:
        scale *= PLURALS[pieces.lower[stop]]
        stop += 1
        if pieces.word(stop) == "of" and pieces.word(stop + 1) in PLURALS:
            stop += 1
    if stop == at or (
        stop == at + 1 and pieces.word(stop) != "of" and pieces.lower[at] in {"tens", "scores"}
    ):
        return None
    return Number(at, stop, 2 * scale, 2 * scale, scale, "many")


def _read_share(pieces: Pieces, at: int) -> Number | None:
    """Such as "half", "two thirds", "3/4", "one in five"; also of a multiplier: "half a million"."""
    share = read_fraction(pieces, at)
    if share is None:
        return None
    value, stop = share
    first = _sign_before(pieces, at)
    value = value if first == at else -value
    after = stop
    while pieces.word(after) in {"of", "a", "an"}:
        after += 1
    scale, after = read_multipliers(pieces, after, money=False)
    if scale == 1:
        return Number(first, stop, value, value, 1, "fraction")
    value = tidy(value * scale)
    return Number(first, after, value, value, scale, "words")


def _read_cardinal(pieces: Pieces, at: int) -> Number | None:
    """A whole or decimal number in digits or words, with its sign."""
    term = _read_term(pieces, at)
    if term is None:
        return None
    value, stop, scale = term
    while scale >= 100 and (more := _read_next_term(pieces, stop, scale)):
        value, stop, scale = value + more.value, more.stop, more.scale
    form = "digits" if pieces.kind[at] == NUMBER else "words"
    bottom, stop = _read_divisor(pieces, value, stop)
    if bottom > 1:
        value, form = value / bottom, "fraction"
    first = _sign_before(pieces, at)
    value = tidy(value if first == at else -value)
    return Number(first, stop, value, value, scale, form)


def tidy(value: float) -> float:
    """The value without the noise of binary multiplication (16.4 million is 16,400,000)."""
    return float(f"{value:.15g}")


def _read_divisor(pieces: Pieces, value: float, at: int) -> tuple[float, int]:
    """What a number is divided by: "twenty-three | fifths", "one | over three"; 1 for nothing."""
    bottom, stop = read_denominator(pieces, at)
    if bottom > 1 or value != 1 or pieces.word(at) != "over":
        return bottom, stop
    term = _read_term(pieces, at + 1)
    return (term.value, term.stop) if term and term.value > 1 else (1.0, at)


def _read_next_term(pieces: Pieces, at: int, limit: float) -> _Term | None:
    """A term that goes on with a number: smaller than its last multiplier; digits need their own."""
    joined = pieces.word(at) == "and"
    term = _read_term(pieces, at + joined)
    if term is None or term.value >= limit or pieces.word(at + joined) in _ARTICLES:
        return None
    bare_digits = pieces.is_kind(at + joined, NUMBER) and term.stop == at + joined + 1
    return None if bare_digits and not (joined and limit <= _DIGITS_AFTER) else term


def _read_term(pieces: Pieces, at: int) -> _Term | None:
    """A lead with its fraction and multipliers: "3.5 million", "five and a half million"."""
    lead = _read_lead(pieces, at)
    if lead is None:
        return None
    value, stop, scale = lead
    extra, stop = read_share_after_and(pieces, stop)
    money = pieces.is_kind(at, NUMBER) and _is_money(pieces, at)
    factor, after = read_multipliers(pieces, stop, money=money)
    if factor == 1 and not extra:
        return _Term(*read_power(pieces, stop, value), scale)
    value, scale = (value + extra) * factor, factor if factor > 1 else scale
    if factor > 1 and not extra:
        extra, after = read_share_after_and(pieces, after)
        value += extra * factor
    return _Term(value, after, scale)


def _is_money(pieces: Pieces, at: int) -> bool:
    """Whether a currency stands before a number or before the first end of its range ("$3m-|5m")."""
    if money_before(pieces, at):
        return True
    is_dash = pieces.word(at - 1) in _DASHES and pieces.glued(at) and pieces.glued(at - 1)
    if not is_dash and pieces.word(at - 1) not in {"to", "and"}:
        return False
    low = at - 2
    has_multiplier = pieces.word(low) in SHORT and pieces.glued(low)
    low -= has_multiplier
    is_joined = is_dash or pieces.word(at - 1) == "to" or has_multiplier
    return is_joined and pieces.is_kind(low, NUMBER) and money_before(pieces, low) is not None


def _read_lead(pieces: Pieces, at: int) -> _Term | None:
    """A number below a thousand in words, or digits, each also before "hundred"."""
    if pieces.word(at) in _ARTICLES:
        lead = _Term(1, at + 1, 1) if pieces.word(at + 1) in MULTIPLIERS else None
    elif pieces.word(at) == "hundred":
        is_chain = pieces.word(at + 1) in MULTIPLIERS and pieces.word(at - 1) not in _VAGUE
        lead = _Term(1, at, 1) if is_chain else None
    elif pieces.is_kind(at, NUMBER):
        lead = _Term(pieces.value[at] or 0.0, at + 1, 1)
    else:
        small = read_below_hundred(pieces, at)
        lead = _Term(*small, 1) if small else None
    if lead is None:
        return None
    behind = lead.stop + (pieces.word(lead.stop) == "-")
    if pieces.word(behind) == "hundred":
        lead = _read_hundreds(pieces, lead.value, behind + 1)
    return _read_decimals(pieces, lead)


def _read_hundreds(pieces: Pieces, count: float, at: int) -> _Term:
    """A count of hundreds with the tens and ones behind: "hundred | and forty-two"."""
    joined = pieces.word(at) == "and"
    is_divided = read_share_after_and(pieces, at)[0] or read_compound(pieces, at, plural=True)
    rest = None if is_divided else read_below_hundred(pieces, at + joined)
    if rest is None and joined and pieces.is_kind(at + 1, NUMBER) and (pieces.value[at + 1] or 100) < 100:
        rest = Small(pieces.value[at + 1] or 0.0, at + 2)
    if rest is None or pieces.word(rest.stop) == "hundred":
        return _Term(count * 100, at, 100)
    return _Term(count * 100 + rest.value, rest.stop, 1)


def _read_decimals(pieces: Pieces, whole: _Term) -> _Term:
    """The number with the decimals said after "point", digit by digit or as one number."""
    stop, digits = whole.stop + 1, ""
    if pieces.word(whole.stop) != "point":
        return whole
    while more := read_below_hundred(pieces, stop):
        digits += str(int(more.value))
        stop = more.stop
    return _Term(float(f"{int(whole.value)}.{digits}"), stop, 1) if digits else whole


def _sign_before(pieces: Pieces, at: int) -> int:
    """The index of a minus sign that belongs to the number at a piece, or that piece itself."""
    before = at - 1
    if pieces.word(before) in {"minus", "negative"}:
        return before
    if pieces.word(before) not in _MINUS:
        return at
    if pieces.word(before - 1) == "minus":
        return before - 1
    if not pieces.glued(at):
        return before if pieces.word(before - 1) in _BEFORE_MINUS else at
    opens = not pieces.glued(before) or pieces.is_kind(before - 1, SIGN)
    is_minus = opens and not pieces.is_kind(before - 1, NUMBER)
    return before if is_minus else at
