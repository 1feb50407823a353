"""Whether words next to a place in the text look like a reporting clause (`he said`, `said Ms. Ortiz`).

Used before there is a parse, to repair broken quotation marks; the attribution itself reads the parse.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.core.lexicon import words
from pipeline.core.verbs import reporting_form

_WORDS = re.compile(r"[\w.’'-]+")
_CUT = re.compile(r"[,?!—]\s+")
_INTRODUCED = re.compile(r"\b(\w{2,20})[,:]\s+(?=[A-Z])")
_FIRST_WORD = re.compile(r"\s*(?=[A-Z])")
_NAME_FOLLOWS = re.compile(r"\s+[A-Z]\w+ [A-Z]\w+")
_BLANKED = " " * 4
_SPOKEN_ENDS = frozenset(",.!?")
_PRONOUNS = frozenset(["he", "she", "they", "i", "we", "it"])
_REACH = 60
_LONGEST_NAME = 4
_LONGEST_TITLE = 3


def starts_with_report(text: str, start: int) -> bool:
    """Whether a reporting clause begins at `start`: a pronoun or name and its verb, or the verb first."""
    first = _WORDS.search(text, start, start + _REACH)
    if first is None or not (_is_name(first.group()) or _reports(first.group())):
        return False
    found = _WORDS.findall(text[first.start() : start + _REACH].split("\n", 1)[0])
    if _reports(found[0]) and _names_somebody(found[1:]):
        return True
    if found[0].lower() in _PRONOUNS:
        return len(found) > 1 and _reports(found[1])
    name_words = 0
    while name_words < min(_LONGEST_NAME, len(found)) and _is_name(found[name_words]):
        name_words += 1
    return 0 < name_words < len(found) and _reports(found[name_words])


def report_starts(text: str) -> list[int]:
    """Where reporting clauses that are set off by a comma or the like begin, in reading order."""
    return [cut.end() for cut in _CUT.finditer(text) if starts_with_report(text, cut.end())]


def is_report_before(starts: list[int], end: int) -> bool:
    """Whether one of the reporting clauses that begin at `starts` stands shortly before `end`."""
    return bisect_left(starts, end - 2 * _REACH) < bisect_left(starts, end)


def first_report(text: str, start: int, end: int) -> int | None:
    """The end of the quoted words before the first reporting clause in [start, end), or None."""
    for cut in _CUT.finditer(text, start, end):
        if starts_with_report(text, cut.end()):
            return cut.start() + 1
    return None


def lost_opening(text: str, mark: tuple[int, int], *, before: int | None) -> int | None:
    """Where the speech begins that a mark closes although none opened it, or None where nothing shows.

    It begins after `she said, ` and a capital, or with the block where a reporting clause or a name follows
    the mark. `before`: the end of the mark before this one in the block.
    """
    start, end = mark
    if text[start - 1 : start] not in _SPOKEN_ENDS:
        return None
    for cut in _INTRODUCED.finditer(text, before or 0, start):
        if _reports(cut.group(1)):
            return cut.end()
    begins = _FIRST_WORD.match(text)
    if before is not None or begins is None or _BLANKED in text[:start]:
        return None
    if first_report(text, 0, start) is not None:
        return None
    name_follows = text[start - 1] == "," and _NAME_FOLLOWS.match(text, end) is not None
    return begins.end() if name_follows or starts_with_report(text, end) else None


def _names_somebody(following: list[str]) -> bool:
    """Whether the words after a verb can be its subject: `Klein`, `the mayor`, `dairy farmer Klein`."""
    if not following:
        return False
    if _is_name(following[0]) or following[0].lower() in ("the", "a", "an"):
        return True
    return following[0] not in words("marks/function_words") and any(
        map(_is_name, following[1 : 1 + _LONGEST_TITLE])
    )


def _reports(word: str) -> bool:
    """Whether the word is a form of a verb that mostly reports speech."""
    form = reporting_form(word.rstrip("."))
    return form is not None and form.use == "speech" and form.finite


def _is_name(word: str) -> bool:
    """Whether the word could be part of a name, or is the pronoun after an inverted verb."""
    return word[0].isupper() or word.lower() in _PRONOUNS
