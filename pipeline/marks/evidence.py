"""What one quotation mark says about itself: how well it would open a quote, close one, or be none.

Costs are small whole numbers; 0 = nothing speaks against it. The shape of a mark counts less than its
neighbours, because converters of straight to curly marks go by rules and often get the shape wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.core.document import Block
from pipeline.core.lexicon import words
from pipeline.marks.report_clause import (
    is_report_before,
    lost_opening,
    report_starts,
    starts_with_report,
)

DOUBT = 1
WRONG_SHAPE = 2
WRONG_NEIGHBOURS = 3
NOT_A_MARK = 5
LOST = 2
NEVER = 1 << 30

REOPEN = 4
REOPEN_AFTER_REPORT = 2

_DOUBLE = re.compile(r"''+|``|\"|“|”|„|‟|«|»")
_MARKS = "\"“”„‟«»'`‘’‚‹›"
_ANY = re.compile(f"[{_MARKS}]")
_SINGLE = re.compile(r"'(?<!'')(?!')|‘|’|‚|‹|›")
_NO_MARKS = re.compile(
    r"<[A-Za-z/][^<>]{0,400}>"
    r"|\d[\"”]\s?(?:[x×]|by)\s?\d[\d./]{0,6}[\"”]"
    r"|([\"“”„‟«»'`])\1{4,}"
    r"|(?:[\"“”„‟«»'`‘’‚‹›][^\w\"“”„‟«»'`‘’‚‹›]*+){9,}+"
)
_LEAST_IN_ROW = 5
_DIGIT_AND_MARK = re.compile(r"\d[\"”]")
_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
_STOP = re.compile(r"[,;:!?)\]]|\.(?![.\w])")
_WORD = re.compile(r"\w+")
_TURNED = "”"
_REVERSED = re.compile(r"\s*”\s[^“”]{1,600}\s“")
_OPENING_SHAPES = frozenset(["“", "„", "‟", "«", "``", "‘", "‚", "‹"])
_CLOSING_SHAPES = frozenset(["”", "»", "’", "›"])
_SET_OFF_BY_SPACES = frozenset("«»‹›")
_BEFORE_OPENING = frozenset("([{—–-/‘'“\"…*>:")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/’'”\"…*<")
_SHAPES = dict.fromkeys(_OPENING_SHAPES, "open") | dict.fromkeys(_CLOSING_SHAPES, "close")


class Mark(NamedTuple):
    """A quotation mark with the cost of each part that it could play.

    `reopen_cost` is that of opening a quote where the one before was never closed, `lost_cost` that of
    closing one whose opening mark is missing and stood at `lost_start`. `turned`: such marks
    stand the wrong way round in this block.
    """

    start: int
    end: int
    open_cost: int
    close_cost: int
    reopen_cost: int
    skip_cost: int
    turned: bool
    lost_cost: int = NEVER
    lost_start: int = 0


@dataclass(frozen=True)
class Page:
    """The text of a block with markup and long rows of marks blanked out, and where it stands.

    `shapes`: which marks open and which close here.
    """

    offset: int
    inside: str
    shapes: dict[str, str]

    @cached_property
    def reports(self) -> list[int]:
        """Where reporting clauses begin."""
        return report_starts(self.inside)


def page_of(text: str, block: Block) -> Page:
    """A block prepared for reading its marks; a row of nine marks without a letter between holds none."""
    inside = text[block.start : block.end]
    if _may_have_no_marks(inside):
        inside = _NO_MARKS.sub(lambda found: " " * len(found.group()), inside)
    return Page(block.start, inside, _shapes_in(inside))


def _may_have_no_marks(inside: str) -> bool:
    """Whether a block can hold any of `_NO_MARKS`: a quick test."""
    has_row = sum(map(inside.count, _MARKS)) >= _LEAST_IN_ROW
    return has_row or "<" in inside or _DIGIT_AND_MARK.search(inside) is not None


def has_marks(text: str, block: Block) -> bool:
    """Whether a block has any quotation mark or apostrophe."""
    return _ANY.search(text, block.start, block.end) is not None


def double_marks(page: Page) -> list[Mark]:
    """The double quotation marks of a block."""
    marks = []
    before: int | None = None
    for match in _DOUBLE.finditer(page.inside):
        span = _two_of_many(page.inside, *match.span())
        shape = page.shapes.get(page.inside[span[0] : span[1]], "")
        mark = _mark(page, span, shape, _inch_doubt(page.inside, *span))
        lost = None if mark.close_cost else lost_opening(page.inside, span, before=before)
        marks.append(mark if lost is None else mark._replace(lost_cost=LOST, lost_start=page.offset + lost))
        before = span[1]
    return marks


def single_marks(page: Page) -> list[Mark]:
    """The single marks of a block that could be quotation marks: apostrophes inside a word are none."""
    marks = []
    for match in _SINGLE.finditer(page.inside):
        start, end = match.span()
        before, after = _neighbours(page.inside, start, end)
        if before.isalnum() and after.isalnum():
            continue
        skip = _apostrophe_doubt(page.inside, start, end)
        shape = "" if match.group() == "’" and skip == 0 else page.shapes.get(match.group(), "")
        mark = _mark(page, (start, end), shape, skip)
        marks.append(mark if skip else mark._replace(open_cost=mark.open_cost + DOUBT))
    return marks


def opening_mark(text: str, block: Block) -> str | None:
    """The sort of opening quotation mark that a block begins with, "double" or "single", or None."""
    head = text[block.start : block.start + 4]
    double = _DOUBLE.match(head)
    found = double or _SINGLE.match(head)
    if not found or head[found.end() :][:1].isspace():
        return None
    if _is_elision(head, found.start(), text[block.start + found.end() : block.start + 12]):
        return None
    return "double" if double else "single"


def _mark(page: Page, span: tuple[int, int], shape: str, skip_cost: int) -> Mark:
    """The mark at a span of a block's text, with its costs from shape and neighbours."""
    start, end = span
    could_open, could_close = _parts_by_neighbours(page.inside, start, end)
    if shape and page.inside[start:end] in _SET_OFF_BY_SPACES:
        could_open = could_close = True
    open_cost = WRONG_SHAPE * (shape == "close") + WRONG_NEIGHBOURS * (could_close and not could_open)
    close_cost = WRONG_SHAPE * (shape == "open") + WRONG_NEIGHBOURS * (could_open and not could_close)
    if close_cost >= WRONG_NEIGHBOURS and not starts_with_report(page.inside, end):
        close_cost += NOT_A_MARK
    after_report = is_report_before(page.reports, start)
    reopen_cost = REOPEN_AFTER_REPORT if after_report else REOPEN
    return Mark(
        page.offset + start,
        page.offset + end,
        open_cost,
        close_cost,
        NOT_A_MARK if open_cost else reopen_cost,
        skip_cost,
        turned=page.shapes[_TURNED] == "open" and page.inside[start:end] in ("“", _TURNED),
    )


