"""A number on its way to a row: what the stages find out about it, in pieces of its block."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quantities.heights import height_after
from pipeline.quantities.multiples import TIMES, times_after
from pipeline.quantities.multipliers import read_multipliers
from pipeline.quantities.numbers import Number, tidy
from pipeline.quantities.units import (
    Unit,
    UnitAt,
    money_before,
    per_after,
    unit_after,
    unit_in_brackets,
    unit_named,
)
from pipeline.quantities.view import View

_AFTER_US = frozenset({"a", "an", "per", ".", ",", ")", "in", "and", "", "each"})


@dataclass
class Candidate:
    """The number stands in pieces [first, stop), the whole mention so far in [begin, end).

    `form` says how the number is written: digits, words, fraction, many ("dozens"), multiple. `rule` says
    which rule made the row: number, range, sum, fraction, many, multiple, age, elided.
    """

    first: int
    stop: int
    low: float
    high: float
    scale: float
    form: str
    begin: int
    end: int
    unit: Unit | None = None
    unit_pieces: tuple[int, int] | None = None
    per: str | None = None
    kind: str | None = None
    modifier: str = "exact"
    modifier_pieces: tuple[int, int] | None = None
    trend: str | None = None
    noun: str | None = None
    noun_span: tuple[int, int] | None = None
    of_span: tuple[int, int] | None = None
    rule: str = "number"

    @property
    def is_range(self) -> bool:
        """Whether the number has two ends."""
        return self.low != self.high

    @property
    def is_plain(self) -> bool:
        """Whether it is a single number without unit."""
        return self.unit is None and not self.is_range


def measure(view: View, number: Number) -> Candidate:
    """A number with the currency before it or the unit behind it, and what it is reckoned by."""
    pieces = view.pieces
    found = Candidate(
        number.first,
        number.stop,
        number.low,
        number.high,
        number.scale,
        number.form,
        number.first,
        number.stop,
    )
    if number.form in {"fraction", "many", "multiple"}:
        found.rule = number.form
    if number.form == "many":
        found.modifier = "at_least"
    behind = _behind(view, number)
    before = money_before(pieces, number.first)
    after = unit_after(pieces, behind, digits=number.form == "digits") or height_after(pieces, number)
    if before:
        found.unit, found.begin = before.unit, before.first
        found.unit_pieces = (before.first, before.stop)
        _add_second_mark(view, found, after)
    elif after or (after := unit_in_brackets(pieces, number.stop)):
        found.unit, found.end = after.unit, after.stop
        found.unit_pieces = (after.first, after.stop)
        _add_late_multiplier(view, found)
    _settle_pounds(view, found)
    _add_times(view, found)
    _add_per(view, found)
    return found


def _add_second_mark(view: View, found: Candidate, after: UnitAt | None) -> None:
    """The currency said again behind the amount: "$10 dollars", "$76 US a barrel", "$5 million AUD"."""
    word = view.pieces.word
    if after and after.unit.kind == "money" and not after.unit.name:
        found.end = after.stop
        if not after.unit.guessed:
            found.unit = after.unit
    elif found.unit and found.unit.guessed and word(found.stop) == "us" and word(found.stop + 1) in _AFTER_US:
        found.unit, found.end = found.unit._replace(guessed=False), found.stop + 1


def _behind(view: View, number: Number) -> int:
    """Where the unit may begin: behind "of" in "millions of dollars", behind "an" in "half an hour"."""
    at, word = number.stop, view.pieces.word
    if number.form == "many":
        return at + (word(at) == "of")
    if number.form == "fraction" and word(at + (word(at) == "of")) in {"a", "an", "1", "one"}:
        return at + (word(at) == "of") + 1
    return at


def _add_late_multiplier(view: View, found: Candidate) -> None:
    """The multiplier that stands behind the currency: "75 USD million"."""
    if found.unit and found.unit.kind == "money" and found.scale == 1:
        scale, stop = read_multipliers(view.pieces, found.end, money=False)
        if scale > 1:
            found.low = found.high = tidy(found.low * scale)
            found.scale, found.end = scale, stop


def _settle_pounds(view: View, found: Candidate) -> None:
    """Reads "pounds" as money behind thousands and more, and in an article that writes "£"."""
    if found.unit != unit_named("pound") or view.pieces.lower[found.end - 1] not in {"pound", "pounds"}:
        return
    if found.scale >= 1000 or "£" in view.text:
        found.unit = Unit(None, "money", currency="GBP")


def _add_times(view: View, found: Candidate) -> None:
    """Makes "twice", "four times the" and "10-fold" multiples."""
    stop = found.stop if found.form == "multiple" else times_after(view.pieces, found.stop)
    if stop and found.unit is None:
        found.unit, found.end = TIMES, max(stop, found.end)
        found.rule = "multiple"


def _add_per(view: View, found: Candidate) -> None:
    """The denominator behind a unit."""
    if found.unit is None:
        return
    found.per = found.unit.per
    per = per_after(view.pieces, found.end)
    if per and not found.per:
        found.per, found.end = per
