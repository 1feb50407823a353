"""Number words below a hundred and ordinals: "seven", "seventy-seven", "twenty-fifths"; no "twenty-first"."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.lexicon import sections
from pipeline.quantities.pieces import Pieces

_NUMBERS = sections("quantities/numbers")
SMALL: dict[str, int] = _NUMBERS["small"]
TENS: dict[str, int] = _NUMBERS["tens"]
DENOMINATORS: dict[str, float] = _NUMBERS["denominators"]
_ORDINAL_ONES: dict[str, int] = _NUMBERS["ordinal_ones"]


class Small(NamedTuple):
    """A value and the index behind the pieces that say it."""

    value: float
    stop: int


def read_below_hundred(pieces: Pieces, at: int) -> Small | None:
    """The number below a hundred that begins at a piece; an ordinal ("twenty-first") is none."""
    word = pieces.word(at)
    if word in SMALL:
        return Small(SMALL[word], at + 1)
    if word not in TENS or read_compound(pieces, at, plural=False):
        return None
    after = _behind_hyphen(pieces, at + 1)
    ones = SMALL.get(pieces.word(after), 0)
    return Small(TENS[word] + ones, after + 1) if 1 <= ones <= 9 else Small(TENS[word], at + 1)


def read_compound(pieces: Pieces, at: int, *, plural: bool) -> Small | None:
    """The ordinal of tens and ones that begins at a piece: "twenty-first", in the plural "thirty fifths"."""
    after = _behind_hyphen(pieces, at + 1)
    ones = _ORDINAL_ONES.get(_singular(pieces.word(after)) if plural else pieces.word(after))
    return Small(TENS[pieces.lower[at]] + ones, after + 1) if ones and pieces.word(at) in TENS else None


def read_ordinal(pieces: Pieces, at: int, *, plural: bool) -> Small | None:
    """What a share is divided by: "third", "twenty-fifth" after one, their plurals after more."""
    compound = read_compound(pieces, at, plural=plural)
    if compound:
        return compound
    word = pieces.word(at)
    bottom = DENOMINATORS.get(_singular(word) if plural else word)
    return Small(bottom, at + 1) if bottom else None


def _singular(word: str) -> str:
    return word.removesuffix("s") if word.endswith("s") else ""


def _behind_hyphen(pieces: Pieces, at: int) -> int:
    return at + (pieces.word(at) == "-")
