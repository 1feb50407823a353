"""How often a quote is right by its confidence, and how often a name is invented."""

from __future__ import annotations

import re

from common import Record

from pipeline.core.document import Document, Quote

EDGES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.0)


def calibration(articles: list[Record], documents: list[Document]) -> str:
    """A table of rows and share right by confidence, and a line on speakers that have no name in the gold."""
    rows, right = dict.fromkeys(EDGES, 0), dict.fromkeys(EDGES, 0)
    nameless = invented = 0
    for article, document in zip(articles, documents, strict=True):
        for quote in document.quotes:
            if _overlapping(article["ignore"], quote) or (
                quote.kind == "scare" and quote.speaker_start is None
            ):
                continue
            gold = _overlapping(article["quotes"], quote)
            edge = next(edge for edge in EDGES if quote.confidence >= edge)
            rows[edge] += 1
            right[edge] += _is_right(document, quote, gold)
            if gold and gold["source"] and not gold["resolved"]:
                nameless += 1
                invented += quote.speaker_name is not None
    lines = [
        f"confidence {edge:.1f}: {rows[edge]:5} rows, {right[edge] / max(rows[edge], 1):.3f} right"
        for edge in EDGES
    ]
    return "\n".join([*lines, f"no name in the gold: {nameless}, none given: {nameless - invented}"])


def _overlapping(gold: list[Record], quote: Quote) -> Record | None:
    return next((row for row in gold if row["start"] < quote.end and quote.start < row["end"]), None)


def _is_right(document: Document, quote: Quote, gold: Record | None) -> bool:
    """Whether a quote has the gold's name; its mention where that has no name; nobody where nobody speaks."""
    start, end = quote.speaker_start, quote.speaker_end
    source = gold["source"] if gold else None
    if source is None or start is None or end is None:
        return source is None and start is None
    if gold and gold["resolved"]:
        surname = _letters(gold["resolved"].split()[-1])
        if quote.speaker_name:
            return _letters(quote.speaker_name.split()[-1]) == surname
        return surname in _letters(document.text[start:end])
    touches = start < source["head_end"] and source["head_start"] < end
    return touches and quote.speaker_name is None


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", re.sub(r"['’]s\b", "", name.lower()))
