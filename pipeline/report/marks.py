"""A document's rows → the elements that show them in its text.

Every quote has one element with the id `q-<quote_id>`, every quantity one with `n-<quantity_id>`, every
mention one with `m-<mention_id>`; only the first mention of an entity has `e-<entity_id>` instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from pipeline.core.document import Document, Mention, Quantity, Quote
from pipeline.report.amounts import in_words, measured, notes
from pipeline.report.sweep import Span, wrap
from pipeline.report.wording import CHECK_BELOW, quote_facts

LABEL_CLASSES = {"PERSON": "person", "ORG": "org"}
_LABEL_WORDS = {"PERSON": "person", "ORG": "organization"}
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


def mention_anchors(document: Document) -> list[str]:
    """The ids of the elements of all mentions, in their order."""
    seen: set[int] = set()
    anchors = []
    for row in document.mentions:
        first = row.entity_id not in seen
        anchors.append(entity_anchor(row.entity_id) if first else f"m-{row.mention_id}")
        seen.add(row.entity_id)
    return anchors


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
        attributes = {
            "id": quote_anchor(quote.quote_id),
            "class": _checked(f"quote {quote.kind}", quote.confidence),
            "title": quote_title(document, quote),
        }
        yield Span(quote.start, quote.end, "mark", attributes)


def quote_title(document: Document, quote: Quote) -> str:
    """What is known of a quote in one line: kind, speaker, cue, method, confidence."""
    kind, *facts = quote_facts(document, quote)
    speaker = quote.speaker_name or "no name"
    return " · ".join((f"{kind} quote", speaker, *facts, f"confidence {quote.confidence:.2f}"))


def _quantities(document: Document) -> Iterator[Span]:
    for row in document.quantities:
        anchor = quantity_anchor(row.quantity_id)
        title = quantity_title(document, row)
        yield Span(row.start, row.end, "mark", {"id": anchor, "class": "quantity", "title": title})


def quantity_title(document: Document, row: Quantity) -> str:
    """The reading of a quantity in one line: "about 40 homes"."""
    read = f"{in_words(row)} {measured(document, row)}".strip()
    return " · ".join((read, *notes(row)))


def _mentions(document: Document) -> Iterator[Span]:
    for row, anchor in zip(document.mentions, mention_anchors(document), strict=True):
        attributes = {
            "id": anchor,
            "class": _checked(LABEL_CLASSES[row.label], row.confidence),
            "title": _mention_title(document, row),
        }
        yield Span(row.start, row.end, "mark", attributes)


def _mention_title(document: Document, row: Mention) -> str:
    name = document.entities[row.entity_id].name
    return f"{_LABEL_WORDS[row.label]} · {name} · {row.method} · confidence {row.confidence:.2f}"


def _checked(classes: str, confidence: float) -> str:
    return f"{classes} check" if confidence < CHECK_BELOW else classes
