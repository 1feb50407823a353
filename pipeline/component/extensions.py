"""A document's layers → extensions and span groups of a spaCy Doc.

`doc._.quotes`, `doc._.quantities`, `doc._.mentions` and `doc._.entities` are lists of rows, each a dict with
the columns of that table. `doc.spans` has the groups `quotes` and `quantities` (labelled by kind),
`mentions` (PERSON, ORG) and `sentences`; a span's `id_` is the place of its row in the list. Rows have exact
offsets; a span holds whole tokens, so it may be a little longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from pipeline.core.document import Document

EXTENSIONS = ("quotes", "quantities", "mentions", "entities")


def register() -> None:
    """Makes the extensions known; one of that name that somebody else made stays."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])


def set_layers(doc: Doc, document: Document) -> None:
    """Fills the extensions and span groups of a Doc that has the document's text."""
    from pipeline.core.tables import Provenance, build

    for name in EXTENSIONS:
        table = build(name, [document], Provenance("", "", ""))
        setattr(doc._, name, table.drop_columns("article_id").to_pylist())
    for name in ("quotes", "quantities", "mentions", "sentences"):
        spans = (_span(doc, row, i) for i, row in enumerate(getattr(document, name)))
        doc.spans[name] = [span for span in spans if span is not None]


def _span(doc: Doc, row: Any, place: int) -> Span | None:  # noqa: ANN401  any row type with offsets
    label = getattr(row, "kind", "") or getattr(row, "label", "")
    return doc.char_span(row.start, row.end, label=label, span_id=str(place), alignment_mode="expand")
