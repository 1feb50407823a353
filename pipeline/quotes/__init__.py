"""Quotes and who said them: document → one row a quoted stretch.

marks → sources (cues) → choice of the source (speakers) → noun phrase, name, kind → rows
"""

from __future__ import annotations

from pipeline.core.document import Document, Quote
from pipeline.coreference import Scene
from pipeline.quotes.attribution import build_rows
from pipeline.quotes.cues import find_sources
from pipeline.quotes.speakers import choose_speakers
from pipeline.quotes.weights import speaker_weights

__all__ = ["find_quotes"]


def find_quotes(document: Document) -> list[Quote]:
    """All quoted stretches of a parsed article with their speakers; `quote_id` is the index in the list."""
    if not document.quote_spans:
        return []
    scene = Scene.of(document)
    return build_rows(scene, choose_speakers(scene, find_sources(scene), speaker_weights()))
