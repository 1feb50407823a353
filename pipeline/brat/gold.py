"""A .ann file and its .txt → gold rows, as `evaluate` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.brat.annotate import NOTED, read_note
from pipeline.brat.config import TYPES
from pipeline.brat.standoff import Annotations, TextBound, from_lines
from pipeline.core import schema
from pipeline.core.errors import UsageError

_Row = dict[str, Any]


def read_gold_file(path: Path) -> list[_Row]:
    """The rows of a .ann file, with the .txt beside it as the text.

    Raises UsageError for a missing text, a broken line, a type that is not known, or a quantity without
    number or value.
    """
    source = path.with_suffix(".txt")
    if not source.is_file():
        raise UsageError(f"{source} is missing: brat keeps the text beside {path.name}")
    text = source.read_bytes().decode("utf-8")
    annotations = from_lines(text, path.read_bytes().decode("utf-8"), str(path))
    try:
        return list(to_rows(text, annotations))
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def to_rows(text: str, annotations: Annotations) -> Iterator[_Row]:
    """The gold rows of mentions, quotes and quantities, in the order of the file."""
    for name, span in annotations.spans.items():
        row = {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
        if span.type in schema.LABELS:
            who = _name(annotations, name, text)
            yield {"table": "mentions", **row, "label": span.type, "name": who}
        elif span.type == "Quote":
            yield {"table": "quotes", **row, **_quote(annotations, name, text)}
        elif span.type == "Quantity":
            yield {"table": "quantities", **row, **_quantity(annotations, name, text)}
        elif span.type not in TYPES:
            raise ValueError(f"{name} has the unknown type {span.type!r}; known are {', '.join(TYPES)}")


def _name(annotations: Annotations, span: str, text: str) -> str | None:
    """The full name behind a mention or speaker: its note, or the words of a mention."""
    if span in annotations.notes:
        return str(_noted(annotations, span))
    _, start, end = annotations.spans[span]
    return text[start:end] if annotations.spans[span].type in schema.LABELS else None


def _quote(annotations: Annotations, span: str, text: str) -> _Row:
    """Kind, speaker and cue; a quote said by two has no name."""
    speakers = annotations.targets("Said_by", span)
    speaker = _name(annotations, speakers[0] if speakers else span, text) if len(speakers) < 2 else None
    row: _Row = {"kind": annotations.attributes.get((span, "QuoteKind"), "direct"), "speaker": speaker}
    for target in annotations.targets("Introduced_by", span)[:1]:
        cue = annotations.spans[target]
        row |= {"cue_start": cue.start, "cue_end": cue.end}
    return row


def _quantity(annotations: Annotations, span: str, text: str) -> _Row:
    number = _number_in(annotations, annotations.spans[span])
    values = _noted(annotations, span) if span in annotations.notes else {}
    if number is None or not isinstance(values, dict) or "value_low" not in values:
        raise ValueError(
            f'{span}: a Quantity needs a Number inside of it and a note like {{"value_low": 40}}'
        )
    row = {name: values.get(name) for name in NOTED}
    return row | {
        "number_text": text[number.start : number.end],
        "number_start": number.start,
        "value_high": values.get("value_high", values["value_low"]),
        "modifier": annotations.attributes.get((span, "Modifier"), "exact"),
    }


def _number_in(annotations: Annotations, quantity: TextBound) -> TextBound | None:
    """The first Number inside of a quantity; quantities do not overlap."""
    inside = (
        span
        for span in annotations.spans.values()
        if span.type == "Number" and quantity.start <= span.start and span.end <= quantity.end
    )
    return min(inside, key=lambda span: span.start, default=None)


def _noted(annotations: Annotations, span: str) -> Any:  # noqa: ANN401  whatever was noted
    try:
        return read_note(annotations.notes[span])
    except ValueError as error:
        raise ValueError(f"the note on {span} is no valid JSON: {error}") from error
