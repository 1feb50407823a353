"""parse → mentions and entities: who and which organizations an article names, and under which names.

The model tags each block on its own. This layer mends its spans, adds the names that the wording shows,
gives each form one label through the whole article, and ties the mentions of one person or organization.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.document import Document, Entity, Mention
from pipeline.names.candidates import candidates
from pipeline.names.cluster import clustered, entity_row
from pipeline.names.consistency import everywhere, labelled_forms
from pipeline.names.filters import kept
from pipeline.names.gender import gender_evidence
from pipeline.names.methods import CONFIDENCE
from pipeline.names.view import Span, View

__all__ = ["find_names", "gender_evidence"]


def find_names(document: Document) -> tuple[list[Mention], list[Entity]]:
    """The persons and organizations of an article: their mentions and one row for each of them."""
    view = View(document)
    spans = name_spans(view)
    clusters = clustered(view, spans)
    entities = [entity_row(view, spans, cluster, i) for i, cluster in enumerate(clusters)]
    entity_of = {index: i for i, cluster in enumerate(clusters) for index in cluster.members}
    return [_mention(document, span, i, entity_of[i]) for i, span in enumerate(spans)], entities


def name_spans(view: View) -> Sequence[Span]:
    """The spans of persons and organizations in reading order, without overlaps."""
    possible = candidates(view)
    return kept(view, everywhere(view, labelled_forms(view, possible), possible))


def _mention(document: Document, span: Span, mention_id: int, entity_id: int) -> Mention:
    start, end = document.parse.start[span.first], document.parse.end[span.end - 1]
    return Mention(
        mention_id=mention_id,
        sentence_id=document.sentence_at(start),
        start=start,
        end=end,
        label=span.label,
        entity_id=entity_id,
        quote_id=document.quote_at(start, end),
        method=span.method,
        confidence=CONFIDENCE[span.method],
    )
