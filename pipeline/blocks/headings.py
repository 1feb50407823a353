"""blocks → headings: short lines without a final stop that stand above other text."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_HEADING_WORDS = 12
MAX_HEADLINE_WORDS = 25
MAX_STACKED_HEADINGS = 3
MIN_TITLE_WORDS = 4

_DOUBLE_MARK = re.compile(r"[\"“”„«»]|''")
_FULL_STOP_AT_END = re.compile(r"[.…][\"”’')\]]*$")
_STOP_AT_END = re.compile(r"[.!…][\"”’')\]]*$")
_LETTER = re.compile(r"[^\W\d_]")
_SPEAKER_LABEL = re.compile(r"[A-Z][A-Z.'’ -]{0,30}:(?=\s)")
_INTERVIEW = re.compile(r"[QA]\d*[:.]\s")
_BRACKETED = re.compile(r"[(\[].*[)\]]$")
_ADDRESS = re.compile(r"://|\bwww\.|(?:^|[\s(])(?:@\w|#[A-Za-z_])|\w@\w")
_OPENS = re.compile(r"[^\W_]|[\"“”„«'‘’(\[$£€¥¿¡#]")
_CELLS = re.compile(r"\S(?:\t|  +| ?\| ?)\S")
_SIGNER = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,2}, [a-z0-9]")


def heading_flags(lines: Sequence[str], kinds: Sequence[str]) -> list[bool]:
    """Which paragraphs are headings, by their own text and by what stands round them.

    Of more than three such lines in a row, as in a table or a menu, only one at an edge counts.
    """
    flags = [False] * len(lines)
    stacked: list[int] = []
    turns = _turns(lines)
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        signs_quote = i > 0 and _is_quote(lines[i - 1]) and _SIGNER.match(line) is not None
        is_open = kind == "paragraph" and i not in turns and not signs_quote
        if is_open and _is_heading_like(line, first=i == 0):
            stacked.append(i)
        elif kind != "other":
            for heading in [] if line.endswith((",", ";")) else _of_stack(stacked, lines):
                flags[heading] = True
            stacked = []
    return flags


def _of_stack(stacked: Sequence[int], lines: Sequence[str]) -> Sequence[int]:
    """The headings among lines in a row that look like some: all of few; above a table its first line."""
    if len(stacked) <= MAX_STACKED_HEADINGS:
        return [i for i in stacked if not _CELLS.search(lines[i])]
    rows = [i for i in stacked if _CELLS.search(lines[i]) or any(map(str.isdigit, lines[i]))]
    is_table = len(rows) * 2 >= len(stacked)
    if is_table:
        return sorted({stacked[0], stacked[-1]}.difference(rows))
    has_headline = stacked[0] == 0 and len(lines[0].split()) >= MIN_TITLE_WORDS
    return [0, stacked[-1]] if has_headline else [stacked[-1]]


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
    if not _OPENS.match(line) or not _LETTER.search(line) or _ADDRESS.search(line):
        return False
    if _ends_like_text(line, found, first=first) or _INTERVIEW.match(line) or _BRACKETED.match(line):
        return False
    return len(_DOUBLE_MARK.findall(line)) % 2 == 0 and not _is_quote(line)


def _ends_like_text(line: str, found: Sequence[str], *, first: bool) -> bool:
    """Whether a line ends as a sentence, a lead-in or a verse does; headlines may have a stop."""
    if line[-1] == ":":
        return not (len(found) > 1 and line.isupper())
    if line[-1] in ",;":
        return line[-1] == "," or not first
    if first:
        is_title = len(found) >= MIN_TITLE_WORDS and _is_title_case(found)
        return _FULL_STOP_AT_END.search(line) is not None and not is_title
    return _STOP_AT_END.search(line) is not None


def _is_title_case(found: Sequence[str]) -> bool:
    """Whether every longer word begins with a capital."""
    return all(not word[0].islower() for word in found if len(word) > 4)


def _is_quote(line: str) -> bool:
    """Whether a line begins and ends with double quotation marks."""
    return _DOUBLE_MARK.match(line) is not None and line.endswith(_DOUBLE_MARK.findall(line)[-1])
