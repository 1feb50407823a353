"""One document → what its page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from pipeline.core.document import Document, Entity, Quantity, Quote
from pipeline.core.errors import INGEST, TAKEN, ArticleError
from pipeline.report import amounts, wording
from pipeline.report.marks import (
    LABEL_CLASSES,
    entity_anchor,
    marked_text,
    mention_anchors,
    quantity_anchor,
    quote_anchor,
)
from pipeline.report.speakers import speaker_address, speaker_name, spoken

_QUOTE_LENGTH = 280
_CONTEXT_LENGTH = 40
_MOST_PLACES = 12
_UNNAMED = "The article says who speaks, but no name in it could be tied to these words."


class QuoteLine(NamedTuple):
    """A quote in a list: the id of its place, its words, shortened, and what is known of it."""

    anchor: str
    text: str
    kind: str
    facts: str
    confidence: float
    reason: str | None = None


@dataclass
class Card:
    """The quotes of one speaker, or those that have none; `page` is the address of the speaker's page."""

    heading: str
    style: str = "nobody"
    page: str | None = None
    anchor: str | None = None
    description: str | None = None
    quotes: list[QuoteLine] = field(default_factory=list)


class QuantityLine(NamedTuple):
    """A quantity in its context, with its reading; `speaker` and `quote` are set inside of quotes."""

    anchor: str
    before: str
    text: str
    after: str
    words: str
    unit: str
    counted: str
    notes: str
    speaker: str | None
    quote: str | None


class EntityLine(NamedTuple):
    """A person or an organization; `share` is its number of mentions as a part of the highest one."""

    name: str
    page: str | None
    aliases: str
    description: str | None
    mentions: int
    share: float
    places: list[str]
    confidence: float


class Layer(NamedTuple):
    """A kind of marks in the text that the reader can switch off."""

    name: str
    label: str
    rows: int


@dataclass(frozen=True)
class ArticlePage:
    """All that stands on the page of one article."""

    title: str
    article_id: str
    source: str
    published: datetime | None
    words: int
    layers: list[Layer]
    body: Markup
    has_blocks: bool
    cards: list[Card]
    quantities: list[QuantityLine]
    entities: dict[str, list[EntityLine]]
    problems: Sequence[ArticleError]


def article_page(document: Document) -> ArticlePage:
    """The page of an article, with the errors of the stages that failed on it, and what reading it found odd.

    An error of reading that left something out is of another record with the same id.
    """
    pages = _speaker_pages(document)
    return ArticlePage(
        title=wording.title(document),
        article_id=document.article_id,
        source=document.source,
        published=document.published,
        words=len(document.text.split()),
        layers=_layers(document),
        body=marked_text(document),
        has_blocks=bool(document.blocks),
        cards=_cards(document, pages),
        quantities=_quantity_lines(document),
        entities=_entity_lines(document, pages),
        problems=[error for error in document.errors if error.stage != INGEST or error.reason in TAKEN],
    )


def _speaker_pages(document: Document) -> dict[int, str]:
    """The addresses of the pages of those who are quoted in the article, by entity_id."""
    quoted = {quote.speaker_entity_id for quote in spoken(document)} - {None}
    names = {
        row.entity_id: speaker_name(document, row) for row in document.entities if row.entity_id in quoted
    }
    return {entity_id: f"../{speaker_address(name)}" for entity_id, name in names.items()}


def _layers(document: Document) -> list[Layer]:
    labels = [entity.label for entity in document.entities]
    return [
        Layer("quotes", "quotes", len(document.quotes)),
        Layer("people", "people", labels.count("PERSON")),
        Layer("organizations", "organizations", labels.count("ORG")),
        Layer("quantities", "quantities", len(document.quantities)),
    ]


def _cards(document: Document, pages: dict[int, str]) -> list[Card]:
    """A card per named speaker by first quote, then one for those not named, then one for no speaker."""
    named: dict[int, Card] = {}
    unnamed, nobody = Card("Speaker not named", description=_UNNAMED), Card("No speaker")
    for quote in document.quotes:
        entity_id = quote.speaker_entity_id
        if entity_id is not None and entity_id not in named:
            named[entity_id] = _speaker_card(document.entities[entity_id], pages)
        card = named[entity_id] if entity_id is not None else nobody
        if entity_id is None and quote.speaker_start is not None:
            card = unnamed
        card.quotes.append(quote_line(document, quote, _QUOTE_LENGTH))
    return [card for card in (*named.values(), unnamed, nobody) if card.quotes]


def _speaker_card(entity: Entity, pages: dict[int, str]) -> Card:
    return Card(
        entity.name,
        LABEL_CLASSES[entity.label],
        pages.get(entity.entity_id),
        entity_anchor(entity.entity_id),
        entity.description,
    )


def quote_line(document: Document, quote: Quote, length: int) -> QuoteLine:
    """A quote as a line, with at most `length` characters of it."""
    return QuoteLine(
        quote_anchor(quote.quote_id),
        wording.first_words(document.text[quote.start : quote.end], length),
        quote.kind,
        "\u00a0· ".join(wording.quote_facts(document, quote)),  # no line begins with the dot
        quote.confidence,
        quote.reason,
    )


def _quantity_lines(document: Document) -> list[QuantityLine]:
    quotes = {quote.quote_id: quote for quote in document.quotes}
    return [
        _quantity_line(document, row, quotes[row.quote_id] if row.quote_id is not None else None)
        for row in document.quantities
    ]


def _quantity_line(document: Document, row: Quantity, quote: Quote | None) -> QuantityLine:
    sentence = document.sentences[row.sentence_id]
    said_by = (quote.speaker_name or wording.written_speaker(document, quote)) if quote else None
    return QuantityLine(
        anchor=quantity_anchor(row.quantity_id),
        before=wording.last_words(document.text[sentence.start : row.start], _CONTEXT_LENGTH),
        text=document.text[row.start : row.end],
        after=wording.first_words(document.text[row.end : sentence.end], _CONTEXT_LENGTH),
        words=amounts.in_words(row),
        unit=amounts.unit(row),
        counted=amounts.counted(document, row),
        notes=" · ".join(amounts.notes(row)),
        speaker=said_by or None,
        quote=quote_anchor(quote.quote_id) if quote else None,
    )


def _entity_lines(document: Document, pages: dict[int, str]) -> dict[str, list[EntityLine]]:
    """People and organizations by number of mentions, then by first mention."""
    most = max((entity.n_mentions for entity in document.entities), default=1)
    places: dict[int, list[str]] = defaultdict(list)
    sure: dict[int, float] = defaultdict(float)
    for row, anchor in zip(document.mentions, mention_anchors(document), strict=True):
        places[row.entity_id].append(anchor)
        sure[row.entity_id] = max(sure[row.entity_id], row.confidence)
    found: dict[str, list[EntityLine]] = {style: [] for style in LABEL_CLASSES.values()}
    for entity in sorted(document.entities, key=lambda entity: (-entity.n_mentions, entity.first_start)):
        line = EntityLine(
            name=entity.name,
            page=pages.get(entity.entity_id),
            aliases=", ".join(entity.aliases),
            description=entity.description,
            mentions=entity.n_mentions,
            share=entity.n_mentions / most,
            places=places[entity.entity_id][:_MOST_PLACES],
            confidence=sure[entity.entity_id],
        )
        found[LABEL_CLASSES[entity.label]].append(line)
    return found
