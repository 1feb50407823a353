"""Which unit or currency stands before or behind a number, from the tables in `lexicon/quantities/`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.core.lexicon import rows, words
from pipeline.quantities.multipliers import MULTIPLIERS, SHORT
from pipeline.quantities.pieces import NUMBER, WORD, Pieces, cut

UNIT_COLUMNS = ("unit", "pint", "kind", "base", "factor", "offset", "words", "symbols")
COMPOUND_COLUMNS = ("symbols", "unit", "per")
CURRENCY_COLUMNS = (
    "code",
    "name",
    "marks",
    "words",
    "shared_marks",
    "shared_words",
    "minor",
    "minor_marks",
    "minor_words",
)
_PER_NOUNS = words("quantities/per_nouns")
_PER_NAMES = {"annum": "year", "capita": "person", "cap": "person"}
_ARTICLES = frozenset({"a", "an", "each", "every"})
_LETTERED = frozenset(
    {"series", "class", "plan", "round", "grade", "group", "part", "tier", "option", "vitamin", "type"}
)
_TIME_OF_COMPARISON = frozenset({"ago", "earlier", "later", "before", "after", "since"})


_GLUED = frozenset({"in", "st"})
"""Symbols that are also other words: read only where no space parts them from the digits ("4in")."""
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_ALSO_NAMES = frozenset({"COP"})
"""Codes that also name meetings with a number ("COP26")."""
_APART = frozenset({"Rs", "RM", "Rp", "Tk", "KD", "QR", "JD", "Sh"})
"""Marks of two letters that may stand apart from the number ("Rs 200")."""
_ELECTRIC = frozenset({"W", "V"})
"""Symbols that are also read before a capital ("a 5 W USB charger")."""


class Unit(NamedTuple):
    """A unit of measurement or a currency; `value * factor + offset` is the value in `base`."""

    name: str | None
    kind: str
    base: str | None = None
    factor: float | None = None
    offset: float = 0.0
    per: str | None = None
    currency: str | None = None
    guessed: bool = False


class UnitAt(NamedTuple):
    """A unit and the pieces [first, stop) that say it."""

    unit: Unit
    first: int
    stop: int


class _Form(NamedTuple):
    """The pieces of a surface form, and its length in characters where it has no space (0 else)."""

    pieces: tuple[str, ...]
    length: int
    unit: Unit


_Index = dict[str, list[_Form]]


def money_before(pieces: Pieces, at: int) -> UnitAt | None:
    """The currency whose mark ends right before a piece: "$ | 5", "US$ | 5", "EUR | 5"."""
    for form in _marks().get(pieces.text[at - 1] if at else "", ()):
        first = at - len(form.pieces)
        if first < 0 or tuple(pieces.text[first:at]) != form.pieces or _is_other_word(pieces, first, at):
            continue
        if form.pieces[-1].isalpha() and len(form.pieces) == 1 and not _is_mark_in_letters(pieces, at):
            return None
        return UnitAt(form.unit, first, at)
    return None


def _is_mark_in_letters(pieces: Pieces, at: int) -> bool:
    """Whether letters before digits are a currency: "USD 200", "R12,500", not the console "PS5" or the
    printer "P1100".
    """
    if len(pieces.text[at - 1]) == 1:
        has_multiplier = pieces.word(at + 1) in MULTIPLIERS or (
            pieces.glued(at + 1) and pieces.word(at + 1) in SHORT
        )
        is_large = (pieces.value[at] or 0) >= 1000 and (pieces.text[at - 1] != "P" or "," in pieces.text[at])
        return pieces.glued(at) and (is_large or has_multiplier)
    if pieces.text[at - 1] in _ALSO_NAMES and pieces.glued(at):
        return (pieces.value[at] or 0) >= 100
    if len(pieces.text[at - 1]) == 3 or not pieces.glued(at):
        return len(pieces.text[at - 1]) > 2 or pieces.text[at - 1] in _APART
    return (pieces.value[at] or 0) >= 10 or "." in pieces.text[at]


def _is_other_word(pieces: Pieces, first: int, stop: int) -> bool:
    """Whether the first piece of a mark is an article ("A $5 fine") or ends a name ("Series C $1bn")."""
    if pieces.glued(first) and pieces.kind[first] == WORD and pieces.kind[first - 1] == WORD:
        return True
    is_letter = stop - first == 2 and len(pieces.text[first]) == 1 and pieces.kind[first] == WORD
    if not is_letter or pieces.glued(first + 1):
        return False
    return pieces.word(first) == "a" or pieces.word(first - 1) in _LETTERED


def unit_after(pieces: Pieces, at: int, *, digits: bool) -> UnitAt | None:
    """The longest unit that begins at a piece, also behind a hyphen; symbols count after digits only."""
    if pieces.word(at) == "-":
        at += 1
    if at >= len(pieces):
        return None
    found = _longest(_word_forms().get(pieces.lower[at], ()), pieces, pieces.lower, at)
    if digits:
        symbol = _longest(_symbols().get(pieces.text[at], ()), pieces, pieces.text, at)
        is_code = symbol is not None and symbol.unit.currency is not None
        if symbol and (not found or symbol.stop > found.stop or is_code) and _is_symbol(pieces, symbol):
            return symbol
    return found


def unit_in_brackets(pieces: Pieces, at: int) -> UnitAt | None:
    """The unit that stands alone in brackets at a piece: "-40 | (degrees Celsius)", "20 | [kg]"."""
    close = _BRACKETS.get(pieces.word(at))
    found = unit_after(pieces, at + 1, digits=True) if close else None
    if found is None or pieces.word(found.stop) != close or pieces.word(at + 1) == "-":
        return None
    return found._replace(first=at, stop=found.stop + 1)


def _longest(forms: Iterable[_Form], pieces: Pieces, texts: list[str], at: int) -> UnitAt | None:
    """The first of the forms, longest first, that the pieces spell, without spaces that it has not."""
    for form in forms:
        stop = at + len(form.pieces)
        if tuple(texts[at:stop]) != form.pieces:
            continue
        if not form.length or pieces.end[stop - 1] - pieces.start[at] == form.length:
            return UnitAt(form.unit, at, stop)
    return None


def _is_symbol(pieces: Pieces, found: UnitAt) -> bool:
    """Whether a symbol stands free: not a part of a code, and no initial or list letter."""
    behind = found.stop + (pieces.word(found.stop) == "-" and pieces.glued(found.stop))
    if pieces.glued(behind) and pieces.is_kind(behind, NUMBER):
        return False
    text = pieces.text[found.first]
    if text in _GLUED and found.stop == found.first + 1:
        return pieces.glued(found.first)
    if text in _ELECTRIC:
        return True
    if found.stop - found.first > 1 or len(text) > 1 or not text.isalpha() or pieces.glued(found.first):
        return True
    return not (pieces.is_kind(found.stop, WORD) and pieces.text[found.stop][0].isupper())


def per_after(pieces: Pieces, at: int) -> tuple[str, int] | None:
    """The denominator that begins at a piece and the index behind it: "a day", "per share", "/kWh"."""
    at += pieces.word(at) == "-"
    joint = pieces.word(at)
    if joint not in _ARTICLES and joint not in {"per", "/"}:
        return None
    at += 1 + (pieces.word(at + 1) == "-")
    if not pieces.is_kind(at, WORD):
        return None
    found = unit_after(pieces, at, digits=joint not in _ARTICLES)
    word = pieces.lower[at]
    if joint in _ARTICLES and _is_point_in_time(pieces, found.stop if found else at + 1):
        return None
    if found and found.unit.name and found.unit.kind in {"measure", "duration"}:
        return found.unit.name, found.stop
    if joint == "per" or word in _PER_NOUNS:
        return _PER_NAMES.get(word, word), at + 1
    return None


def _is_point_in_time(pieces: Pieces, at: int) -> bool:
    """Whether "a year" before these pieces tells a time and no rate: "a year earlier", "a day or two"."""
    after = pieces.word(at)
    if after == "on":
        return not (pieces.is_kind(at + 1, WORD) or pieces.is_kind(at + 1, NUMBER))
    if after == "from":
        return pieces.word(at + 1) in {"now", "then", "today", "the"}
    return after in _TIME_OF_COMPARISON or (after == "or" and pieces.word(at + 1) in {"two", "so"})


@cache
def unit_named(name: str) -> Unit | None:
    """The unit of measurement with this canonical name."""
    return {unit.name: unit for _, _, unit in _units()}.get(name)


@cache
def _units() -> tuple[tuple[str, str, Unit], ...]:
    """Each unit of measurement with its words and symbols as written in the table."""
    out = [(row["words"], row["symbols"], _unit(row)) for row in rows("quantities/units", UNIT_COLUMNS)]
    by_name = {unit.name: unit for _, _, unit in out}
    out += [
        ("-", row["symbols"], by_name[row["unit"]]._replace(per=row["per"]))
        for row in rows("quantities/compounds", COMPOUND_COLUMNS)
    ]
    return tuple(out)


def _unit(row: dict[str, str]) -> Unit:
    if row["factor"] == "-":
        return Unit(row["unit"], row["kind"])
    return Unit(row["unit"], row["kind"], row["base"], float(row["factor"]), float(row["offset"]))


def _forms(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split("|")


_Forms = list[tuple[str, Unit]]


@cache
def _currency_forms() -> tuple[_Forms, _Forms, _Forms]:
    """Marks of currencies, marks of their minor units, and the words of both."""
    marks: _Forms = []
    minor_marks: _Forms = []
    written: _Forms = []
    for row in rows("quantities/currencies", CURRENCY_COLUMNS):
        sure = Unit(None, "money", currency=row["code"])
        shared = sure._replace(guessed=True)
        minor = sure._replace(name=row["minor"], guessed=row["code"] == "USD")
        marks += [(form, sure) for form in (row["code"], *_forms(row["marks"]))]
        marks += [(form, shared) for form in _forms(row["shared_marks"])]
        minor_marks += [(form, minor) for form in _forms(row["minor_marks"])]
        written += [(form, sure) for form in _forms(row["words"])]
        written += [(form, shared) for form in _forms(row["shared_words"])]
        written += [(form, minor) for form in _forms(row["minor_words"])]
    return marks, minor_marks, written


@cache
def _word_forms() -> _Index:
    """Written-out forms of all units, by their first piece in lower case."""
    forms = [(form, unit) for cell, _, unit in _units() for form in _forms(cell)]
    lowered = [(form.lower(), unit) for form, unit in forms + _currency_forms()[2]]
    return _index(
        lowered + [(form.replace(" ", "-"), unit) for form, unit in lowered if " " in form], 0, spaced=True
    )


@cache
def _symbols() -> _Index:
    """Symbols and currency marks that may follow digits, by their first piece."""
    marks, minor_marks, _ = _currency_forms()
    symbols = [(form, unit) for _, cell, unit in _units() for form in _forms(cell)]
    behind = [
        (form, unit) for form, unit in marks if len(form) > 1 or not (form.isascii() and form.isalpha())
    ]
    return _index(symbols + behind + minor_marks, 0)


@cache
def _marks() -> _Index:
    """Currency marks that may stand before digits, by their last piece."""
    marks = _currency_forms()[0]
    lowered = [(form.lower(), unit) for form, unit in marks if form.endswith("$") and form not in {"$", "A$"}]
    return _index(marks + lowered, -1, spaced=True)


def _index(forms: _Forms, key: int, *, spaced: bool = False) -> _Index:
    """The forms by their first (0) or last (-1) piece, longest first; `spaced` ones may have any spaces."""
    index: _Index = {}
    for form, unit in forms:
        split = tuple(cut(form, 0, len(form)).text)
        length = 0 if spaced or " " in form else len(form)
        index.setdefault(split[key], []).append(_Form(split, length, unit))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry.pieces))
    return index
