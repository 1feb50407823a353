"""What one quotation mark says about itself: how well it would open a quote, close one, or be none.

Costs are small whole numbers; 0 = nothing speaks against it. The shape of a mark counts less than its
neighbours, because converters of straight to curly marks go by rules and often get the shape wrong.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.core.document import Block
from pipeline.core.lexicon import words

DOUBT = 1
WRONG_SHAPE = 2
WRONG_NEIGHBOURS = 3
NOT_A_MARK = 5

_DOUBLE = re.compile(r"'{2,}|``|[\"“”„‟«»]")
_SINGLE = re.compile(r"(?<!')'(?!')|[‘’‚‹›]")
_NO_MARKS = re.compile(r"<[A-Za-z/][^<>]{0,400}>|([\"“”„‟«»'`])\1{4,}")
_FEET_AND_INCHES = re.compile(r"\d['’′]\s?\d{1,2}$")
_WORD = re.compile(r"\w+")
_OPENING_SHAPES = frozenset(["“", "„", "‟", "«", "``", "‘", "‚", "‹"])
_CLOSING_SHAPES = frozenset(["”", "»", "’", "›"])
_SET_OFF_BY_SPACES = frozenset("«»‹›")
_BEFORE_OPENING = frozenset("([{—–-/‘'“\"…*>:")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/’'”\"…*<")


class Mark(NamedTuple):
    """A quotation mark with the cost of each part that it could play."""

    start: int
    end: int
    open_cost: int
    close_cost: int
    skip_cost: int


def double_marks(text: str, block: Block) -> list[Mark]:
    """The double quotation marks of a block; not those in markup or in long rows."""
    inside = text[block.start : block.end]
    inside = _NO_MARKS.sub(lambda found: " " * len(found.group()), inside)
    shapes = _shapes_in(inside)
    marks = []
    for match in _DOUBLE.finditer(inside):
        start, end = _two_of_many(inside, *match.span())
        skip = _inch_doubt(inside, start, end)
        shape = shapes.get(inside[start:end], "")
        marks.append(_mark(inside, (start, end), shape, skip, offset=block.start))
    return marks


def single_marks(text: str, block: Block) -> list[Mark]:
    """The single marks of a block that could be quotation marks: apostrophes inside a word are none."""
    inside = text[block.start : block.end]
    shapes = _shapes_in(inside)
    marks = []
    for match in _SINGLE.finditer(inside):
        start, end = match.span()
        before, after = _neighbours(inside, start, end)
        if before.isalnum() and after.isalnum():
            continue
        skip = _apostrophe_doubt(inside, start, end)
        shape = "" if match.group() == "’" and skip == 0 else shapes.get(match.group(), "")
        marks.append(_mark(inside, (start, end), shape, skip, offset=block.start))
    return marks


def opens_with_mark(text: str, block: Block) -> bool:
    """Whether the first thing in a block is an opening quotation mark, double or single."""
    head = text[block.start : block.start + 4]
    found = _DOUBLE.match(head) or _SINGLE.match(head)
    if not found or head[found.end() :][:1].isspace():
        return False
    return not _is_elision(head, found.start(), text[block.start + found.end() : block.start + 12])


def _mark(inside: str, span: tuple[int, int], shape: str, skip_cost: int, *, offset: int) -> Mark:
    """The mark at a span of a block's text, with its costs from shape and neighbours."""
    start, end = span
    before, after = _neighbours(inside, start, end)
    may_stand_off = inside[start:end] in _SET_OFF_BY_SPACES
    could_open = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace()
    could_close = (after.isspace() or after in _AFTER_CLOSING) and not before.isspace()
    if may_stand_off and shape:
        could_open = could_close = True
    open_cost = WRONG_SHAPE * (shape == "close") + WRONG_NEIGHBOURS * (could_close and not could_open)
    close_cost = WRONG_SHAPE * (shape == "open") + WRONG_NEIGHBOURS * (could_open and not could_close)
    return Mark(offset + start, offset + end, open_cost, close_cost, skip_cost)


def _neighbours(inside: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after [start, end); a space at the edges of the block."""
    return inside[start - 1] if start else " ", inside[end] if end < len(inside) else " "


def _shapes_in(inside: str) -> dict[str, str]:
    """Which marks open and which close by their shape, as this block uses them.

    After „ or ‚ the mark “ or ‘ closes („so“), and where » comes before « the guillemets point inwards.
    """
    shapes = dict.fromkeys(_OPENING_SHAPES, "open") | dict.fromkeys(_CLOSING_SHAPES, "close")
    for low, high in (("„", "“"), ("‚", "‘")):
        if low in inside:
            shapes[high] = ""
    for left, right in (("«", "»"), ("‹", "›")):
        if -1 < inside.find(right) < inside.find(left):
            shapes[left], shapes[right] = "close", "open"
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
    if _FEET_AND_INCHES.search(inside[max(0, start - 6) : start]):
        return 0
    before, after = _neighbours(inside, start, end)
    return DOUBT if before.isdigit() and after not in _AFTER_CLOSING else NOT_A_MARK


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
