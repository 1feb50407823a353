"""line → date: lines and openings of lines that hold only a date, a time or an age.

A place may stand before or after it ("Oldtown, 3 May", "3 May 2019 - OLDTOWN"). "Friday, 3 May 2019
The council met" holds a dateline and the start of a paragraph.
"""

from __future__ import annotations

import re

from pipeline.core.lexicon import words

MAX_DATELINE = 150
MIN_OPENING_PARTS = 3

_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|\.(?=\w))*|\d+|[^\w\s]")
_DATE_OR_TIME = re.compile(r"\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[/.]\d\d?[/.]\d{2,4}|\b\d\d?[:.h]\d\d\b")
_UNIT = re.compile(r"(?:second|sec|minute|min|hour|hr|day|week|month|year)s?", re.IGNORECASE)
_MARKS = frozenset(",.:;-–—/|•·()+")
_NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}"
_PLACE = re.compile(rf"(?!B[Yy]\b){_NAME}(?:, {_NAME})?(?:,| [-–—])\s+(?=\S)")
_PLACE_LAST = re.compile(rf" ?[-–—|] {_NAME}(?:, {_NAME})?$")
_COMPLETE = re.compile(r"(?:\b(?:1[89]|20)\d\d|\d\d?[:.]\d\d(?: ?[A-Z]{2,4})?|\bago)\s+$")


def is_dateline(line: str) -> bool:
    """Whether a line holds only a date, a time or an age ("Updated 5 hours ago"), or a place and a date."""
    if len(line) > MAX_DATELINE or not any(map(str.isdigit, line)):
        return False
    if _is_date(line):
        return True
    first, last = _PLACE.match(line), _PLACE_LAST.search(line)
    dates = (line[first.end() :] if first else "", line[: last.start()] if last else "")
    return any(map(_is_date, dates))


def _is_date(line: str) -> bool:
    """Whether all parts of a line belong to a date or time, and one of them tells which."""
    parts = _PART.findall(line)
    if not all(map(_is_date_part, parts)):
        return False
    is_named = any(part[0].isalpha() and not _UNIT.fullmatch(part) for part in parts)
    return is_named or bool(_DATE_OR_TIME.search(line))


def opening_dateline(line: str) -> int:
    """The length of a full date that opens a line and has a sentence after it without a stop, or 0."""
    for count, part in enumerate(_PART.finditer(line, 0, MAX_DATELINE)):
        opens_sentence = count >= MIN_OPENING_PARTS and part.group() in words("sentences/starters")
        if opens_sentence and _COMPLETE.search(line, 0, part.start()):
            return part.start()
        if not _is_date_part(part.group()):
            return 0
    return 0


def _is_date_part(part: str) -> bool:
    plain = part.lower().replace(".", "") or part
    return part in _MARKS or part.isdigit() or plain in words("blocks/date_words")
