"""Which person or organization of the article a word means: names, he and she, the senator, the company, it.

    from pipeline.coreference import Resolver
    resolver = Resolver.of(pipeline.annotate(text))
    resolver.resolve((start, end)).entity

scene (look-ups by token) → persons and roles, organizations → Resolver → references
"""

from __future__ import annotations

from pipeline.core.document import Document, Mention, Quantity, Quote
from pipeline.coreference.listing import Place, references
from pipeline.coreference.reference import HOWS, Reference
from pipeline.coreference.resolver import Resolver
from pipeline.coreference.scene import Scene

__all__ = ["HOWS", "Place", "Reference", "Resolver", "Scene", "references", "resolve"]


def resolve(document: Document, mention: tuple[int, int] | Mention | Quote | Quantity) -> Reference:
    """Which entity is meant by a span (code points), a mention, or the speaker of a quote or quantity.

    The entity is None, with the reason in `how`, where the words mean nobody who is named in the article or
    where that is not clear.

        >>> import pipeline
        >>> document = pipeline.annotate("Ana Ruiz lost to Tom Weller. She congratulated him.")
        >>> pipeline.resolve(document, (29, 32)).entity.name
        'Ana Ruiz'
        >>> pipeline.resolve(document, (47, 50)).entity.name
        'Tom Weller'

    For many words of one article make one `Resolver.of(document)` and call its `resolve`. Raises UsageError
    for a span without a word.
    """
    return Resolver.of(document).resolve(mention)
