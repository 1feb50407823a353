"""An article → all places where a person or an organization is meant, by name or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.core.document import Document
from pipeline.coreference.genders import GENDER_OF
from pipeline.coreference.resolver import FIRST_PERSON, Resolver


class Place(NamedTuple):
    """A place where an entity is meant: offsets in code points, and the fields of its `Reference`."""

    start: int
    end: int
    entity_id: int
    how: str
    confidence: float


def references(document: Document) -> list[Place]:
    """Every naming of a person or an organization, and every pronoun and noun that means one.

    In reading order. Words whose entity is not clear have no row.
    The document needs all layers up to its quotes.
    """
    resolver = Resolver.of(document)
    spans = [(mention.start, mention.end) for mention in document.mentions]
    spans += _spans_without_name(resolver)
    return [
        Place(*span, found.entity.entity_id, found.how, found.confidence)
        for span in sorted(spans)
        if (found := resolver.resolve(span)).entity is not None
    ]


def _spans_without_name(resolver: Resolver) -> Iterator[tuple[int, int]]:
    """The pronouns and the noun phrases that may mean an entity."""
    scene, parse = resolver.scene, resolver.scene.parse
    for token, word in enumerate(parse.lower):
        if scene.mention_of[token] is not None:
            continue
        if word in GENDER_OF or word in FIRST_PERSON or word == "it":
            yield parse.start[token], parse.end[token]
        elif resolver.is_known_noun(token):
            yield parse.start[parse.left_edge(token)], parse.end[token]
