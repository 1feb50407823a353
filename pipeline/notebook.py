"""Tables → HTML for a notebook: the first articles, with people, organizations, quotes and quantities marked.

Colours are thin veils over the notebook's own, so the page reads well on a light and on a dark ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

import pyarrow as pa
from markupsafe import Markup

from pipeline.core.document import Document
from pipeline.core.tables import to_documents
from pipeline.report import wording
from pipeline.report.marks import LABEL_CLASSES, quantity_title, quote_title
from pipeline.report.sweep import Span, wrap

_COUNTED = {
    "articles": "article",
    "quotes": "quote",
    "entities": "entity",
    "quantities": "quantity",
    "errors": "error",
}
#: What is shown of a corpus: its first articles, and the beginning of each.
MOST_ARTICLES = 3
MOST_CHARACTERS = 4_000
_MOST_OF_TITLE = 120
_BATCH_ROWS = 4_096
_LAYERS = ("mentions", "entities", "quantities", "quotes")
_STYLE = Markup("""
.attribune { line-height: 1.6; max-width: 48em }
.attribune article { border-left: 3px solid rgba(128,128,128,.4); margin: .8em 0; padding: 0 1em }
.attribune .text { white-space: pre-wrap }
.attribune .note { opacity: .7; font-size: .85em }
.attribune mark { color: inherit; border-radius: .2em; padding: .05em .1em }
.attribune .quote { background: rgba(70,160,90,.22) }
.attribune .quote.scare { background: rgba(128,128,128,.22) }
.attribune .quote[data-who]::after { content: " — " attr(data-who); font-size: .75em; opacity: .75 }
.attribune .quantity { background: rgba(180,80,200,.24) }
.attribune .person { background: none; border-bottom: 2px solid rgba(220,130,20,.9) }
.attribune .org { background: none; border-bottom: 2px solid rgba(60,130,220,.9) }
""")
_LEGEND = Markup(
    '<mark class="person">person</mark> <mark class="org">organization</mark> '
    '<mark class="quote" data-who="speaker">quote</mark> <mark class="quantity">quantity</mark>'
)


def as_html(tables: Mapping[str, pa.Table]) -> str:
    """The first articles with what was found in them, and how many more there are; all text is escaped."""
    documents = to_documents(lambda name: tables[name].to_batches(max_chunksize=_BATCH_ROWS), _LAYERS)
    articles = Markup("").join(_article(document) for document in islice(documents, MOST_ARTICLES))
    more = tables["articles"].num_rows - MOST_ARTICLES
    rest = _note(f"and {wording.count(more, 'more article')}") if more > 0 else ""
    counts = (wording.count(tables[name].num_rows, one, name) for name, one in _COUNTED.items())
    return Markup('<div class="attribune"><style>{}</style><p>{} · {}</p>{}{}</div>').format(
        _STYLE, " · ".join(counts), _LEGEND, articles, rest
    )


def _article(document: Document) -> Markup:
    shown = document.text[:MOST_CHARACTERS]
    spans = (span._replace(end=min(span.end, len(shown))) for span in _spans(document))
    body = wrap(shown, [span for span in spans if span.start < span.end])
    hidden = len(document.text) - len(shown)
    return Markup('<article><p><b>{}</b></p><div class="text">{}</div>{}</article>').format(
        wording.first_words(document.title or document.article_id, _MOST_OF_TITLE),
        body,
        _note(f"and {wording.count(hidden, 'more character')}") if hidden else "",
    )


def _note(text: str) -> Markup:
    return Markup('<p class="note">{}</p>').format(text)


def _spans(document: Document) -> Iterator[Span]:
    """An element a row, with its reading as the text that shows under the pointer."""
    for quote in document.quotes:
        who = quote.speaker_name or document.text[quote.speaker_start or 0 : quote.speaker_end or 0]
        attributes = {"class": f"quote {quote.kind}", "title": quote_title(document, quote)}
        yield Span(quote.start, quote.end, "mark", attributes | ({"data-who": who} if who else {}))
    for row in document.quantities:
        title = quantity_title(document, row)
        yield Span(row.start, row.end, "mark", {"class": "quantity", "title": title})
    for mention in document.mentions:
        style = LABEL_CLASSES[mention.label]
        name = document.entities[mention.entity_id].name
        yield Span(mention.start, mention.end, "mark", {"class": style, "title": f"{style} · {name}"})
