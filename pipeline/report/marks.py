"""A document's rows → the elements that show them in its text.

Every quote has one element with the id `q-<quote_id>`, every quantity one with `n-<quantity_id>`; the
first mention of an entity has `e-<entity_id>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from pipeline.core.document import Document, Quantity, Quote
from pipeline.report.sweep import Span, wrap
from pipeline.report.wording import RELATIONS, counted, unit, value

LABEL_CLASSES = {"PERSON": "person", "ORG": "org"}
_BLOCK_ELEMENTS = {"heading": "h3"}


def quote_anchor(quote_id: int) -> str:
    """The id of a quote's element."""
    return f"q-{quote_id}"


def quantity_anchor(quantity_id: int) -> str:
    """The id of a quantity's element."""
    return f"n-{quantity_id}"


def entity_anchor(entity_id: int) -> str:
    """The id of the element of an entity's first mention."""
    return f"e-{entity_id}"


def marked_text(document: Document) -> Markup:
    """The text of the article as HTML, with its blocks and an element for each row of its layers."""
    rows = (_blocks, _quotes, _quantities, _mentions)
    return wrap(document.text, [span for layer in rows for span in layer(document)])


def _blocks(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        element = _BLOCK_ELEMENTS.get(block.kind, "p")
        yield Span(block.start, block.end, element, {"class": block.kind}, is_block=True)


def _quotes(document: Document) -> Iterator[Span]:
    for quote in document.quotes:
        yield Span(
            quote.start,
            quote.end,
            "mark",
            {
                "id": quote_anchor(quote.quote_id),
                "class": f"quote {quote.kind}",
                "title": quote_title(document, quote),
            },
        )


def quote_title(document: Document, quote: Quote) -> str:
    """What is known of a quote in one line: "direct · Ana Ruiz · 0.97"."""
    written = document.text[quote.speaker_start or 0 : quote.speaker_end or 0]
    speaker = quote.speaker_name or written or "no speaker"
    return f"{quote.kind} · {speaker} · {quote.confidence:.2f}"


def _quantities(document: Document) -> Iterator[Span]:
    for row in document.quantities:
        anchor = quantity_anchor(row.quantity_id)
        title = quantity_title(document, row)
        yield Span(row.start, row.end, "mark", {"id": anchor, "class": "quantity", "title": title})


def quantity_title(document: Document, row: Quantity) -> str:
    """The reading of a quantity in one line: "≈ 40 homes"."""
    parts = (RELATIONS[row.modifier][0], value(row), unit(row), counted(document, row))
    return " ".join(part for part in parts if part)


def _mentions(document: Document) -> Iterator[Span]:
    seen: set[int] = set()
    for row in document.mentions:
        name = document.entities[row.entity_id].name
        title = f"{LABEL_CLASSES[row.label]} · {name} · {row.confidence:.2f}"
        attributes = {"class": LABEL_CLASSES[row.label], "title": title}
        if row.entity_id not in seen:
            attributes = {"id": entity_anchor(row.entity_id), **attributes}
            seen.add(row.entity_id)
        yield Span(row.start, row.end, "mark", attributes)
