"""The quotation marks of a block → stretches: the cheapest reading of all marks together.

Each mark opens, closes, nests or is no mark at all; a reading costs what its marks cost and something for a
quote left open. A shortest path over three states (outside, inside, inside a nested quote) finds the best
one in linear time for any pattern of marks.
"""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from pipeline.marks.evidence import WRONG_SHAPE, Mark

_OUTSIDE, _INSIDE, _NESTED = range(3)
_UNREACHED = 1 << 60
_UNCLOSED_COST = (0, 4, 6)
_GOES_ON_COST = (0, 0, 2)


class Stretch(NamedTuple):
    """A quoted stretch: `start, end` inside the marks, `outer_start, outer_end` with those that exist."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool
    repaired: bool


class Move(NamedTuple):
    """One part that a mark can play: the states before and after it, its cost, its effect on the outer quote.

    The cost is `extra` and that entry of (open, close, reopen, skip, lost) which `part` names.
    """

    before: int
    after: int
    part: int
    extra: int
    effect: str


_OPEN, _CLOSE, _REOPEN, _SKIP, _LOST = range(5)
_COSTS = attrgetter("open_cost", "close_cost", "reopen_cost", "skip_cost", "lost_cost")
_MOVES = (
    Move(_OUTSIDE, _OUTSIDE, _SKIP, 0, ""),
    Move(_OUTSIDE, _INSIDE, _OPEN, 0, "open"),
    Move(_OUTSIDE, _OUTSIDE, _LOST, 0, "lost"),
    Move(_INSIDE, _OUTSIDE, _CLOSE, 0, "close"),
    Move(_INSIDE, _NESTED, _OPEN, 1, ""),
    Move(_INSIDE, _INSIDE, _REOPEN, 0, "reopen"),
    Move(_INSIDE, _INSIDE, _SKIP, 0, ""),
    Move(_NESTED, _INSIDE, _CLOSE, 0, ""),
    Move(_NESTED, _OUTSIDE, _CLOSE, 2, "close"),
    Move(_NESTED, _NESTED, _SKIP, 0, ""),
)


def pair_marks(marks: list[Mark], *, block_end: int, goes_on: bool = False) -> list[Stretch]:
    """The outermost stretches of one block; `goes_on`: the next block begins with an opening mark."""
    if not marks:
        return []
    return _stretches(marks, _cheapest_moves(marks, goes_on=goes_on), block_end)


def _cheapest_moves(marks: list[Mark], *, goes_on: bool) -> list[Move]:
    """The part of each mark in the cheapest reading of the block."""
    totals = [0, _UNREACHED, _UNREACHED]
    history: list[list[Move]] = []
    for mark in marks:
        costs = _COSTS(mark)
        best = [_UNREACHED] * 3
        chosen = [_MOVES[0]] * 3
        for move in _MOVES:
            before, after, part, extra, _ = move
            total = totals[before] + costs[part] + extra
            if total < best[after]:
                best[after] = total
                chosen[after] = move
        totals = best
        history.append(chosen)
    left_open = _GOES_ON_COST if goes_on else _UNCLOSED_COST
    state = min(range(3), key=lambda state: totals[state] + left_open[state])
    moves = []
    for chosen in reversed(history):
        moves.append(chosen[state])
        state = chosen[state].before
    return moves[::-1]


def _stretches(marks: list[Mark], moves: list[Move], block_end: int) -> list[Stretch]:
    """The stretches that a reading makes."""
    out: list[Stretch] = []
    opening: Mark | None = None
    odd = False
    for mark, move in zip(marks, moves, strict=True):
        cost = _COSTS(mark)[move.part] + move.extra
        if opening is not None:
            odd = odd or cost >= WRONG_SHAPE or mark.turned
        if opening is not None and move.effect == "close":
            out.append(Stretch(opening.start, opening.end, mark.start, mark.end, True, odd))
            opening = None
        if move.effect == "lost":
            out.append(Stretch(mark.lost_start, mark.lost_start, mark.start, mark.end, True, True))
        if move.effect == "reopen" and opening is not None:
            out.append(Stretch(opening.start, opening.end, mark.start, mark.start, False, True))
        if move.effect in ("open", "reopen"):
            opening, odd = mark, mark.turned or (move.effect == "open" and cost >= WRONG_SHAPE)
    if opening is not None:
        out.append(Stretch(opening.start, opening.end, block_end, block_end, False, odd))
    return out
