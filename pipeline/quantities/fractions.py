"""Which share of one begins at a piece: "half", "two thirds", "3/4", "2½", "one in five"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.multipliers import read_multipliers
from pipeline.quantities.pieces import NUMBER, WORD, Pieces
from pipeline.quantities.small import SMALL, TENS, Small, read_below_hundred, read_ordinal

_NUMBERS = sections("quantities/numbers")
_SIGNS: dict[str, float] = _NUMBERS["signs"]
_COUNTS: dict[str, int] = {**SMALL, **TENS, "a": 1, "an": 1}
_SHARES = {name: frozenset(entries) for name, entries in sections("quantities/shares").items()}
_RATIO_OF = frozenset({*range(2, 11), 12, 15, 20, 25, 30, 40, 50, 100, 200, 500, 1e3, 1e4, 1e5, 1e6})
"""What "one in" and "nine of" go with where they tell a ratio."""
_NO_RANK = 100
"""From here on "a hundredth" with nothing behind it is a share and no rank."""
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
    if share is None and _is_tied_slash(pieces, at):
        share = _read_slash(pieces, at + 1)
    if share is None:
        after = at + (pieces.word(at) == "-")
        if pieces.word(after) == "and":
            share = _read_part_of_whole(pieces, after + 1)
    return share or (0.0, at)


def _is_tied_slash(pieces: Pieces, at: int) -> bool:
    """Whether a hyphen without spaces ties a fraction to the digits before it: "3|-1/2"."""
    tied = pieces.word(at) == "-" and pieces.glued(at) and pieces.glued(at + 1)
    return tied and pieces.is_kind(at - 1, NUMBER)


def _read_part_of_whole(pieces: Pieces, at: int) -> Share | None:
    """Such as "(and) a half", "(and) three quarters", "(and) fifty-four hundredths", also with hyphens."""
    at += pieces.word(at) == "-"
    small = Small(1, at + 1) if pieces.word(at) in {"a", "an"} else read_below_hundred(pieces, at)
    if small is None:
        return None
    count, after = small.value, small.stop + (pieces.word(small.stop) == "-")
    if count == 1 and pieces.word(after) == "half":
        return 0.5, after + 1
    bottom = read_ordinal(pieces, after, plural=count != 1)
    return (count / bottom.value, bottom.stop) if bottom and 0 < count < bottom.value else None


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
    of_hour = pieces.lower[at + 1 : at + 4] == ["of", "an", "hour"]
    if pieces.word(at) == "quarter" and (of_hour or pieces.word(at + 1) in _NUMBERS["multipliers"]):
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
    blurred = before in _SHARES["before"] and pieces.word(first - 2) == "by"
    blurred = blurred or before == "by" or before in _SHARES["blurs"]
    alone = alone or (blurred and after not in _SHARES["after_blurred"])
    return (0.5, at + 1) if alone or after in _SHARES["after_half"] else None


def _read_parts(pieces: Pieces, at: int) -> Share | None:
    """Such as "two thirds", "three-quarters", "a fifth", "one twenty-fifth": a count and a denominator."""
    count = _COUNTS.get(pieces.word(at))
    bottom = read_ordinal(pieces, at + 1 + (pieces.word(at + 1) == "-"), plural=count != 1)
    if not count or bottom is None or count >= bottom.value:
        return None
    share = count / bottom.value, bottom.stop
    if pieces.word(bottom.stop - 1) == "quarters":
        return share if count == 3 else None
    return share if count > 1 or _is_one_part(pieces, at, bottom) else None


def _is_one_part(pieces: Pieces, at: int, bottom: Small) -> bool:
    """Whether "a third", "one fifth" is a share and no rank ("a third term")."""
    after, before = pieces.word(bottom.stop), pieces.word(at - 1)
    if after in _NUMBERS["multipliers"] or after == "of":
        return True
    if pieces.word(at) == "one":
        return pieces.word(bottom.stop - 1) != "quarter"
    follows = not pieces.is_kind(bottom.stop, WORD)
    if follows and bottom.value >= _NO_RANK:
        return True
    opens = before in _SHARES["openers"] or at == 0
    is_quarter = pieces.word(bottom.stop - 1) == "quarter" and after in _SHARES["verbs_of_quarter"]
    is_subject = opens and (is_quarter or after in _SHARES["verbs"])
    is_blurred = before in _SHARES["before"] and before not in {"and", "or"}
    return is_subject or (is_blurred and (follows or after in _SHARES["after_share"]))


def read_denominator(pieces: Pieces, at: int) -> Share:
    """A plural denominator behind a number, "twenty-three | fifths"; 1 for none."""
    after = at + (pieces.word(at) == "-")
    bottom = read_ordinal(pieces, after, plural=True) if pieces.word(after) != "quarters" else None
    return (bottom.value, bottom.stop) if bottom else (1.0, at)


def _read_ratio(pieces: Pieces, at: int) -> Share | None:
    """Such as "one in five", "nine of 10", "one of every six", "two out of three", "a one-in-five chance"."""
    tied = pieces.lower[at + 1 : at + 4] == ["-", "in", "-"]
    top, joint, after = _count_at(pieces, at), pieces.word(at + 1 + tied), at + 2 + 2 * tied
    if not top or joint not in {"in", "of", "out"} or (joint == "out" and pieces.word(after) != "of"):
        return None
    after += (joint == "out") + (pieces.word(after + (joint == "out")) == "every")
    bottom = _read_whole(pieces, after)
    if bottom is None or top >= bottom.value:
        return None
    sure = joint == "out" or pieces.word(after - 1) == "every"
    usual = bottom.value in _RATIO_OF or (top == 1 and "," in pieces.text[after])
    is_ratio = (1 if joint == "of" else 0) < top < 10 and usual and not pieces.is_kind(bottom.stop, NUMBER)
    share = top / bottom.value, bottom.stop
    return share if sure or (is_ratio and not _names_time(pieces, bottom.stop)) else None


def _read_whole(pieces: Pieces, at: int) -> Small | None:
    """A whole number in digits or words with its multipliers: "20", "a hundred", "five thousand"."""
    if pieces.is_kind(at, NUMBER):
        lead: Small | None = Small(pieces.value[at] or 0.0, at + 1)
    elif pieces.word(at) in {"a", "an"}:
        lead = Small(1, at + 1) if pieces.word(at + 1) in _NUMBERS["multipliers"] else None
    else:
        lead = read_below_hundred(pieces, at)
    if lead is None:
        return None
    scale, stop = read_multipliers(pieces, lead.stop, money=False)
    return Small(lead.value * scale, stop)


def _names_time(pieces: Pieces, at: int) -> bool:
    """Whether the pieces tell a span in which something happened ("two in three days")."""
    return pieces.word(at) in _SHARES["times"] or pieces.word(at) == "-"


def _count_at(pieces: Pieces, at: int) -> float | None:
    """A whole number in one piece."""
    if pieces.is_kind(at, NUMBER):
        return pieces.value[at]
    return _COUNTS.get(pieces.word(at)) if pieces.word(at) not in {"a", "an"} else None
