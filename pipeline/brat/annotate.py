"""One document → its annotations for brat."""

from __future__ import annotations

import json
from typing import Any

from pipeline.brat.standoff import Annotations, Relation
from pipeline.core.document import Document, Quantity, Quote

#: The fields of a quantity that stand in its note.
NOTED = ("value_low", "value_high", "unit", "currency", "per", "counted_noun")


def annotate(document: Document) -> Annotations:
    """People, organizations, quotes with speaker and cue, and quantities of an article."""
    annotations = Annotations()
    people: dict[tuple[int, int, str | None], str] = {}
    for mention in document.mentions:
        name = document.entities[mention.entity_id].name
        span = annotations.add(mention.label, mention.start, mention.end)
        if name != document.text[mention.start : mention.end]:
            annotations.notes[span] = _note(name)
        people.setdefault((mention.start, mention.end, name), span)
    cues: dict[tuple[int, int], str] = {}
    spans = [annotations.add("Quote", quote.start, quote.end) for quote in document.quotes]
    for span, quote in zip(spans, document.quotes, strict=True):
        annotations.attributes[span, "QuoteKind"] = quote.kind
        _add_speaker(annotations, span, quote, people)
        _add_cue(annotations, span, quote, cues)
        if quote.continues is not None:
            annotations.relations.append(Relation("Continues", span, spans[quote.continues]))
    for quantity in document.quantities:
        _add_quantity(annotations, quantity)
    return annotations


def _add_speaker(
    annotations: Annotations, span: str, quote: Quote, people: dict[tuple[int, int, str | None], str]
) -> None:
    """An arc to the speaker, or the name as a note on the quote where no words tell who speaks."""
    if quote.speaker_start is None or quote.speaker_end is None:
        if quote.speaker_name is not None:
            annotations.notes[span] = _note(quote.speaker_name)
        return
    who = (quote.speaker_start, quote.speaker_end, quote.speaker_name)
    if who not in people:
        people[who] = annotations.add("Speaker", quote.speaker_start, quote.speaker_end)
        if quote.speaker_name is not None:
            annotations.notes[people[who]] = _note(quote.speaker_name)
    annotations.relations.append(Relation("Said_by", span, people[who]))


def _add_cue(annotations: Annotations, span: str, quote: Quote, cues: dict[tuple[int, int], str]) -> None:
    if quote.cue_start is None or quote.cue_end is None:
        return
    where = (quote.cue_start, quote.cue_end)
    if where not in cues:
        cues[where] = annotations.add("Cue", *where)
    annotations.relations.append(Relation("Introduced_by", span, cues[where]))


def _add_quantity(annotations: Annotations, quantity: Quantity) -> None:
    span = annotations.add("Quantity", quantity.start, quantity.end)
    annotations.add("Number", quantity.number_start, quantity.number_end)
    annotations.attributes[span, "QuantityKind"] = quantity.kind
    annotations.attributes[span, "Modifier"] = quantity.modifier
    values = {name: getattr(quantity, name) for name in NOTED}
    annotations.notes[span] = json.dumps({name: value for name, value in values.items() if value is not None})


def _note(name: str) -> str:
    """A name as one line: as it is, or as JSON where it would not come back as it is."""
    return name if name.isprintable() and name.strip(' "{') == name else json.dumps(name)


def read_note(note: str) -> Any:  # noqa: ANN401  whatever was noted
    """What a note says: JSON where it begins like JSON, else its words; raises ValueError for broken JSON."""
    return json.loads(note) if note.startswith(("{", '"')) else note
