"""The quotation marks of a block → stretches: the cheapest reading of all marks together.

Each mark opens, closes, nests or is no mark at all; a reading costs what its marks cost and something for a
quote left open. A shortest path over three states (outside, inside, inside a nested quote) finds the best
one in linear time for any pattern of marks.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.marks.evidence import NOT_A_MARK, WRONG_NEIGHBOURS, WRONG_SHAPE, Mark
from pipeline.marks.report_clause import ends_with_report, starts_with_report

_OUTSIDE, _INSIDE, _NESTED = range(3)
_NEST_COST = 1
_SHARED_CLOSE_COST = 2
_REOPEN_COST = 4
_REOPEN_AFTER_REPORT_COST = 2
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


class Step(NamedTuple):
    """One part that a mark can play: the state after it, its cost, and its effect on the outer quote."""

    state: int
    cost: int
    effect: str


def pair_marks(marks: list[Mark], text: str, *, block_end: int, goes_on: bool = False) -> list[Stretch]:
    """The outermost stretches of one block; `goes_on`: the next block begins with an opening mark."""
    if not marks:
        return []
    return _stretches(marks, _cheapest_steps(marks, text, goes_on=goes_on), block_end)


def _cheapest_steps(marks: list[Mark], text: str, *, goes_on: bool) -> list[Step]:
    """The part of each mark in the cheapest reading of the block."""
    costs: dict[int, int] = {_OUTSIDE: 0}
    history: list[dict[int, tuple[int, Step]]] = []
    for mark in marks:
        best: dict[int, tuple[int, int, Step]] = {}
        for state, cost in costs.items():
            for step in _steps(state, mark, text):
                total = cost + step.cost
                if step.state not in best or total < best[step.state][0]:
                    best[step.state] = (total, state, step)
        costs = {state: total for state, (total, _, _) in best.items()}
        history.append({state: (previous, step) for state, (_, previous, step) in best.items()})
    left_open = _GOES_ON_COST if goes_on else _UNCLOSED_COST
    state = min(costs, key=lambda state: (costs[state] + left_open[state], state))
    steps = []
    for choices in reversed(history):
        state, step = choices[state]
        steps.append(step)
    return steps[::-1]


def _steps(state: int, mark: Mark, text: str) -> list[Step]:
    """What a mark can do in a state."""
    skip = Step(state, mark.skip_cost, "")
    if state == _OUTSIDE:
        return [Step(_INSIDE, mark.open_cost, "open"), skip]
    if state == _INSIDE:
        return [
            Step(_OUTSIDE, mark.close_cost + _glued_cost(mark, text), "close"),
            Step(_NESTED, mark.open_cost + _NEST_COST, ""),
            Step(_INSIDE, mark.open_cost + _reopen_cost(mark, text), "reopen"),
            skip,
        ]
    return [
        Step(_INSIDE, mark.close_cost, ""),
        Step(_OUTSIDE, mark.close_cost + _SHARED_CLOSE_COST, "close"),
        skip,
    ]


def _glued_cost(mark: Mark, text: str) -> int:
    """What speaks against closing at a mark that looks like an opening one (`course, “Marlow said`)."""
    if mark.close_cost < WRONG_NEIGHBOURS or starts_with_report(text, mark.end):
        return 0
    return NOT_A_MARK


def _reopen_cost(mark: Mark, text: str) -> int:
    """What speaks against a new quote where the one before was never closed (`“Yes, he said. “No.”`)."""
    if mark.open_cost:
        return NOT_A_MARK
    return _REOPEN_AFTER_REPORT_COST if ends_with_report(text, mark.start) else _REOPEN_COST


def _stretches(marks: list[Mark], steps: list[Step], block_end: int) -> list[Stretch]:
    """The stretches that a reading makes."""
    out: list[Stretch] = []
    opening: Mark | None = None
    odd = False
    for mark, step in zip(marks, steps, strict=True):
        if opening is not None:
            odd = odd or step.cost >= WRONG_SHAPE
        if opening is not None and step.effect == "close":
            out.append(Stretch(opening.start, opening.end, mark.start, mark.end, True, odd))
            opening = None
        if step.effect == "reopen" and opening is not None:
            out.append(Stretch(opening.start, opening.end, mark.start, mark.start, False, True))
        if step.effect in ("open", "reopen"):
            opening, odd = mark, step.effect == "open" and step.cost >= WRONG_SHAPE
    if opening is not None:
        out.append(Stretch(opening.start, opening.end, block_end, block_end, False, odd))
    return out
