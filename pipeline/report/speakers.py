"""An entity of an article → who that is over all articles, and where the page about it lies.

Entities with the same Wikidata item are one; without an item, those with the same label and the same full
name, letter by letter. A name of one word says too little for that and stays with its article.
"""

from __future__ import annotations

from pipeline.core.document import Document, Entity, Quote
from pipeline.core.filenames import page_name


def speaker_name(document: Document, entity: Entity) -> str:
    """The page name of whoever the entity is: the same in two articles exactly if it is one and the same."""
    if entity.qid:
        return page_name(entity.qid)
    place = () if is_joined(entity.name, None) else (document.article_id,)
    return page_name(entity.name, "\n".join((entity.label, entity.name, *place)))


def is_joined(name: str, qid: str | None) -> bool:
    """Whether somebody of that name, or with that Wikidata item, can be the same in two articles."""
    return bool(qid) or len(name.split()) > 1


def spoken(document: Document) -> list[Quote]:
    """The quotes that somebody is said to have said: all but scare quotes."""
    return [quote for quote in document.quotes if quote.kind != "scare"]


def article_address(article_id: str) -> str:
    """Where the page of an article lies in the report."""
    return f"articles/{page_name(article_id)}.html"


def speaker_address(name: str) -> str:
    """Where the page of a speaker with that page name lies in the report."""
    return f"speakers/{name}.html"
