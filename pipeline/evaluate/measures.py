"""What is measured: for each measure, the keys of the gold and the keys of the tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from pipeline.core.document import Document

#: What an annotation of any table has, and what the measures ask of those of one table besides.
KEYS = ("table", "start", "end", "text")
KEYS_OF_TABLE = {
    "blocks": ("kind",),
    "mentions": ("label", "name"),
    "quantities": (
        "number_text", "value_low", "value_high", "modifier", "unit", "currency", "counted_noun",
    ),
    "quotes": ("kind", "speaker"),
}  # fmt: skip
_Keys = Iterable[Hashable]


class Measure(NamedTuple):
    """What counts as right: the key of a gold row, of the table it belongs to, that must be found."""

    name: str
    table: str
    gold: Callable[[dict[str, Any]], Hashable]
    found: Callable[[Document], _Keys]


def _span(row: Any) -> tuple[int, int]:  # noqa: ANN401  any row type with offsets
    return row.start, row.end


def _gold_span(row: dict[str, Any]) -> tuple[int, int]:
    return row["start"], row["end"]


def _gold_number(row: dict[str, Any]) -> tuple[int, float, float]:
    number_start = row.get("number_start", row["start"] + row["text"].index(row["number_text"]))
    return number_start, float(row["value_low"]), float(row["value_high"])


def _named(label: str) -> tuple[Callable[[dict[str, Any]], Hashable], Callable[[Document], _Keys]]:
    """The keys of mentions with that label."""
    return (
        lambda row: _gold_span(row) if row["label"] == label else None,
        lambda doc: [_span(row) for row in doc.mentions if row.label == label],
    )


MEASURES = (
    Measure(
        "blocks",
        "blocks",
        lambda row: (*_gold_span(row), row["kind"]),
        lambda doc: [(*_span(row), row.kind) for row in doc.blocks],
    ),
    Measure("sentences", "sentences", _gold_span, lambda doc: [_span(row) for row in doc.sentences]),
    Measure("people", "mentions", *_named("PERSON")),
    Measure("organizations", "mentions", *_named("ORG")),
    Measure(
        "names",
        "mentions",
        lambda row: (*_gold_span(row), row["name"]),
        lambda doc: [(*_span(row), doc.entities[row.entity_id].name) for row in doc.mentions],
    ),
    Measure("quotes", "quotes", _gold_span, lambda doc: [_span(row) for row in doc.quotes]),
    Measure(
        "quotes, kind",
        "quotes",
        lambda row: (*_gold_span(row), row["kind"]),
        lambda doc: [(*_span(row), row.kind) for row in doc.quotes],
    ),
    Measure(
        "quotes, speaker's name",
        "quotes",
        lambda row: (*_gold_span(row), row["speaker"]),
        lambda doc: [(*_span(row), row.speaker_name) for row in doc.quotes],
    ),
    Measure(
        "quotes, cue",
        "quotes",
        lambda row: (*_gold_span(row), row.get("cue_start"), row.get("cue_end")),
        lambda doc: [(*_span(row), row.cue_start, row.cue_end) for row in doc.quotes],
    ),
    Measure("quantities", "quantities", _gold_span, lambda doc: [_span(row) for row in doc.quantities]),
    Measure(
        "quantities, value",
        "quantities",
        _gold_number,
        lambda doc: [(row.number_start, row.value_low, row.value_high) for row in doc.quantities],
    ),
    Measure(
        "quantities, bound",
        "quantities",
        lambda row: (*_gold_number(row), row["modifier"]),
        lambda doc: [
            (row.number_start, row.value_low, row.value_high, row.modifier) for row in doc.quantities
        ],
    ),
    Measure(
        "quantities, unit",
        "quantities",
        lambda row: (*_gold_number(row), row["unit"], row["currency"], row["counted_noun"]),
        lambda doc: [
            (row.number_start, row.value_low, row.value_high, row.unit, row.currency, row.counted_noun)
            for row in doc.quantities
        ],
    ),
)
