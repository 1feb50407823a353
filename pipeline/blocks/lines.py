"""text → paragraphs: its lines, with lines joined that were broken inside a sentence or by hard wrapping.

In a hard-wrapped text every line of a paragraph but the last is filled: the first word of the next
line would not have fitted on it. That is tested over the whole article before any line is joined.
Elsewhere a line is joined only where a sentence plainly goes on: the line before it has no stop, and
it begins with a small letter.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pipeline.blocks.kinds import LIST_MARK, is_page_line

#: Characters that nobody sees: zero-width spaces and joiners, byte order marks, soft hyphens.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + INVISIBLE

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?:;…{}][\"”’')\]]*$")
_SMALL_WORD = re.compile(r"(?!by [A-Z])(?:a|[a-z]{2,}(?:['’-][a-z]+)*)(?![^\s,.;:!?])(?!\s?[-–—=])")

MIN_PAIRS = 4
WIDTHS = range(40, 101)
USUAL_WIDTHS = range(60, 81)
FILLED_SHARE = 0.85
UNFINISHED_SHARE = 0.6
LOWER_SHARE = 0.3
MIN_WORDS = 4
OPENING = 200


class Line(NamedTuple):
    """A line without the white space round it; `follows` if no empty line stands before it."""

    start: int
    end: int
    indent: int
    follows: bool


def find_paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs: single lines, or joined ones."""
    lines = find_lines(text)
    width = wrap_width(text, lines)
    spans: list[tuple[int, int]] = []
    first = None
    for i, line in enumerate(lines):
        if first and line.follows and _carries_on(text, (first, lines[i - 1]), line, width):
            spans[-1] = (first.start, line.end)
        else:
            spans.append((line.start, line.end))
            first = line
    return spans


def find_lines(text: str) -> list[Line]:
    """The lines that hold anything that can be seen."""
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        content = match.group().strip(_BLANK)
        if not content:
            continue
        start = match.start() + len(match.group()) - len(match.group().lstrip(_BLANK))
        breaks = len(_LINE_END.findall(text, previous_end, start))
        lines.append(Line(start, start + len(content), start - match.start(), bool(lines) and breaks == 1))
        previous_end = start + len(content)
    return lines


def wrap_width(text: str, lines: list[Line]) -> int | None:
    """The width at which the article's lines are wrapped, or None where they are not."""
    pairs = [
        (a, b)
        for a, b in pairwise(lines)
        if b.follows and _length(a) >= WIDTHS.start and not _opens_paragraph(text, a, b)
    ]
    if len(pairs) < max(2, len(lines) / 3):
        return None
    lengths = sorted(_length(line) for line, _ in pairs)
    width = lengths[round(0.9 * (len(lengths) - 1))]
    if width not in (WIDTHS if len(pairs) >= MIN_PAIRS else USUAL_WIDTHS):
        return None
    filled = sum(_is_filled(text, a, b, width) for a, b in pairs)
    unfinished = sum(not _is_finished(text, a) for a, _ in pairs)
    lower = sum(text[b.start].islower() for _, b in pairs)
    shares = (filled / len(pairs), unfinished / len(pairs), lower / len(pairs))
    needed = (FILLED_SHARE, UNFINISHED_SHARE, LOWER_SHARE)
    return width if all(share >= least for share, least in zip(shares, needed, strict=True)) else None


def _opens_paragraph(text: str, line: Line, after: Line) -> bool:
    """Whether a line opens a paragraph by its own look: it is indented, or an item of a list."""
    return after.indent > line.indent or LIST_MARK.match(text, after.start, after.end) is not None


def _carries_on(text: str, paragraph: tuple[Line, Line], after: Line, width: int | None) -> bool:
    """Whether a line goes on with a paragraph, of which the first and the last line are given."""
    first, last = paragraph
    if LIST_MARK.match(text, after.start, after.end):
        return False
    if width and after.indent <= max(last.indent, _hanging(text, first)):
        return _is_filled(text, last, after, width)
    return _is_broken_off(text, first, last, after)


def _is_broken_off(text: str, first: Line, last: Line, after: Line) -> bool:
    """Whether a paragraph stops inside a sentence that the next line ends.

    A paragraph that begins with a small letter is taken for an item of a list without marks.
    """
    if text[first.start].islower() or _is_finished(text, last):
        return False
    opening = text[first.start : min(last.end, first.start + OPENING)]
    is_long = len(opening.split(maxsplit=MIN_WORDS)) >= MIN_WORDS
    goes_on = is_long and _SMALL_WORD.match(text, after.start, after.end)
    return bool(goes_on) and not is_page_line(text[after.start : after.end])


def _hanging(text: str, first: Line) -> int:
    """Where the later lines of a list's item may begin; 0 for a paragraph that is none."""
    mark = LIST_MARK.match(text, first.start, first.end)
    return first.indent + len(mark.group()) if mark else 0


def _is_finished(text: str, line: Line) -> bool:
    """Whether a line ends with a stop or colon."""
    return _SENTENCE_END.search(text, max(line.start, line.end - 4), line.end) is not None


def _is_filled(text: str, line: Line, after: Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first_word = text[after.start : min(after.end, after.start + width)].split(maxsplit=1)[0]
    return _length(line) + 1 + len(first_word) > width - 2 and _length(line) <= width + 10


def _length(line: Line) -> int:
    return line.indent + line.end - line.start
