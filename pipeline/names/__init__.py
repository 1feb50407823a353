"""parse → mentions and entities: who and which organizations an article names, and under which names.

The model tags each block on its own. This layer mends its spans, adds the names that the wording shows,
gives each form one label through the whole article, and ties the mentions of one person or organization.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.document import Document, Entity, Mention
from pipeline.names.alias_file import read_aliases
from pipeline.names.aliases import Aliases
from pipeline.names.candidates import candidates
from pipeline.names.cluster import clustered, entity_row
from pipeline.names.consistency import everywhere, labelled_forms
from pipeline.names.filters import kept
from pipeline.names.gender import gender_evidence
from pipeline.names.known import KnownNames, known_labels, known_names, known_spans
from pipeline.names.methods import confidence
from pipeline.names.view import Span, View

__all__ = ["Aliases", "find_names", "gender_evidence", "read_aliases"]


def find_names(document: Document, *, aliases: Aliases | None = None) -> tuple[list[Mention], list[Entity]]:
    """The persons and organizations of an article: their mentions and one row for each of them.

    A name in `aliases` belongs to the entity that the file gives for it, under its canonical name.
    """
    view = View(document)
    known = known_names(view, aliases or Aliases())
    spans = name_spans(view, known)
    clusters = clustered(view, spans, known)
    entities = [entity_row(view, spans, cluster, i) for i, cluster in enumerate(clusters)]
    entity_of = {index: i for i, cluster in enumerate(clusters) for index in cluster.members}
    return [_mention(view, span, i, entity_of[i]) for i, span in enumerate(spans)], entities


def name_spans(view: View, known: KnownNames) -> Sequence[Span]:
    """The spans of persons and organizations inside of sentences, in reading order, without overlaps."""
    possible = candidates(view)
    labels = known_labels(view, known, possible)
    possible += known_spans(view, known, labels, possible)
    spans = kept(view, everywhere(view, labelled_forms(view, possible, labels), possible))
    return [span for span in spans if _is_in_sentence(view, span.first)]


def _is_in_sentence(view: View, token: int) -> bool:
    """Whether a token lies in a sentence, and not in what stands before one (“FILE PHOTO:”)."""
    sentences = view.document.sentences
    if not sentences:
        return False
    sentence = sentences[view.sentence[token]]
    return sentence.start <= view.parse.start[token] < sentence.end


def _mention(view: View, span: Span, mention_id: int, entity_id: int) -> Mention:
    document = view.document
    start, end = document.parse.start[span.first], document.parse.end[span.end - 1]
    end = start + len(document.text[start:end].rstrip())  # a token may be odd white space
    return Mention(
        mention_id=mention_id,
        sentence_id=view.sentence[span.first],
        start=start,
        end=end,
        label=span.label,
        entity_id=entity_id,
        quote_id=document.quote_at(start, end),
        method=span.method,
        confidence=confidence(span.method, span.label),
    )
