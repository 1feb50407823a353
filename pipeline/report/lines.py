"""Articles → the lines that the pages over all articles show of them, in columns that can be kept.

An article is known here by its number in the part that it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.core.document import Document, Entity
from pipeline.report import amounts, wording
from pipeline.report.article import quote_line
from pipeline.report.marks import entity_anchor, quantity_anchor
from pipeline.report.speakers import article_address, is_joined, speaker_name, spoken

_QUOTE_LENGTH = 800
_TEXT, _WHOLE, _SHARE = pa.string(), pa.int64(), pa.float64()
#: The columns of each kind of lines.
COLUMNS: dict[str, dict[str, pa.DataType]] = {
    "article": {
        "number": _WHOLE,
        "address": _TEXT,
        "title": _TEXT,
        "published": _TEXT,
        "words": _WHOLE,
        "quotes": _WHOLE,
        "no_speaker": _WHOLE,
        "people": _WHOLE,
        "quantities": _WHOLE,
    },
    "named": {
        "who": _TEXT,
        "article": _WHOLE,
        "anchor": _TEXT,
        "label": _TEXT,
        "name": _TEXT,
        "qid": _TEXT,
        "description": _TEXT,
        "aliases": _TEXT,
        "mentions": _WHOLE,
        "quotes": _WHOLE,
    },
    "quote": {
        "who": _TEXT,
        "article": _WHOLE,
        "anchor": _TEXT,
        "text": _TEXT,
        "kind": _TEXT,
        "facts": _TEXT,
        "confidence": _SHARE,
    },
    "number": {"who": _TEXT, "article": _WHOLE, "anchor": _TEXT, "words": _TEXT, "measured": _TEXT},
}


class ArticleLine(NamedTuple):
    """An article in a list; `quotes` are the direct and the mixed ones."""

    number: int
    address: str
    title: str
    published: str
    words: int
    quotes: int
    no_speaker: int
    people: int
    quantities: int


def lines(documents: Sequence[Document]) -> dict[str, pa.Table]:
    """The lines of these articles by kind, with the columns of COLUMNS."""
    rows: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in COLUMNS}
    for number, document in enumerate(documents):
        rows["article"].append(_article(document, number))
        who = _who(document)
        said_by = {
            row.quote_id: who[row.speaker_entity_id]
            for row in spoken(document)
            if row.speaker_entity_id is not None
        }
        rows["named"] += _named(document, number, who)
        rows["quote"] += _quotes(document, number, said_by)
        rows["number"] += _numbers(document, number, said_by)
    return {kind: as_table(COLUMNS[kind], rows[kind]) for kind in COLUMNS}


def as_table(columns: dict[str, pa.DataType], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows as a table with these columns."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(column, kind) for column, kind in zip(values, columns.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(columns))


def _who(document: Document) -> dict[int, str]:
    """The page names of those entities that are quoted, or can be the same in another article."""
    quoted = {row.speaker_entity_id for row in spoken(document)}
    return {
        row.entity_id: speaker_name(document, row)
        for row in document.entities
        if row.entity_id in quoted or is_joined(row.name, row.qid)
    }


def _article(document: Document, number: int) -> ArticleLine:
    quotes = spoken(document)
    return ArticleLine(
        number,
        article_address(document.article_id),
        wording.title(document),
        document.published.date().isoformat() if document.published else "",
        words=len(document.text.split()),
        quotes=len(quotes),
        no_speaker=sum(quote.speaker_entity_id is None and quote.speaker_start is None for quote in quotes),
        people=sum(entity.label == "PERSON" for entity in document.entities),
        quantities=len(document.quantities),
    )


def _named(document: Document, article: int, who: dict[int, str]) -> Iterator[tuple[object, ...]]:
    speakers = [row.speaker_entity_id for row in spoken(document)]
    for row in document.entities:
        if row.entity_id in who:
            place = (who[row.entity_id], article, entity_anchor(row.entity_id))
            yield (*place, *_about(row), row.n_mentions, speakers.count(row.entity_id))


def _about(row: Entity) -> tuple[object, ...]:
    return row.label, row.name, row.qid, row.description, json.dumps(row.aliases)


def _quotes(document: Document, article: int, said_by: dict[int, str]) -> Iterator[tuple[object, ...]]:
    for quote in document.quotes:
        if who := said_by.get(quote.quote_id):
            yield who, article, *quote_line(document, quote, _QUOTE_LENGTH)[:5]


def _numbers(document: Document, article: int, said_by: dict[int, str]) -> Iterator[tuple[object, ...]]:
    for row in document.quantities:
        if row.quote_id is not None and (who := said_by.get(row.quote_id)):
            anchor = quantity_anchor(row.quantity_id)
            yield who, article, anchor, amounts.in_words(row), amounts.measured(document, row)
