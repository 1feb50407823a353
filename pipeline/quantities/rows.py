"""candidate → row of the `quantities` table: kind, base values and offsets."""

from __future__ import annotations

from pipeline.core.document import Document, Quantity
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.units import unit_named
from pipeline.quantities.view import View


def to_row(document: Document, view: View, found: Candidate, *, guess_dollar: str) -> Quantity:
    """The row of a candidate; its quantity_id is given when all rows are known."""
    start, end = mention(view, found)
    noun_start, noun_end = found.noun_span or (None, None)
    currency, guessed = _currency(found, guess_dollar)
    base_low, base_high, base_unit = base_values(found)
    return Quantity(
        quantity_id=0,
        sentence_id=document.sentence_at(start),
        start=start,
        end=end,
        number_start=view.pieces.start[found.first],
        number_end=view.pieces.end[found.stop - 1],
        kind=kind_of(found),
        value_low=found.low,
        value_high=found.high,
        modifier=found.modifier,
        modifier_text=_text(view, found.modifier_pieces),
        trend=found.trend,
        unit=found.unit.name if found.unit else None,
        unit_text=_text(view, found.unit_pieces),
        per=found.per,
        currency=currency,
        currency_guessed=guessed,
        base_value_low=base_low,
        base_value_high=base_high,
        base_unit=base_unit,
        counted_noun=found.noun,
        counted_noun_start=noun_start,
        counted_noun_end=noun_end,
        of_text=view.text[slice(*found.of_span)] if found.of_span else None,
        rule=found.rule,
        quote_id=document.quote_at(start, end),
    )


def mention(view: View, found: Candidate) -> tuple[int, int]:
    """The span of modifier, number, unit and counted noun; an elided noun stands elsewhere."""
    start, end = view.pieces.start[found.begin], view.pieces.end[found.end - 1]
    for span in (found.noun_span, found.of_span):
        if span and found.rule != "elided":
            end = max(end, span[1])
    return start, end


def kind_of(found: Candidate) -> str:
    """The kind of a quantity, from the closed list of the table."""
    if found.kind:
        return found.kind
    if found.unit:
        return found.unit.kind
    if found.form == "fraction":
        return "fraction"
    return "count" if found.noun else "bare"


def base_values(found: Candidate) -> tuple[float | None, float | None, str | None]:
    """Both ends in the base unit: shares in one, measures in SI units, also "per" a unit of measurement.

    A change of temperature is a difference of kelvins, so it gets no offset.
    """
    if kind_of(found) == "fraction":
        return found.low, found.high, "one"
    unit = found.unit
    if unit is None or unit.factor is None or unit.base is None:
        return None, None, None
    factor, base = unit.factor, unit.base
    per = unit_named(found.per) if found.per and unit.kind == "measure" else None
    if per and per.factor:
        factor, base = factor / per.factor, f"{base} per {per.base}"
    offset = 0.0 if found.trend else unit.offset
    return found.low * factor + offset, found.high * factor + offset, base


def _currency(found: Candidate, guess_dollar: str) -> tuple[str | None, bool | None]:
    """The ISO code, and whether it was guessed from a mark that several currencies share."""
    if found.unit is None or found.unit.currency is None:
        return None, None
    is_dollar = found.unit.guessed and found.unit.currency == "USD"
    return guess_dollar if is_dollar else found.unit.currency, found.unit.guessed


def _text(view: View, pieces: tuple[int, int] | None) -> str | None:
    if pieces is None:
        return None
    return view.text[view.pieces.start[pieces[0]] : view.pieces.end[pieces[1] - 1]]
