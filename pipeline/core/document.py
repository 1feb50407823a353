"""One article and its layers: the value that all stages pass on.

The text is never edited. Each layer is a list of rows over it; all offsets are Python code points
into `Document.text`, half-open. A row stores offsets only: the `text` columns of the tables are cut
from the article when the tables are built, so they cannot disagree with it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from pipeline.core.errors import CRASHED, FAILED, TOO_SLOW, ArticleError
from pipeline.core.tokens import Parse

__all__ = [
    "Block", "Document", "Entity", "Mention", "Parse", "Quantity", "Quote", "QuoteSpan", "Sentence",
]  # fmt: skip

_START = attrgetter("start")


class Block(NamedTuple):
    """A paragraph, heading, caption, ...: text that no sentence crosses."""

    block_id: int
    start: int
    end: int
    kind: str


class Sentence(NamedTuple):
    """A sentence inside one block, without white space at its ends."""

    sentence_id: int
    block_id: int
    start: int
    end: int


class QuoteSpan(NamedTuple):
    """A stretch between quotation marks, as found from the marks alone.

    `start, end` lie inside the marks; `outer_start, outer_end` include those marks that exist.
    `continues` is the quote_id of the piece before it in a quote over several paragraphs.
    """

    quote_id: int
    block_id: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    repaired: bool
    continues: int | None


class Mention(NamedTuple):
    """A person or an organization called by name."""

    mention_id: int
    sentence_id: int
    start: int
    end: int
    label: str
    entity_id: int
    quote_id: int | None
    method: str
    confidence: float


class Entity(NamedTuple):
    """A person or an organization of one article, under its fullest name."""

    entity_id: int
    label: str
    name: str
    aliases: list[str]
    description: str | None
    n_mentions: int
    first_start: int
    qid: str | None


class Quantity(NamedTuple):
    """A number said in the text, with its value, bound, unit and what it counts."""

    quantity_id: int
    sentence_id: int
    start: int
    end: int
    number_start: int
    number_end: int
    kind: str
    value_low: float
    value_high: float
    modifier: str
    modifier_text: str | None
    trend: str | None
    unit: str | None
    unit_text: str | None
    per: str | None
    currency: str | None
    currency_guessed: bool | None
    base_value_low: float | None
    base_value_high: float | None
    base_unit: str | None
    counted_noun: str | None
    counted_noun_start: int | None
    counted_noun_end: int | None
    of_text: str | None
    rule: str
    quote_id: int | None


class Quote(NamedTuple):
    """A quoted stretch with its cue, its speaker as written and its speaker by name."""

    quote_id: int
    sentence_id: int
    block_id: int
    start: int
    end: int
    kind: str
    closed: bool
    repaired: bool
    continues: int | None
    cue_start: int | None
    cue_end: int | None
    cue_lemma: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_entity_id: int | None
    speaker_name: str | None
    method: str
    reason: str | None
    confidence: float


@dataclass
class Document:
    """One article with the layers that have been found so far; a layer not found yet is empty."""

    article_id: str
    text: str
    source: str = ""
    title: str | None = None
    published: datetime | None = None
    blocks: list[Block] = field(default_factory=list)
    parse: Parse = field(default_factory=Parse)
    sentences: list[Sentence] = field(default_factory=list)
    quote_spans: list[QuoteSpan] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    errors: list[ArticleError] = field(default_factory=list)

    def fail(self, stage: str, error: Exception) -> None:
        """Notes that a stage could not take this article."""
        reason = TOO_SLOW if isinstance(error, TimeoutError) else FAILED
        message = f"{type(error).__name__}: {error}; the article has no rows of this stage"
        self.errors.append(ArticleError(self.source, self.article_id, stage, reason, message))

    def give_up(self, stage: str) -> None:
        """Notes that the process at work on this article died, at this stage or a later one."""
        message = (
            "the process died; fewer --workers, but two at least, leave more memory for each; "
            "no rows from here on"
        )
        self.errors.append(ArticleError(self.source, self.article_id, stage, CRASHED, message))

    def clear(self) -> None:
        """Takes all rows away that were found; text, blocks, parse and sentences stay."""
        self.mentions, self.entities, self.quantities, self.quotes = [], [], [], []

    def sentence_at(self, offset: int) -> int:
        """The sentence_id of the sentence that holds `offset`, or of the last one before it."""
        at = bisect_right(self.sentences, offset, key=_START)
        return max(at - 1, 0)

    def in_sentence(self, offset: int) -> bool:
        """Whether `offset` lies in a sentence, and not in what stands before one (“FILE PHOTO:”)."""
        at = bisect_right(self.sentences, offset, key=_START) - 1
        return at >= 0 and offset < self.sentences[at].end

    def quote_at(self, start: int, end: int) -> int | None:
        """The quote_id of the quoted stretch that holds all of [start, end), or None."""
        at = bisect_right(self.quote_spans, start, key=_START) - 1
        if at >= 0 and end <= self.quote_spans[at].end:
            return self.quote_spans[at].quote_id
        return None
