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
