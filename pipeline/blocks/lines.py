"""text → paragraphs: its lines, with the lines of hard-wrapped paragraphs joined.

In a hard-wrapped text every line of a paragraph but the last is filled: the first word of the next
line would not have fitted on it. That is tested over the whole article before any line is joined.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LIST_ITEM = re.compile(r"[-*•·▪◦‣⁃]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\)?\s")
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]*$")

MIN_PAIRS = 4
WIDTHS = range(40, 101)
FILLED_SHARE = 0.85
UNFINISHED_SHARE = 0.6
LOWER_SHARE = 0.3


class Line(NamedTuple):
    """A line without the white space round it; `follows` if no empty line stands before it."""

    start: int
    end: int
    indent: int
    follows: bool


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs: single lines, or joined lines where the article is hard-wrapped."""
    lines = find_lines(text)
    width = wrap_width(text, lines)
    spans: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if width and i and _carries_on(text, lines[i - 1], line, width):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    return spans


def find_lines(text: str) -> list[Line]:
    """The lines that hold anything but white space."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        content = match.group().strip()
        if not content:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        breaks = len(_LINE_END.findall(text, previous_end, start))
        lines.append(Line(start, start + len(content), start - match.start(), bool(lines) and breaks == 1))
        previous_end = start + len(content)
    return lines


def wrap_width(text: str, lines: list[Line]) -> int | None:
    """The width at which the article's lines are wrapped, or None where they are not."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.follows]
    if len(pairs) < max(MIN_PAIRS, len(lines) / 3):
        return None
    lengths = sorted(_length(line) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    if width not in WIDTHS:
        return None
    filled = sum(_is_filled(text, a, b, width) for a, b in pairs)
    unfinished = sum(not _SENTENCE_END.search(text, max(a.start, a.end - 4), a.end) for a, _ in pairs)
    lower = sum(text[b.start].islower() for _, b in pairs)
    shares = (filled / len(pairs), unfinished / len(pairs), lower / len(pairs))
    needed = (FILLED_SHARE, UNFINISHED_SHARE, LOWER_SHARE)
    return width if all(share >= least for share, least in zip(shares, needed, strict=True)) else None


def _carries_on(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether `after` belongs to the paragraph of `line` in a text wrapped at `width`."""
    return (
        after.follows
        and after.indent <= line.indent
        and _is_filled(text, line, after, width)
        and not _LIST_ITEM.match(text, after.start)
    )


def _is_filled(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first_word = text[after.start : min(after.end, after.start + width)].split(maxsplit=1)[0]
    return _length(line) + 1 + len(first_word) > width - 2 and _length(line) <= width + 10


def _length(line: Line) -> int:
    return line.indent + line.end - line.start
