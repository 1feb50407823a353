"""text and blocks → quoted stretches, from the quotation marks alone.

A mark gives evidence by its shape (“ opens, ” closes, " does neither) and by its neighbours (white space
before and a letter after opens). `evidence` turns both into costs, `pairing` finds the cheapest reading of
each block, and this module makes spans of it. Only the outermost marks make spans: a quote within a quote
stays part of it. A repair never leaves its block and is flagged.
"""

from __future__ import annotations

from bisect import bisect_right

from pipeline.core.document import Block, QuoteSpan
from pipeline.marks.evidence import Mark, double_marks, opens_with_mark, single_marks
from pipeline.marks.pairing import Stretch, pair_marks
from pipeline.marks.repair import join_reversed, trim_unclosed

_SPOKEN_ENDS = frozenset(",.?!…—")


def find_spans(text: str, blocks: list[Block]) -> list[QuoteSpan]:
    """All outermost quoted stretches in reading order; `quote_id` is the index in the list."""
    singles_outside = _prefers_single_marks(text, blocks)
    spans: list[QuoteSpan] = []
    carried: int | None = None
    for index, block in enumerate(blocks):
        goes_on = index + 1 < len(blocks) and opens_with_mark(text, blocks[index + 1])
        for stretch in _stretches(text, block, singles_outside=singles_outside, goes_on=goes_on):
            starts_block = not text[block.start : stretch.outer_start].strip()
            continues = carried if starts_block else None
            span = _span(text, block, stretch, quote_id=len(spans), continues=continues)
            if span is not None:
                spans.append(span)
        last_is_open = goes_on and bool(spans) and spans[-1].block_id == block.block_id
        carried = spans[-1].quote_id if last_is_open and not spans[-1].closed else None
    return spans


def _stretches(text: str, block: Block, *, singles_outside: bool, goes_on: bool) -> list[Stretch]:
    """The outermost stretches of one block, repaired where its marks do not pair."""
    stretches = _paired(text, block, double_marks(text, block), goes_on=goes_on)
    if singles_outside:
        singles = _paired(text, block, single_marks(text, block), goes_on=goes_on)
        stretches = sorted(_outermost(singles, stretches))
    stretches = join_reversed(text, stretches)
    kept = stretches[-1:] if goes_on else []
    return [stretch if stretch in kept else trim_unclosed(text, stretch) for stretch in stretches]


def _paired(text: str, block: Block, marks: list[Mark], *, goes_on: bool = False) -> list[Stretch]:
    """The marks of a block as stretches."""
    return pair_marks(marks, text, block_end=block.end, goes_on=goes_on)


def _outermost(first: list[Stretch], second: list[Stretch]) -> list[Stretch]:
    """The first kind of stretches, and those of the second kind that touch none of them."""
    return [*first, *_apart(second, first)]


def _apart(stretches: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """Those stretches that share no character with any of the others (which are in reading order)."""
    starts = [other.outer_start for other in others]
    apart = []
    for stretch in stretches:
        at = bisect_right(starts, stretch.outer_end - 1)
        if at == 0 or others[at - 1].outer_end <= stretch.outer_start:
            apart.append(stretch)
    return apart


def _prefers_single_marks(text: str, blocks: list[Block]) -> bool:
    """Whether the article sets its quotes in single marks, judged by all its well-formed stretches."""
    singles_in = {}
    for block in blocks:
        singles = _paired(text, block, single_marks(text, block))
        singles_in[block] = [stretch for stretch in singles if _is_spoken(text, stretch)]
    if not any(singles_in.values()):
        return False
    balance = 0
    for block, singles in singles_in.items():
        doubles = _paired(text, block, double_marks(text, block))
        doubles = [stretch for stretch in doubles if stretch.closed]
        balance += len(_apart(singles, doubles)) - len(_apart(doubles, singles))
    return balance > 0


def _is_spoken(text: str, stretch: Stretch) -> bool:
    """Whether a single-quoted stretch looks like speech: it ends in punctuation or has some words."""
    inner = text[stretch.start : stretch.end].strip()
    return stretch.closed and bool(inner) and (inner[-1] in _SPOKEN_ENDS or inner.count(" ") >= 3)


def _span(
    text: str, block: Block, stretch: Stretch, *, quote_id: int, continues: int | None
) -> QuoteSpan | None:
    """The stretch as a span without white space at its ends; None where it holds no letter or digit."""
    start, end = stretch.start, stretch.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return QuoteSpan(
        quote_id,
        block.block_id,
        start,
        end,
        stretch.outer_start,
        stretch.outer_end if stretch.closed else end,
        stretch.closed,
        stretch.repaired,
        continues,
    )
