"""Whether words next to a place in the text look like a reporting clause (`he said`, `said Ms. Ortiz`).

Used before there is a parse, to repair broken quotation marks; the attribution itself reads the parse.
"""

from __future__ import annotations

import re

from pipeline.core.verbs import reporting_form

_WORDS = re.compile(r"[\w.’'-]+")
_CUT = re.compile(r"[,?!—]\s+")
_PRONOUNS = frozenset(["he", "she", "they", "i", "we", "it"])
_REACH = 60
_LONGEST_NAME = 4


def starts_with_report(text: str, start: int) -> bool:
    """Whether a reporting clause begins at `start`: a pronoun or name and its verb, or the verb first."""
    found = _WORDS.findall(text[start : start + _REACH].split("\n", 1)[0])
    if len(found) < 2:
        return False
    if _reports(found[0]) and (_is_name(found[1]) or found[1].lower() in ("the", "a")):
        return True
    if found[0].lower() in _PRONOUNS:
        return _reports(found[1])
    name_words = 0
    while name_words < min(_LONGEST_NAME, len(found)) and _is_name(found[name_words]):
        name_words += 1
    return 0 < name_words < len(found) and _reports(found[name_words])


def ends_with_report(text: str, end: int) -> bool:
    """Whether a reporting clause set off by a comma stands shortly before `end`."""
    return first_report(text, max(0, end - 2 * _REACH), end) is not None


def first_report(text: str, start: int, end: int) -> int | None:
    """The end of the quoted words before the first reporting clause in [start, end), or None."""
    for cut in _CUT.finditer(text, start, end):
        if starts_with_report(text, cut.end()):
            return cut.start() + 1
    return None


def _reports(word: str) -> bool:
    """Whether the word is a form of a verb that mostly reports speech."""
    form = reporting_form(word.rstrip("."))
    return form is not None and form.use == "speech" and form.finite


def _is_name(word: str) -> bool:
    """Whether the word could be part of a name, or is the pronoun after an inverted verb."""
    return word[0].isupper() or word.lower() in _PRONOUNS
