"""candidate → verdict: does a sentence end here? One function a rule; the first that answers decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import cache

from pipeline.core.lexicon import rows, words
from pipeline.core.verbs import reports_speech
from pipeline.sentences.candidates import Candidate


class Verdict(Enum):
    """What a rule says of a candidate; the ASK answers leave it to the parse and hold a default."""

    END = "the sentence ends here"
    INSIDE = "the sentence goes on"
    ASK_END = "unclear; an end where there is no parse"
    ASK_INSIDE = "unclear; no end where there is no parse"


Rule = Callable[[Candidate], Verdict | None]

ITEM_LABEL = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[IVX]{1,4}|[ivx]{1,4})")
_ADDRESS = re.compile(r"://|^www\.|@|^\w+(?:\.\w+)+/", re.IGNORECASE)
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")
_NEW_WORD = re.compile(r"[A-Z][a-z]+(?![.@/\w])|[AI]$")
_ENDS_PLAIN = re.compile(r"[^.]*[A-Za-z][a-z]{2}")
_ENDS_NUMBER = re.compile(r"\d{2,4}|\d+%")
_CLOCK_AFTER = re.compile(r"([A-Z]\w+) \d[\d:.]*$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_NO_VOWEL = re.compile(r"[A-Z][b-df-hj-np-tv-xz]{1,4}")
_NUMBER = re.compile(r"[#$£€]?\d|[IVXLC]{2,4}\b|[VX]\b")
_WORD_CORE = re.compile(r"[^\W_]++(?!\.\w)")
_GOES_ON = frozenset(",;:/)]}%")
_DASHES = ("-", "–", "—")
_PLAIN_MARKS = frozenset(".!?")
_QUOTE_MARKS = frozenset("\"”’'»“‘«")
_QUOTES_OR_BRACKETS = _QUOTE_MARKS | frozenset("([")
_CLAUSE_WORDS = 7


def judge(candidate: Candidate) -> Verdict:
    """The answer of the first rule that has one; a terminator that no rule knows ends its sentence."""
    for rule in RULES:
        verdict = rule(candidate)
        if verdict is not None:
            return verdict
    return Verdict.END


def glued(candidate: Candidate) -> Verdict | None:
    """Without white space a sentence ends only where two words or two quotes were run together."""
    if candidate.gap:
        return None
    if candidate.closing or candidate.opening:
        is_cut = (candidate.opening or candidate.closing[-1])[0] in _QUOTES_OR_BRACKETS
        return None if is_cut and candidate.next_word[:1].isupper() else Verdict.INSIDE
    if _ENDS_NUMBER.fullmatch(candidate.word):
        return None if is_starter(candidate) else Verdict.INSIDE
    if _ADDRESS.search(candidate.word) or not _ENDS_PLAIN.fullmatch(candidate.word):
        return Verdict.INSIDE
    return None if _NEW_WORD.match(candidate.next_word) else Verdict.INSIDE


def goes_on(candidate: Candidate) -> Verdict | None:
    """A comma or a small letter goes on, but for names like iPhone and for writers without capitals."""
    first = candidate.next_word[:1]
    if not first or first in _GOES_ON:
        return Verdict.INSIDE
    if not first.islower() or _CAMEL_CASE.match(candidate.next_word):
        return None
    is_name = candidate.mark == "!" and candidate.word[:1].isupper()
    is_plain = candidate.mark in _PLAIN_MARKS and not (candidate.closing or candidate.opening)
    if is_name or not is_plain or not candidate.next_word.isalpha() or abbreviation_kind(candidate.word):
        return Verdict.INSIDE
    return Verdict.ASK_INSIDE


def enumerator(candidate: Candidate) -> Verdict | None:
    """After a colon a number counts what follows: "for two reasons: 1. The cost"."""
    is_item = candidate.mark == "." and candidate.lead.endswith(":") and ITEM_LABEL.fullmatch(candidate.word)
    return Verdict.INSIDE if is_item else None


def ellipsis(candidate: Candidate) -> Verdict | None:
    """Three dots may stand inside a sentence; four or more hold its full stop."""
    dots = candidate.mark.count(".") + 3 * candidate.mark.count("…")
    if dots < 2 or "?" in candidate.mark or "!" in candidate.mark:
        return None
    if candidate.opening and not candidate.word:
        return Verdict.INSIDE
    if dots >= 4 or _QUOTE_MARKS.intersection(candidate.closing):
        return None
    if _core(candidate.next_word) == "I":
        return Verdict.INSIDE
    if is_starter(candidate) and candidate.word:
        return Verdict.END
    return Verdict.ASK_INSIDE


def reported(candidate: Candidate) -> Verdict | None:
    """After a quoted question or exclamation a name and a verb of saying go on: “Why?” Ann Doe asked.

    After a quoted statement they do where they are the whole clause: “It is over.” Ann Doe said.
    """
    if not _QUOTE_MARKS.intersection(candidate.closing) or candidate.opening:
        return None
    if is_starter(candidate) and _core(candidate.next_word) != "I":
        return None
    for at, word in enumerate(candidate.following.split()[:_CLAUSE_WORDS]):
        if at and reports_speech(word.strip(".,:;")):
            return Verdict.INSIDE if candidate.mark != "." or word.endswith(".") else None
        if not word[0].isupper() or word[-1] in ".?!":
            return None
    return None


def initial(candidate: Candidate) -> Verdict | None:
    """A single letter is part of a name ("J. R. Doe"), unless a word follows that opens sentences."""
    if candidate.mark != "." or len(candidate.word) != 1 or not candidate.word.isupper():
        return None
    if is_starter(candidate):
        return Verdict.END if candidate.word == "I" else Verdict.ASK_END
    return Verdict.ASK_INSIDE


def set_off(candidate: Candidate) -> Verdict | None:
    """After an abbreviation a dash goes on, as in the dateline "WASHINGTON, D.C. – The council"."""
    is_known = candidate.opening[:1] in _DASHES and not candidate.closing
    return Verdict.INSIDE if is_known and abbreviation_kind(candidate.word) else None


def clock(candidate: Candidate) -> Verdict | None:
    """A time of day goes on with a day or a zone, or where it opens its sentence ("At 5 a.m. Ann Doe")."""
    if abbreviation_kind(candidate.word) != "time" or candidate.mark != ".":
        return None
    plain = candidate.next_word.rstrip(",.;:)").replace(".", "").lower()
    opens = _CLOCK_AFTER.search(candidate.lead)
    goes_on = plain[:1].isdigit() or plain in words("blocks/date_words")
    is_first = opens is not None and opens.group(1) in words("sentences/starters")
    return Verdict.INSIDE if goes_on or is_first else Verdict.END


def abbreviation(candidate: Candidate) -> Verdict | None:
    """A known abbreviation ends a sentence or not by its kind and by the word that follows."""
    kind = abbreviation_kind(candidate.word) if candidate.mark == "." else None
    if kind is None:
        return None
    before_number = bool(_NUMBER.match(candidate.next_word))
    if kind == "inner" or (kind in ("number", "month") and before_number):
        return Verdict.INSIDE
    if kind == "number":
        return None
    if is_starter(candidate):
        return Verdict.ASK_END if kind == "title" else Verdict.END
    return Verdict.INSIDE if kind == "title" and not candidate.closing else Verdict.ASK_INSIDE


def abbreviation_kind(word: str) -> str | None:
    """The kind of an abbreviation, known or with the look of one ("q.e.d", "Bldg"); None for a word."""
    word = word.rsplit("-", 1)[-1].replace("’", "'")
    table = _abbreviations()
    kind = table.get(word) or table.get(word.lower())
    if kind is None and len(word) > 1 and word.isupper():
        kind = table.get(word.capitalize())
    if kind is None and (_DOTTED.fullmatch(word) or _NO_VOWEL.fullmatch(word)):
        return "other"
    return kind


def is_starter(candidate: Candidate) -> bool:
    """Whether the next word has a capital only because it opens a sentence ("The", "However")."""
    return _core(candidate.next_word) in words("sentences/starters")


@cache
def _abbreviations() -> dict[str, str]:
    table = rows("sentences/abbreviations", ("kind", "forms"))
    return {form: row["kind"] for row in table for form in row["forms"].split()}


def _core(word: str) -> str:
    """The first run of letters and digits of a word: "It" of "It’s"."""
    match = _WORD_CORE.search(word)
    return match.group() if match else ""


RULES: tuple[Rule, ...] = (
    glued,
    goes_on,
    enumerator,
    ellipsis,
    reported,
    initial,
    set_off,
    clock,
    abbreviation,
)
