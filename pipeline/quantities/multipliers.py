"""Which multiplier follows a number: "70 thousand", "three lakh crore", "1.2bn", "$3.5m"."""

from __future__ import annotations

from pipeline.core.lexicon import sections, words
from pipeline.quantities.pieces import NUMBER, WORD, Pieces

_NUMBERS = sections("quantities/numbers")
MULTIPLIERS: dict[str, float] = _NUMBERS["multipliers"]
SHORT: dict[str, float] = _NUMBERS["short"]
_PLURAL_MULTIPLIERS = {name: _NUMBERS["plurals"][name] for name in _NUMBERS["counted_plurals"]["words"]}
HIGHEST_SCALE = 1e15
"""A chain of multipliers ends here, so no product overflows."""
_UNIT_OR_SHORT = frozenset({"m", "mm", "b", "k", "tr"})
_AFTER_METRES = words("quantities/after_metres")
_FUNCTION_WORDS = frozenset({"at", "in", "on", "to", "and", "or", "from", "by", "the", "for", "with", "than"})
_SIGNS = frozenset({"-", "−", "–", "+"})
_HIGHEST = 100.0
"""No base or exponent above it is read, so no power overflows."""
_PARTITIVE = frozenset(
    {"its", "the", "their", "those", "these", "our", "them", "whom", "which", "us", "his", "her"}
)


def read_multipliers(pieces: Pieces, at: int, *, money: bool) -> tuple[float, int]:
    """The product of the multipliers that begin at a piece, and the index behind them; 1 for none."""
    scale = 1.0
    if pieces.is_kind(at - 1, NUMBER) and _is_short(pieces, at, money=money):
        return SHORT[pieces.lower[at]], at + 1
    while True:
        after = at + (pieces.word(at) == "-")
        word = pieces.word(after)
        factor = MULTIPLIERS.get(word) or _PLURAL_MULTIPLIERS.get(word)
        if factor is None or scale >= HIGHEST_SCALE:
            return scale, at
        scale, at = scale * factor, after + 1


def read_power(pieces: Pieces, at: int, value: float) -> tuple[float, int]:
    """The value with the power behind it, "1.3|×10^6", "6.2| x 10−4", "2|^10", and the index behind that."""
    if pieces.word(at) in {"×", "x"} and pieces.word(at + 1) == "10":
        base, factor, after = 10.0, value, at + 2 + (pieces.word(at + 2) == "^")
    elif pieces.word(at) == "^":
        base, factor, after = value, 1.0, at + 1
    else:
        return value, at
    negative = False
    while pieces.word(after) in _SIGNS:
        negative = negative or pieces.word(after) != "+"
        after += 1
    exponent = pieces.value[after] if pieces.is_kind(after, NUMBER) and pieces.glued(after) else None
    if exponent is None or not 0 < base <= _HIGHEST or exponent > _HIGHEST:
        return value, at
    return factor * base ** (-exponent if negative else exponent), after + 1


def _is_short(pieces: Pieces, at: int, *, money: bool) -> bool:
    """Whether the piece after digits is a short multiplier and no unit."""
    word = pieces.word(at)
    if word not in SHORT or (pieces.glued(at + 1) and pieces.is_kind(at + 1, NUMBER)):
        return False
    if pieces.word(at + 1) in {"/", "²", "³"}:
        return False
    if money or word not in _UNIT_OR_SHORT:
        return True
    if word == "k" and not pieces.is_kind(at + 1, WORD):
        return True
    if not pieces.glued(at) or word == "mm":
        return False
    return pieces.text[at] != "m" or _is_million(pieces, at + 1)


def _is_million(pieces: Pieces, at: int) -> bool:
    """Whether "m" before these pieces counts things in the plural ("2.7m tickets", "2m fewer"), no metres."""
    if pieces.word(at) == "of":
        return pieces.word(at + 1) in _PARTITIVE
    if pieces.word(at) in _FUNCTION_WORDS:
        return False
    if pieces.word(at) == "fewer":
        return True
    for index in range(at, min(at + 5, len(pieces))):
        if pieces.kind[index] != WORD or pieces.lower[index] in _AFTER_METRES:
            return False
        if pieces.lower[index] == "people" or pieces.lower[index].endswith("s"):
            return True
    return False
