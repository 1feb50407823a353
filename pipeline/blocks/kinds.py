"""block → kind: dateline, byline, credit, list, other, heading or paragraph.

The kind follows from the line itself; only a heading also needs a text that it can stand above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.blocks.datelines import is_dateline
from pipeline.blocks.labels import is_name_like, is_signature
from pipeline.core.lexicon import sections

MAX_BYLINE = 400
MAX_PAGE_LINE = 200
MAX_SIGNER_WORDS = 6
MAX_BYLINE_WORDS = 14
MAX_HEADING_WORDS = 12
MAX_HEADLINE_WORDS = 25
MAX_STACKED_HEADINGS = 3

LIST_MARK = re.compile(r"[-*–•·▪◦‣⁃]\s+|[•▪◦‣⁃]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\)|[.)])\s+")
_DATE_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|\.(?=\w))*|\d+|[^\w\s]")
_DATE_OR_TIME = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{1,2}[:.h]\d{2}\b"
)
_DATE_MARKS = frozenset(",.:;-–—/|•·()+")
_BY = re.compile(r"[(\[]?(?:By|BY)\s+(?=[A-Z])")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_SIGNED = re.compile(r"(?:--|[—―])\s*(?=[A-Z])")
_DOUBLE_MARK = re.compile(r"[\"“”„«»]|''")
_STOP_AT_END = re.compile(r"[.!…][\"”’')\]]*$")
_SPEAKER_LABEL = re.compile(r"[A-Z][A-Z.'’ -]{0,30}:(?=\s)")
_LEAD_IN_OR_INTERVIEW = re.compile(r".*[:,]$|[QA]\d*[:.]\s")


def kind_of(line: str) -> str:
    """The kind of a block by its own text; a heading is a paragraph here (see `heading_flags`)."""
    if not any(character.isalnum() for character in line) or _is_page_line(line):
        return "other"
    if is_signature(line):
        return "credit"
    if is_dateline(line):
        return "dateline"
    if _is_byline(line):
        return "byline"
    if LIST_MARK.match(line):
        return "list"
    return "paragraph"


def heading_flags(lines: Sequence[str], kinds: Sequence[str]) -> list[bool]:
    """Which paragraphs are headings: short lines without a final stop that stand above other text.

    Of more than three such lines in a row, as in a table, only the last one counts.
    """
    flags = [False] * len(lines)
    stacked: list[int] = []
    turns = _turns(lines)
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind == "paragraph" and i not in turns and _is_heading_like(line, first=i == 0):
            stacked.append(i)
        elif kind != "other":
            for heading in stacked if len(stacked) <= MAX_STACKED_HEADINGS else stacked[-1:]:
                flags[heading] = True
            stacked = []
    return flags


def _turns(lines: Sequence[str]) -> set[int]:
    """The lines of a transcript that begin with a speaker's label ("DOE: ..."), where labels return."""
    by_label: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if label := _SPEAKER_LABEL.match(line):
            by_label.setdefault(label.group(), []).append(i)
    return {i for places in by_label.values() if len(places) > 1 for i in places}


def _is_heading_like(line: str, *, first: bool) -> bool:
    """Whether a line is short, begins with a capital or a digit, and is no sentence, lead-in or quote."""
    found = line.split(maxsplit=MAX_HEADLINE_WORDS)
    if len(found) > (MAX_HEADLINE_WORDS if first else MAX_HEADING_WORDS) or line[0].islower():
        return False
    if _STOP_AT_END.search(line) and not (first and len(found) > 3 and _is_title_case(found)):
        return False
    if _LEAD_IN_OR_INTERVIEW.match(line):
        return False
    marks = _DOUBLE_MARK.findall(line)
    is_quote = bool(marks) and line.startswith(marks[0]) and line.endswith(marks[-1])
    return len(marks) % 2 == 0 and not is_quote


def _is_title_case(found: Sequence[str]) -> bool:
    """Whether every longer word begins with a capital."""
    return all(not word[0].islower() for word in found if len(word) > 4)


def _is_byline(line: str) -> bool:
    """Whether a line only says who wrote, edited or signed the text."""
    if len(line) <= MAX_BYLINE and _starts_with(line, "byline"):
        return True
    signed = _SIGNED.match(line)
    if signed:
        return len(line.split()) <= MAX_SIGNER_WORDS and is_name_like(line[signed.end() :])
    by = _BY.match(line)
    if not by or len(line.split()) > MAX_BYLINE_WORDS or line.endswith("."):
        return False
    name, _, role = line[by.end() :].partition(", ")
    has_role = " " in name and any(role.endswith(word) for word in sections("blocks/phrases")["byline_roles"])
    return is_name_like(name if has_role else line[by.end() :]) and not _WEEKDAY.match(line, by.end())


def _is_page_line(line: str) -> bool:
    """Whether a line belongs to the page and not to the text: links, advertisements, buttons."""
    if len(line) > MAX_PAGE_LINE:
        return False
    whole = line.lower().strip("()[].!:… ")
    return whole in sections("blocks/phrases")["other_whole"] or _starts_with(line, "other")


def _starts_with(line: str, section: str) -> bool:
    """Whether a line opens with one of the phrases of a section of `lexicon/blocks/phrases.toml`."""
    return line.lower().lstrip("([> ").startswith(tuple(sections("blocks/phrases")[section]))