def _parts_by_neighbours(inside: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a mark could open and whether it could close, judged by the characters beside it.

    A mark with a space before it closes where a comma or full stop follows (`” planned work “.`).
    """
    before, after = _neighbours(inside, start, end)
    stop_follows = _STOP.match(inside, end) is not None
    could_open = (before.isspace() or before in _BEFORE_OPENING) and not (after.isspace() or stop_follows)
    could_close = (after.isspace() or after in _AFTER_CLOSING) and (stop_follows or not before.isspace())
    return could_open, could_close


def _neighbours(inside: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after [start, end); a space at the edges of the block."""
    return inside[start - 1] if start else " ", inside[end] if end < len(inside) else " "


def _shapes_in(inside: str) -> dict[str, str]:
    """Which marks open and which close by their shape, as this block uses them.

    A block that begins with ” and a space has its curly marks the wrong way round (` ” Yes, “ he said`).
    After „ or ‚ the mark “ or ‘ closes („so“), and where » comes before « the guillemets point inwards.
    """
    shapes = dict(_SHAPES)
    for low, high in (("„", "“"), ("‚", "‘")):
        if low in inside:
            shapes[high] = ""
    for left, right in (("«", "»"), ("‹", "›")):
        if -1 < inside.find(right) < inside.find(left):
            shapes[left], shapes[right] = "close", "open"
    if _REVERSED.match(inside):
        shapes["“"], shapes[_TURNED] = "close", "open"
    return shapes


def _two_of_many(inside: str, start: int, end: int) -> tuple[int, int]:
    """The two apostrophes of a run that make the double mark: the outer ones, on the side of the space.

    `'''Go,' he said''` begins with a double mark and a nested single one; `''He said 'go.'''` ends so.
    """
    if end - start <= 2:
        return start, end
    before, _ = _neighbours(inside, start, end)
    if before.isspace() or before in _BEFORE_OPENING:
        return start, start + 2
    return end - 2, end


def _inch_doubt(inside: str, start: int, end: int) -> int:
    """The cost of taking a double mark for no quotation mark: low after a digit (12", 6'2")."""
    before, after = _neighbours(inside, start, end)
    if not before.isdigit():
        return NOT_A_MARK
    if _FEET_AND_INCHES.search(inside[max(0, start - 6) : start]):
        return 0
    return DOUBT if after not in _AFTER_CLOSING else NOT_A_MARK


def _apostrophe_doubt(inside: str, start: int, end: int) -> int:
    """The cost of taking a single mark for an apostrophe ('em, workers', 6')."""
    before, after = _neighbours(inside, start, end)
    if _is_elision(inside, start, inside[end : end + 12]):
        return 0
    if before.isalnum():
        return DOUBT if before in "sSnN" or before.isdigit() else WRONG_SHAPE
    return NOT_A_MARK if not after.isdigit() else DOUBT


def _is_elision(inside: str, start: int, following: str) -> bool:
    """Whether the single mark at `start` stands for dropped letters: 'em, 'twas, '90s."""
    word = _WORD.match(following)
    if inside[start] not in "'’‘" or not word:
        return False
    return word.group().lower() in words("marks/elisions") or bool(re.match(r"\d0s\b", following))
