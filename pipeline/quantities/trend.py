"""Which way an amount of change goes: "rose 0.4 %", "down by 9 points", "a 3 % drop", "closed 2 % lower"."""

from __future__ import annotations

from bisect import bisect_left

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.multiples import trend_of
from pipeline.quantities.view import NOUN_TAGS, View

_WORDS = {name: frozenset(entries) for name, entries in sections("quantities/trend").items()}
_LEVELS = frozenset({"percent", "money", "measure"})


def add_trend(view: View, found: Candidate) -> None:
    """Fills the trend of an amount of change; the counted noun must be known."""
    if found.form == "multiple":
        found.trend = trend_of(view.pieces.lower[found.first])
    elif not _is_point_in_time(view, found):
        found.trend = _before(view, found) or _behind(view, found)


def behind_mention(view: View, found: Candidate) -> int:
    """The first piece behind the number, its unit and its counted noun."""
    if found.noun_span is None:
        return found.end
    return max(found.end, bisect_left(view.pieces.start, found.noun_span[1]))


def _is_point_in_time(view: View, found: Candidate) -> bool:
    """Such as "fell three days later": a duration that tells when."""
    is_time = found.unit is not None and found.unit.kind == "duration"
    return is_time and view.pieces.word(found.end) in _WORDS["times"]


def _before(view: View, found: Candidate) -> str | None:
    """The direction of the word before the amount, or of the word that "by" or "of" depends on."""
    word, at = view.pieces.word, found.begin - 1
    while word(at) in _WORDS["between"]:
        at -= 1
    if word(at) in {"by", "of"}:
        return _governing(view, at, found)
    if word(at - 1) in _WORDS["phrasal"]:
        return None
    if found.noun and found.noun not in _WORDS["steps"]:
        return None
    return _direction(word(at), "up", "down")


def _governing(view: View, joint: int, found: Candidate) -> str | None:
    """The direction of "raised … | by", "an increase in … | of"; an agent ("hit by two cars") has none."""
    parse, token = view.parse, view.token[joint]
    head = parse.lower[parse.head[token]]
    if view.pieces.word(joint) == "by":
        near = _direction(view.pieces.word(joint - 1), "up", "down") if parse.dep[token] != "agent" else None
        is_amount = found.unit is not None or parse.dep[token] != "agent"
        return near or (_direction(head, "up", "down", "up_by", "down_by") if is_amount else None)
    counts_things = found.noun is not None and found.noun not in _WORDS["steps"]
    return None if counts_things else _direction(head, "noun_up", "noun_down")


def _behind(view: View, found: Candidate) -> str | None:
    """The direction of what follows the amount: "2 % lower", "a 12-point drop"."""
    is_step = found.noun in _WORDS["steps"]
    if not is_step and (found.unit is None or found.unit.kind not in _LEVELS or found.kind):
        return None
    at = behind_mention(view, found)
    if view.tag(at + 1) in NOUN_TAGS:
        return None
    at += view.pieces.word(at) == "-"
    compared = _direction(view.pieces.word(at), "after_up", "after_down")
    if compared and found.unit and found.unit.kind == "measure":
        return None
    return compared or _direction(view.pieces.word(at), "noun_up", "noun_down")


def _direction(word: str, *lists: str) -> str | None:
    """The trend that a word has by the first list that holds it."""
    for name in lists:
        if word in _WORDS[name]:
            return "down" if "down" in name else "up"
    return None
