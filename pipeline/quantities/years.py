"""Four digits that are a year and no amount: "in 2010", "2019-20", "the 2016 games", "44 BC"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.bounds import phrase_before
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import CODE, NUMBER, Pieces
from pipeline.quantities.view import NOUN_TAGS, View

DASHES = frozenset({"-", "–", "—", "−", "/"})
_CALENDAR = {name: frozenset(entries) for name, entries in sections("quantities/calendar").items()}
_JOINTS = DASHES | {"and", "to", "or"}
_WORDS = {name: frozenset(entries) for name, entries in sections("quantities/years").items()}
_PEOPLE = frozenset(sections("quantities/ages")["people"])
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_PLURALS = frozenset({"NNS", "NNPS"})


def is_year(view: View, found: Candidate) -> bool:
    """A bare four-digit number in the place of a year; "1,900" and "2000 people" are amounts."""
    pieces, at = view.pieces, found.first
    if found.unit is not None:
        return _is_year_before_day(view, found)
    if _ends_span_of_years(pieces, at) or _has_era(pieces, at):
        return True
    if found.scale > 1 or len(pieces.text[at]) != 4 or found.stop > at + 1:
        return False
    if not 1000 <= found.low <= 2199 or not found.low.is_integer():
        return False
    return _reads_as_year(view, found)


def _has_era(pieces: Pieces, at: int) -> bool:
    """Such as "A.D. 79", "44 BC", both years of "between AD 1000 and 1260"."""
    if _is_era(pieces, at + 1) or _ends_era(pieces, at):
        return True
    goes_on = pieces.word(at + 1) in _JOINTS and pieces.is_kind(at + 2, NUMBER)
    went_on = pieces.word(at - 1) in _JOINTS and pieces.is_kind(at - 2, NUMBER)
    return (goes_on and _is_era(pieces, at + 3)) or (went_on and _ends_era(pieces, at - 2))


def _ends_era(pieces: Pieces, at: int) -> bool:
    """Whether an era ends right before a piece."""
    return _is_era(pieces, at - 1) or _is_era(pieces, at - 4)


def _is_era(pieces: Pieces, at: int) -> bool:
    """Whether "AD" or "B.C." begins at a piece."""
    text = pieces.text[max(at, 0) : max(at, 0) + 3]
    return text[:1] in (["AD"], ["BC"], ["BCE"]) or text in (["A", ".", "D"], ["B", ".", "C"])


def _is_year_before_day(view: View, found: Candidate) -> bool:
    """Such as "the 2018 day of action": a year before a singular that could be its unit."""
    unit = found.unit
    singular = unit is not None and unit.kind == "duration" and view.pieces.word(found.stop) == unit.name
    return (
        singular
        and found.low.is_integer()
        and 1900 <= found.low <= 2099
        and "," not in view.pieces.text[found.first]
    )


def _reads_as_year(view: View, found: Candidate) -> bool:
    """What the words round a number from 1000 to 2199 say: a year, unless it counts or measures."""
    before, entity = view.pieces.word(found.first - 1), view.entity(found.first)
    if _counts(view, found):
        return False
    if entity == "DATE" or before in _CALENDAR["months"]:
        return True
    counts = view.tag(found.stop) in {"NNS", "NNPS"} and not 1990 <= found.low <= 2050
    if counts or entity in {"MONEY", "QUANTITY", "PERCENT"}:
        return False
    if found.low >= 1600 or (before in _CALENDAR["before_year"] and entity != "CARDINAL"):
        return True
    counts = view.tag(found.stop) in NOUN_TAGS | {"JJ", "CD", "VBN"}
    return before in _CALENDAR["before_any_year"] and not counts


def _counts(view: View, found: Candidate) -> bool:
    """Whether words right before a number show that it counts the plural behind it, so it is no year.

    Such as "some 2050 boats", "a crowd of 2000 people", "they sold 2024 tickets"; not "in 2025 cases rose",
    "the 2025 cases". Where both readings are open, the year is taken.
    """
    noun = _counted_at(view, found.stop)
    if noun is None or view.pieces.lower[noun] in _WORDS["dated"]:
        return False
    bound = phrase_before(view, found)
    if bound:
        return _is_bound(view, found, bound[1], noun)
    before = view.pieces.word(found.first - 1)
    if before in _WORDS["counting"] or view.entity(found.first) == "DATE" or noun != found.stop:
        return before in _WORDS["counting"]
    if before == "of" and view.pieces.word(found.first - 3) in {"a", "an"}:
        return True
    if view.pieces.lower[noun] in _PEOPLE and _opens_people(before):
        return True
    return view.tag(found.first - 1) in _VERBS and view.parse.dep[view.token[noun]] in {"dobj", "attr"}


def _opens_people(before: str) -> bool:
    """Whether a number of people may follow a word, or no word, where a year would not."""
    return before in _WORDS["before_people"] or not (before.isalpha() or before in DASHES | {","})


def _counted_at(view: View, at: int) -> int | None:
    """The plural noun at a piece or behind the adjective there, no other noun in front."""
    at += view.tag(at) in {"JJ", "VBN"} and not view.is_capitalised(at)
    return at if view.tag(at) in _PLURALS and not view.is_capitalised(at) else None


def _is_bound(view: View, found: Candidate, first: int, noun: int) -> bool:
    """Whether the phrase from a piece on bounds a count: "about 2000 boats", not "in about 2000 boats …"."""
    if view.pieces.word(first) not in _WORDS["doubtful"]:
        return True
    is_topic = view.parse.dep[view.token[found.first - 1]] == "prep" or view.tag(first - 1) in NOUN_TAGS
    if is_topic or view.pieces.word(first - 1) in _CALENDAR["before_any_year"]:
        return False
    return view.entity(found.first) != "DATE" or view.pieces.lower[noun] in _PEOPLE


def _ends_span_of_years(pieces: Pieces, at: int) -> bool:
    """Such as the second year of "2019-20"."""
    is_joined = joined(pieces, at - 1, -1) and len(pieces.text[at]) == 2
    return is_joined and len(pieces.text[at - 2]) == 4 and 1000 <= (pieces.value[at - 2] or 0) <= 2199


def joined(pieces: Pieces, at: int, step: int) -> bool:
    """Whether a glued dash or slash at a piece leads on to another digit string."""
    if pieces.word(at) not in DASHES or not (pieces.glued(at) and pieces.glued(at + 1)):
        return False
    return pieces.is_kind(at + step, NUMBER) or pieces.is_kind(at + step, CODE)
