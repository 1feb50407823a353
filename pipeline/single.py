"""Single stages for callers in Python: a Document without the layers that a stage reads is wrong usage.

A run calls the functions behind these: there, an article whose parse failed has no rows and an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.errors import UsageError
from pipeline.marks import find_spans

if TYPE_CHECKING:
    from pipeline.core.document import Document, Entity, Mention, Quantity, Quote
    from pipeline.names import Aliases

_FOUND_BY = {
    "blocks": "document.blocks = find_blocks(document.text)",
    "parse": "Parser(model='en_core_web_md').parse([document])",
    "sentences": "document.sentences = find_sentences(document)",
    "quote_spans": "document.quote_spans = find_spans(document.text, document.blocks)",
}


def find_names(document: Document, *, aliases: Aliases | None = None) -> tuple[list[Mention], list[Entity]]:
    """`pipeline.names.find_names`; raises UsageError for a document without blocks, parse or sentences."""
    from pipeline import names

    _need(document, "blocks", "parse", "sentences")
    return names.find_names(document, aliases=aliases)


def find_quantities(document: Document, *, guess_dollar: str = "USD") -> list[Quantity]:
    """`pipeline.quantities.find_quantities`; raises UsageError for a document without blocks or parse."""
    from pipeline import quantities

    _need(document, "blocks", "parse")
    return quantities.find_quantities(document, guess_dollar=guess_dollar)


def find_quotes(document: Document) -> list[Quote]:
    """`pipeline.quotes.find_quotes`; raises UsageError for a document without the layers before it.

    Speakers have names where the document has its mentions and entities.
    """
    from pipeline import quotes

    _need(document, "blocks", "parse", "sentences", "quote_spans")
    return quotes.find_quotes(document)


def _need(document: Document, *layers: str) -> None:
    """Raises UsageError for the first layer that is empty although the text must have it."""
    if document.errors or not any(map(str.isalnum, document.text)):
        return
    for layer in layers:
        if layer == "quote_spans" and not find_spans(document.text, document.blocks):
            continue
        if not len(getattr(document, layer)):
            raise UsageError(
                f"the document has no {layer}; find them first: {_FOUND_BY[layer]}."
                " pipeline.annotate(text) finds all layers"
            )
