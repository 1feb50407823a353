"""Repairs of stretches that the marks alone leave wrong; each stays inside its block and is flagged."""

from __future__ import annotations

from pipeline.marks.pairing import Stretch
from pipeline.marks.report_clause import first_report

_LONGEST_REVERSED = 3


def trim_unclosed(text: str, stretch: Stretch) -> Stretch:
    """An unclosed stretch ended before its reporting clause (`“It is late, he said.` → `It is late,`)."""
    cut = None if stretch.closed else first_report(text, stretch.start, stretch.end)
    if cut is None:
        return stretch
    return stretch._replace(end=cut, outer_end=cut, repaired=True)


def join_reversed(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """The stretches with pieces joined that a nested word in reversed marks (`a ” wave “ of`) cut apart."""
    out: list[Stretch] = []
    for stretch in stretches:
        if out and _is_reversed_gap(text, out[-1], stretch):
            out[-1] = out[-1]._replace(
                end=stretch.end, outer_end=stretch.outer_end, closed=False, repaired=True
            )
        else:
            out.append(stretch)
    return out


def _is_reversed_gap(text: str, first: Stretch, second: Stretch) -> bool:
    """Whether a closed and an unclosed stretch are one: a few bare words between them, and no stop before."""
    gap = text[first.outer_end : second.outer_start]
    before, after = text[first.start : first.end].rstrip(), text[second.start : second.end].lstrip()
    return (
        first.closed
        and not second.closed
        and 1 <= len(gap.split()) <= _LONGEST_REVERSED
        and gap.replace(" ", "").isalnum()
        and before[-1:].isalnum()
        and after[:1].islower()
    )
