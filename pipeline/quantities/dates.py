"""Numbers that are dates, years, decades, ordinals or clock times, and so no quantities."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import NUMBER, WORD, Pieces
from pipeline.quantities.view import View
from pipeline.quantities.years import DASHES, is_year, joined

_CALENDAR = {name: frozenset(entries) for name, entries in sections("quantities/calendar").items()}
_JOINED_HOURS = frozenset({"and", "to", "or"})
_JOINED_DAYS = DASHES | {"and", "to", "or", "through", "until"}
_LAST_DAY = 31
_MOST_DAYS = 5
"""So many days may stand in a list before the month."""
_APOSTROPHES = frozenset({"'", "’", "‘"})
_HOURS = frozenset(sections("quantities/numbers")["small"])
_BEFORE_PAST = _HOURS | frozenset(sections("quantities/numbers")["tens"]) | {"half", "quarter", "minutes"}
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})


def is_date_or_time(view: View, found: Candidate) -> bool:
    """Whether the number is a part of a date, a year, a decade, an ordinal or a clock time."""
    if found.form == "words":
        return _is_spoken_time(view.pieces, found) or _is_hour_of_day(view, found)
    if found.form != "digits":
        return False
    return (
        _is_ordinal_or_decade(view.pieces, found)
        or _is_clock_time(view.pieces, found)
        or _is_chain(view.pieces, found)
        or _is_day_of_month(view, found)
        or is_year(view, found)
    )


def _is_ordinal_or_decade(pieces: Pieces, found: Candidate) -> bool:
    """Such as "9th", "1970s", "the '90s"."""
    ending, value = pieces.word(found.stop), pieces.value[found.stop - 1]
    if pieces.glued(found.stop) and ending in _ORDINAL_ENDS:
        return ending != "st" or (value or 1) % 10 == 1 != (value or 1) // 10 % 10  # "12st" is a weight
    behind = found.stop + (ending in _APOSTROPHES)
    is_round = (value or 0) % 10 == 0 or (value or 0) >= 1000
    is_decade = pieces.word(behind) == "s" and pieces.glued(behind) and is_round
    before = found.first - 1
    is_short_year = pieces.word(before) in _APOSTROPHES and pieces.glued(found.first) and (value or 100) < 100
    return is_decade or (is_short_year and not pieces.glued(before))


def _is_clock_time(pieces: Pieces, found: Candidate) -> bool:
    """Such as "11:31", "9 p.m.", "5 o'clock", "1100 GMT", the first hour of "3 to 5 pm", all of "1:1-5"."""
    first, stop = found.first, found.stop
    if _is_colon_joint(pieces, stop) or _is_colon_joint(pieces, first - 1):
        return True
    if joined(pieces, first - 1, -1) and _is_colon_joint(pieces, first - 3):
        return True
    if pieces.word(stop) in DASHES | {"to", "and"} and pieces.is_kind(stop + 1, NUMBER):
        return _names_half_day(pieces, stop + 2)
    return _names_half_day(pieces, stop)


def _is_spoken_time(pieces: Pieces, found: Candidate) -> bool:
    """Such as "ten past four", "seven o'clock", "five p.m."."""
    is_hour = found.low <= 12 and found.unit is None
    if pieces.word(found.first - 1) == "past" and is_hour and pieces.word(found.first - 2) in _BEFORE_PAST:
        return True
    behind = found.stop + 2
    if pieces.word(found.stop) in _JOINED_HOURS and pieces.word(found.stop + 1) in _HOURS and is_hour:
        return _names_half_day(pieces, behind)
    past = pieces.word(found.stop) == "past" and pieces.word(found.stop + 1) in _HOURS
    return past or _names_half_day(pieces, found.stop)


def _is_hour_of_day(view: View, found: Candidate) -> bool:
    """Such as "his shift ends at ten": a small number behind "at" and a verb for what has its hour."""
    pieces, parse, at = view.pieces, view.parse, found.first - 1
    if pieces.word(at) != "at" or found.unit is not None or not 1 <= found.low <= 12:
        return False
    closes = not pieces.is_kind(found.stop, WORD) or pieces.word(found.stop) in _CALENDAR["after_hour"]
    return closes and parse.lemma[parse.head[view.token[at]]] in _CALENDAR["verbs_with_hour"]


def _is_colon_joint(pieces: Pieces, at: int) -> bool:
    """A colon without spaces between two digit strings."""
    between = pieces.is_kind(at - 1, NUMBER) and pieces.is_kind(at + 1, NUMBER)
    return pieces.word(at) == ":" and between and pieces.glued(at) and pieces.glued(at + 1)


def _names_half_day(pieces: Pieces, at: int) -> bool:
    """Such as "am", "p.m.", "o'clock", "GMT" at a piece."""
    word = pieces.word(at)
    if word in _CALENDAR["half_days"] | _CALENDAR["zones"]:
        return word in _CALENDAR["half_days"] or pieces.text[at].isupper()
    part = pieces.lower[at : at + 3]
    if part[:2] == ["in", "the"] and part[2:] in (["morning"], ["afternoon"], ["evening"]):
        return True
    if word in {"a", "p"} and pieces.word(at + 1) == ".":
        return pieces.word(at + 2) == "m"
    return word == "o" and pieces.word(at + 2) == "clock"


def _is_chain(pieces: Pieces, found: Candidate) -> bool:
    """Digit strings joined without spaces: "2021-12-05", "555-123-4567", "9/11"; a code beside it too."""
    after, before = joined(pieces, found.stop, 1), joined(pieces, found.first - 1, -1)
    if (pieces.word(found.stop) == "/" and after) or (pieces.word(found.first - 1) == "/" and before):
        return found.unit is None
    longer = (after and joined(pieces, found.stop + 2, 1)) or (before and joined(pieces, found.first - 3, -1))
    return bool(longer or (after and before))


def _is_day_of_month(view: View, found: Candidate) -> bool:
    """Such as "July 9", "5 December", "Sept. 20-24" and the year of "Aug. 14, 2019"."""
    pieces, value = view.pieces, found.low
    if found.unit is not None or not value.is_integer() or not 1 <= value <= _LAST_DAY:
        return False
    behind = _behind_days(pieces, _behind_listed(pieces, found.stop), 1)
    if _is_month(view, behind) or (_is_month(view, behind + 1) and pieces.word(behind) == "of"):
        return True
    before = _behind_days(pieces, found.first - 1, -1)
    return _is_month(view, before) or (pieces.word(before) == "." and _is_month(view, before - 1))


def _behind_listed(pieces: Pieces, at: int) -> int:
    """Past the days that commas part, where one more is joined to them: the "and" of "3, 4 and 5 May"."""
    last = at
    for _ in range(_MOST_DAYS):
        if pieces.word(last) == "," and pieces.is_kind(last + 1, NUMBER):
            last += 2
    return last if pieces.word(last) in _JOINED_DAYS else at


def _behind_days(pieces: Pieces, at: int, step: int) -> int:
    """Where the month may stand: past the other day of "3-5 May", "May 3 to 5"."""
    day = at + step
    is_joined = pieces.word(at) in _JOINED_DAYS and pieces.is_kind(day, NUMBER)
    return day + step if is_joined and 1 <= (pieces.value[day] or 0) <= _LAST_DAY else at


def _is_month(view: View, at: int) -> bool:
    """Whether a month stands at a piece; names that are common words too need their capital."""
    word = view.pieces.word(at)
    return word in _CALENDAR["months"] and (word not in _CALENDAR["common_words"] or view.is_capitalised(at))
