"""Which share of one begins at a piece: "half", "two thirds", "3/4", "2½", "one in five"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.pieces import NUMBER, WORD, Pieces

_NUMBERS = sections("quantities/numbers")
_SIGNS: dict[str, float] = _NUMBERS["signs"]
_DENOMINATORS: dict[str, float] = _NUMBERS["denominators"]
_COUNTS: dict[str, int] = {**_NUMBERS["small"], **_NUMBERS["tens"], "a": 1, "an": 1}
_SHARES = {name: frozenset(entries) for name, entries in sections("quantities/shares").items()}
_RATIO_OF = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1000})
"""What "one in" and "nine of" go with where they tell a ratio."""
_SLASHES = frozenset({"/", "⁄"})
_WRITTEN_BELOW = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100, 128})
"""Denominators that people write with a slash; "9/11" and "24/7" are no fractions."""

Share = tuple[float, int]
"""A value and the index behind the pieces that say it."""


def read_fraction(pieces: Pieces, at: int) -> Share | None:
    """The share that begins at a piece, or None."""
    return (
        _read_sign(pieces, at)
        or _read_slash(pieces, at)
        or _read_half(pieces, at)
        or _read_parts(pieces, at)
        or _read_ratio(pieces, at)
    )


def read_share_after_and(pieces: Pieces, at: int) -> Share:
    """The share that goes on with a whole number: "2½", "10 1/2", "two and a half"; 0 for none."""
    share = _read_sign(pieces, at)
    if share is None and pieces.is_kind(at - 1, NUMBER) and not pieces.glued(at):
        share = _read_slash(pieces, at)
    if share is None:
        after = at + (pieces.word(at) == "-")
        if pieces.word(after) == "and":
            share = _read_part_of_whole(pieces, after + 1)
    return share or (0.0, at)


def _read_part_of_whole(pieces: Pieces, at: int) -> Share | None:
    """Such as "(and) a half", "(and) three quarters", also with hyphens."""
    at += pieces.word(at) == "-"
    count = _COUNTS.get(pieces.word(at))
    after = at + 1 + (pieces.word(at + 1) == "-")
    if count == 1 and pieces.word(after) == "half":
        return 0.5, after + 1
    bottom = _denominator(pieces.word(after), count or 0)
    return (count / bottom, after + 1) if count and bottom and count < bottom else None


def _read_sign(pieces: Pieces, at: int) -> Share | None:
    value = _SIGNS.get(pieces.word(at))
    return (value, at + 1) if value else None


def _read_slash(pieces: Pieces, at: int) -> Share | None:
    """Such as "3/4": digits on both sides of one slash, below one."""
    if (
        pieces.word(at + 1) not in _SLASHES
        or pieces.word(at + 3) in _SLASHES
        or pieces.word(at - 1) in _SLASHES
    ):
        return None
    if not (pieces.is_kind(at, NUMBER) and pieces.is_kind(at + 2, NUMBER)):
        return None
    top, bottom = pieces.value[at] or 0.0, pieces.value[at + 2] or 0.0
    return (top / bottom, at + 3) if 0 < top < bottom and bottom in _WRITTEN_BELOW else None


def _read_half(pieces: Pieces, at: int) -> Share | None:
    """Such as "half" as an amount, not as a part of a game or of a compound ("half-time")."""
    first = at
    if pieces.word(at) in {"a", "one"}:
        at += 1 + (pieces.word(at + 1) == "-")
    if pieces.word(at) == "quarter" and pieces.word(at + 1) in _NUMBERS["multipliers"]:
        return 0.25, at + 1
    if pieces.word(at) != "half":
        return None
    after, before = pieces.word(at + 1), pieces.word(first - 1)
    if after == "-":
        return (0.5, at + 2) if pieces.word(at + 2) in _NUMBERS["multipliers"] else None
    if after in _NUMBERS["multipliers"]:
        return 0.5, at + 1
    if (first == at and before in _SHARES["never_after"]) or before == "-":
        return None
    alone = not pieces.is_kind(at + 1, WORD) and (before in _SHARES["before"] or first < at)
    return (0.5, at + 1) if alone or after in _SHARES["after_half"] else None


def _read_parts(pieces: Pieces, at: int) -> Share | None:
    """Such as "two thirds", "three-quarters", "a fifth": a count and a denominator."""
    count = _COUNTS.get(pieces.word(at))
    after = at + 1 + (pieces.word(at + 1) == "-")
    bottom = _denominator(pieces.word(after), count or 0)
    if not count or not bottom or count >= bottom:
        return None
    share = count / bottom, after + 1
    if count > 1:
        return share if pieces.word(after) != "quarters" or count == 3 else None
    if pieces.word(after + 1) in _NUMBERS["multipliers"] or pieces.word(after + 1) == "of":
        return share
    if pieces.word(at) == "one":
        return share if pieces.word(after) != "quarter" else None
    follows = not pieces.is_kind(after + 1, WORD) or pieces.word(after + 1) in _SHARES["after_share"]
    is_subject = pieces.word(at - 1) == "," and pieces.word(after + 1) in _SHARES["verbs"]
    return share if is_subject or (follows and pieces.word(at - 1) in _SHARES["before"]) else None


def _denominator(word: str, count: int) -> float | None:
    """The denominator that a word names: the singular after one, the plural after more."""
    return _DENOMINATORS.get(word if count == 1 else word.removesuffix("s") if word.endswith("s") else "")


def read_denominator(pieces: Pieces, at: int) -> Share:
    """A plural denominator behind a number, "twenty-three | fifths"; 1 for none."""
    after = at + (pieces.word(at) == "-")
    word = pieces.word(after)
    bottom = _denominator(word, 2) if word != "quarters" else None
    return (bottom, after + 1) if bottom else (1.0, at)


def _read_ratio(pieces: Pieces, at: int) -> Share | None:
    """Such as "one in five", "nine of 10", "one of every six", "two out of three"."""
    top, joint, after = _count_at(pieces, at), pieces.word(at + 1), at + 2
    if not top or joint not in {"in", "of", "out"} or (joint == "out" and pieces.word(after) != "of"):
        return None
    after += (joint == "out") + (pieces.word(after + (joint == "out")) == "every")
    bottom = _count_at(pieces, after)
    if not bottom or top >= bottom:
        return None
    sure = joint == "out" or pieces.word(after - 1) == "every"
    is_ratio = top < 10 and bottom in _RATIO_OF and not pieces.is_kind(after + 1, NUMBER)
    return (top / bottom, after + 1) if sure or (is_ratio and not _names_time(pieces, after + 1)) else None


def _names_time(pieces: Pieces, at: int) -> bool:
    """Whether the pieces tell a span in which something happened ("two in three days")."""
    return pieces.word(at) in _SHARES["times"] or pieces.word(at) == "-"


def _count_at(pieces: Pieces, at: int) -> float | None:
    """A whole number in one piece."""
    if pieces.is_kind(at, NUMBER):
        return pieces.value[at]
    return _COUNTS.get(pieces.word(at)) if pieces.word(at) not in {"a", "an"} else None
