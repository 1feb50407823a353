"""One document → what its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from pipeline.core.document import Document, Entity, Quantity, Quote
from pipeline.core.errors import ArticleError
from pipeline.report import wording
from pipeline.report.marks import LABEL_CLASSES, entity_anchor, marked_text, quantity_anchor, quote_anchor

_QUOTE_LENGTH = 220
_CONTEXT_LENGTH = 45


@dataclass(frozen=True)
class QuoteLine:
    """A quote on a card: its words, shortened, and what is known of it."""

    anchor: str
    text: str
    kind: str
    facts: list[str]
    confidence: float


@dataclass
class Card:
    """The quotes of one speaker, or those that have none."""

    heading: str
    anchor: str | None = None
    style: str | None = None
    description: str | None = None
    quotes: list[QuoteLine] = field(default_factory=list)


@dataclass(frozen=True)
class QuantityLine:
    """A quantity in its context, with its reading."""

    anchor: str
    before: str
    text: str
    after: str
    relation: str
    relation_words: str
    value: str
    unit: str
    counted: str
    notes: list[str]


@dataclass(frozen=True)
class EntityLine:
    """A person or an organization; `share` is its number of mentions as a part of the highest one."""

    anchor: str
    style: str
    name: str
    aliases: list[str]
    description: str | None
    mentions: int
    share: float


@dataclass(frozen=True)
class Layer:
    """A kind of marks in the text that the reader can switch off."""

    name: str
    label: str
    count: int


@dataclass(frozen=True)
class ArticlePage:
    """All that stands on the page of one article."""

    title: str
    article_id: str
    source: str
    published: datetime | None
    size: str
    layers: list[Layer]
    body: Markup
    has_blocks: bool
    cards: list[Card]
    quantities: list[QuantityLine]
    entities: list[EntityLine]
    problems: Sequence[ArticleError]


def article_page(document: Document, problems: Sequence[ArticleError]) -> ArticlePage:
    """The page of an article; `problems` are the stages that failed on it."""
    return ArticlePage(
        title=wording.title(document),
        article_id=document.article_id,
        source=document.source,
        published=document.published,
        size=wording.count(len(document.text.split()), "word"),
        layers=_layers(document),
        body=marked_text(document),
        has_blocks=bool(document.blocks),
        cards=_cards(document),
        quantities=[_quantity_line(document, row) for row in document.quantities],
        entities=_entity_lines(document),
        problems=problems,
    )


def _layers(document: Document) -> list[Layer]:
    labels = [entity.label for entity in document.entities]
    return [
        Layer("quotes", "quotes", len(document.quotes)),
        Layer("people", "people", labels.count("PERSON")),
        Layer("organizations", "organizations", labels.count("ORG")),
        Layer("quantities", "quantities", len(document.quantities)),
    ]


def _cards(document: Document) -> list[Card]:
    """A card per named speaker by first quote, then one for those not named, then one for no speaker."""
    named: dict[int, Card] = {}
    unnamed, nobody = Card("Speaker not named"), Card("No speaker")
    for quote in document.quotes:
        entity_id = quote.speaker_entity_id
        if entity_id is not None and entity_id not in named:
            named[entity_id] = _speaker_card(document.entities[entity_id])
        card = named[entity_id] if entity_id is not None else nobody
        if entity_id is None and quote.speaker_start is not None:
            card = unnamed
        card.quotes.append(_quote_line(document, quote))
    return [card for card in (*named.values(), unnamed, nobody) if card.quotes]


def _speaker_card(entity: Entity) -> Card:
    style = LABEL_CLASSES[entity.label]
    return Card(entity.name, entity_anchor(entity.entity_id), style, entity.description)


def _quote_line(document: Document, quote: Quote) -> QuoteLine:
    return QuoteLine(
        quote_anchor(quote.quote_id),
        wording.first_words(document.text[quote.start : quote.end], _QUOTE_LENGTH),
        quote.kind,
        _quote_facts(document, quote),
        quote.confidence,
    )


def _quote_facts(document: Document, quote: Quote) -> list[str]:
    """What is known of a quote beside its words, in short phrases."""
    written = document.text[quote.speaker_start or 0 : quote.speaker_end or 0]
    cue = document.text[quote.cue_start or 0 : quote.cue_end or 0]
    facts = (
        (True, quote.kind),
        (written and written != quote.speaker_name, f"speaker “{written}”"),
        (cue, f"cue “{cue}”"),
        (quote.speaker_start is not None, f"method {wording.spell(quote.method)}"),
        (quote.reason, wording.spell(quote.reason or "")),
        (quote.continues is not None, "carries on an earlier quote"),
        (not quote.closed, "no closing mark"),
        (quote.repaired, "mark repaired"),
    )
    return [fact for holds, fact in facts if holds]


def _quantity_line(document: Document, row: Quantity) -> QuantityLine:
    before, after = wording.context(document, row, _CONTEXT_LENGTH)
    sign, words = wording.RELATIONS[row.modifier]
    notes = [wording.TRENDS[row.trend]] if row.trend else []
    return QuantityLine(
        anchor=quantity_anchor(row.quantity_id),
        before=before,
        text=document.text[row.start : row.end],
        after=after,
        relation=sign,
        relation_words=words,
        value=wording.value(row),
        unit=wording.unit(row),
        counted=wording.counted(document, row),
        notes=[*notes, "currency assumed"] if row.currency_guessed else notes,
    )


def _entity_lines(document: Document) -> list[EntityLine]:
    """The entities by number of mentions, then by first mention."""
    most = max((entity.n_mentions for entity in document.entities), default=1)
    return [
        EntityLine(
            anchor=entity_anchor(entity.entity_id),
            style=LABEL_CLASSES[entity.label],
            name=entity.name,
            aliases=entity.aliases,
            description=entity.description,
            mentions=entity.n_mentions,
            share=entity.n_mentions / most,
        )
        for entity in sorted(document.entities, key=lambda entity: (-entity.n_mentions, entity.first_start))
    ]
