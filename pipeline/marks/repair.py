"""Repairs of stretches that the marks alone leave wrong; each stays inside its block and is flagged."""

from __future__ import annotations

from pipeline.core.lexicon import words
from pipeline.marks.pairing import Stretch
from pipeline.marks.report_clause import first_report

_LONGEST_REVERSED = 3
_NEAR = 10
_SENTENCE_ENDS = frozenset(",.!?")


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
            end, outer_end, closed = stretch.end, stretch.outer_end, stretch.closed
            out[-1] = out[-1]._replace(end=end, outer_end=outer_end, closed=closed, repaired=True)
        else:
            out.append(stretch)
    return out


def _is_reversed_gap(text: str, first: Stretch, second: Stretch) -> bool:
    """Whether two stretches are one: a few bare words between them, and no stop before.

    Where the second is closed, only one word may stand between, and it must be set off by spaces on its
    inner side (`“with the ” toy “ remark,”`) or the first must begin a sentence that it does not end.
    """
    gap = text[first.outer_end : second.outer_start]
    before = text[max(first.start, first.end - _NEAR) : first.end].rstrip()
    after = text[second.start : min(second.end, second.start + _NEAR)].lstrip()
    return (
        first.closed
        and (not second.closed or _is_one_sentence(text, first, second, gap.strip()))
        and 1 <= len(gap.split()) <= _LONGEST_REVERSED
        and gap.replace(" ", "").isalnum()
        and before[-1:].isalnum()
        and after[:1].islower()
    )


def _is_one_sentence(text: str, first: Stretch, second: Stretch, word: str) -> bool:
    """Whether two closed stretches with a word between them are a sentence of speech round a nested word."""
    if " " in word or not word.islower() or word in words("marks/function_words"):
        return False
    ends = text[second.start : second.end].rstrip()[-1:] in _SENTENCE_ENDS
    lead = text[max(0, first.outer_start - _NEAR) : first.outer_start]
    begins = lead.rstrip()[-1:] in ("", *".!?") or lead.endswith("\n")
    return ends and begins and text[first.start].isupper()
