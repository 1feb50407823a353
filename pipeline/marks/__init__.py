"""text and blocks → quoted stretches, from the quotation marks alone.

A mark gives evidence by its shape (“ opens, ” closes, " does neither) and by its neighbours (white space
before and a letter after opens). `evidence` turns both into costs, `pairing` finds the cheapest reading of
each block, and this module makes spans of it. Only the outermost marks make spans: a quote within a quote
stays part of it. A repair never leaves its block and is flagged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import zip_longest
from operator import attrgetter

from pipeline.core.document import Block, QuoteSpan
from pipeline.marks.evidence import double_marks, has_marks, opening_mark, page_of, single_marks
from pipeline.marks.pairing import Stretch, pair_marks
from pipeline.marks.repair import join_reversed, trim_unclosed
from pipeline.marks.report_clause import first_report

_BLANK = re.compile(r"\s*")
_SPOKEN_ENDS = frozenset(",.?!…—")
_SPOKEN_SPACES = 3
_OUTER_START = attrgetter("outer_start")


def find_spans(text: str, blocks: list[Block]) -> list[QuoteSpan]:
    """All outermost quoted stretches in reading order; `quote_id` is the index in the list."""
    openings = [opening_mark(text, block) for block in blocks]
    spans: list[QuoteSpan] = []
    carried: int | None = None
    for block, following in zip_longest(blocks, openings[1:]):
        for stretch in _stretches(text, block, following=following):
            continues = carried if _opens_block(text, block, stretch) else None
            span = _span(text, block, stretch, quote_id=len(spans), continues=continues)
            if span is not None:
                spans.append(span)
        last_is_open = following is not None and bool(spans) and spans[-1].block_id == block.block_id
        carried = spans[-1].quote_id if last_is_open and not spans[-1].closed else None
    return spans


def _stretches(text: str, block: Block, *, following: str | None) -> list[Stretch]:
    """The outermost stretches of one block, repaired where its marks do not pair.

    `following`: the sort of mark that the next block begins with; a quote can run on into it.
    """
    if not has_marks(text, block):
        return []
    page = page_of(text, block)
    doubles = pair_marks(double_marks(page), block_end=block.end, goes_on=following == "double")
    singles = pair_marks(single_marks(page), block_end=block.end, goes_on=following == "single")
    singles = [single for single in singles if _is_sound(text, block, single, goes_on=following == "single")]
    stretches = join_reversed(text, _outermost(text, singles, doubles))
    kept = stretches[-1:] if following else []
    return [stretch if stretch in kept else trim_unclosed(text, stretch) for stretch in stretches]


def _is_sound(text: str, block: Block, single: Stretch, *, goes_on: bool) -> bool:
    """Whether single marks make a quote: both are there, or it runs on, or it opens a block of speech."""
    if single.closed or goes_on:
        return True
    return _opens_block(text, block, single) and first_report(text, single.start, single.end) is not None


def _opens_block(text: str, block: Block, stretch: Stretch) -> bool:
    """Whether nothing but white space stands before a stretch in its block."""
    return _BLANK.fullmatch(text, block.start, stretch.outer_start) is not None


def _outermost(text: str, singles: list[Stretch], doubles: list[Stretch]) -> list[Stretch]:
    """The stretches in either sort of marks that lie in no other; where two cross, the double marks count."""
    free = [
        single
        for single in singles
        if not _lies_in(single.outer_start, doubles)
        and not (single.closed and _lies_in(single.outer_end - 1, doubles))
    ]
    kept = [single for single in free if _is_spoken(text, single) or not _holds_one_of(single, doubles)]
    return sorted([*kept, *(double for double in doubles if not _lies_in(double.outer_start, kept))])


def _lies_in(position: int, stretches: list[Stretch]) -> bool:
    """Whether one of the stretches (in reading order) holds a place in the text."""
    at = bisect_right(stretches, position, key=_OUTER_START)
    return at > 0 and position < stretches[at - 1].outer_end


def _holds_one_of(single: Stretch, doubles: list[Stretch]) -> bool:
    """Whether the next stretch in double marks begins before the end of a single-quoted one."""
    at = bisect_right(doubles, single.outer_start, key=_OUTER_START)
    return at < len(doubles) and doubles[at].outer_start < single.outer_end


def _is_spoken(text: str, stretch: Stretch) -> bool:
    """Whether a single-quoted stretch looks like speech: it ends in punctuation or has some words."""
    inner = text[stretch.start : stretch.end].strip()
    return bool(inner) and (inner[-1] in _SPOKEN_ENDS or inner.count(" ") >= _SPOKEN_SPACES)


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
