"""One article and its layers: the value that all stages pass on.

The text is never edited. Each layer is a list of rows over it; all offsets are Python code points
into `Document.text`, half-open. A row stores offsets only: the `text` columns of the tables are cut
from the article when the tables are built, so they cannot disagree with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.core.errors import CRASHED, FAILED, TOO_SLOW, ArticleError

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
class Parse:
    """The tokens of one article as columns of equal length; `head` is the index of the head token.

    Tags, dependencies and entity types are those of the spaCy model (Penn Treebank tags, ClearNLP
    dependency labels, OntoNotes entity types). No arc crosses a block.
    """

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morph: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    sent_start: list[bool] = field(default_factory=list)
    ent_iob: list[str] = field(default_factory=list)
    ent_type: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def lower(self) -> list[str]:
        """Lower-case forms with straight apostrophes ("don’t" → "don't"), for look-ups."""
        known = {word: _lowered(word) for word in self._written}
        return [known[word] for word in self.text]

    def places(self, wanted: AbstractSet[str]) -> list[int]:
        """The tokens that are one of these words, in order; the words as in `lower`."""
        return _at(self._in_lower_case, wanted)

    def places_written(self, wanted: AbstractSet[str]) -> list[int]:
        """The tokens that are written like one of these words, in order."""
        return _at(self._written, wanted)

    @cached_property
    def _written(self) -> dict[str, list[int]]:
        """The tokens of each word as written."""
        places: dict[str, list[int]] = {}
        for token, word in enumerate(self.text):
            if word in places:
                places[word].append(token)
            else:
                places[word] = [token]
        return places

    @cached_property
    def _in_lower_case(self) -> dict[str, list[int]]:
        """The tokens of each word in lower case."""
        places: dict[str, list[int]] = {}
        for word, tokens in self._written.items():
            places.setdefault(_lowered(word), []).extend(tokens)
        return places

    @cached_property
    def children(self) -> list[list[int]]:
        """The direct dependents of each token, left to right."""
        out: list[list[int]] = [[] for _ in self.head]
        for token, head in enumerate(self.head):
            if head != token:
                out[head].append(token)
        return out

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """The outermost tokens of each subtree: each token tells the nodes above it, up to one that knows."""
        head = self.head
        left, right = list(range(len(self))), list(range(len(self)))
        for token in range(len(self)):
            above = head[token]
            while token < left[above]:
                left[above] = token
                above = head[above]
        for token in range(len(self) - 1, -1, -1):
            above = head[token]
            while token > right[above]:
                right[above] = token
                above = head[above]
        return left, right

    def left_edge(self, token: int) -> int:
        """The first token of the subtree below `token`."""
        return self._edges[0][token]

    def right_edge(self, token: int) -> int:
        """The last token of the subtree below `token`."""
        return self._edges[1][token]

    def tokens_in(self, start: int, end: int) -> range:
        """The tokens that share at least one character with [start, end) of the text."""
        return range(bisect_right(self.end, start), bisect_left(self.start, end))

    def among(self, starts: Sequence[int]) -> list[int]:
        """For each token the index of the stretch that holds it, of stretches that begin at these offsets."""
        edges = [0, *(bisect_left(self.start, start) for start in starts[1:]), len(self)]
        out: list[int] = []
        for index, (first, end) in enumerate(pairwise(edges)):
            out += [index] * (end - first)
        return out

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """The parser's own sentence round `token`, as a half-open range of tokens."""
        starts = self._sentence_starts
        at = bisect_right(starts, token)
        return starts[at - 1], starts[at] if at < len(starts) else len(self)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [i for i, first in enumerate(self.sent_start) if first or i == 0]


def _lowered(word: str) -> str:
    return word.lower().replace("’", "'")


def _at(places: dict[str, list[int]], wanted: AbstractSet[str]) -> list[int]:
    """All places of the wanted words, in order."""
    return sorted(token for word in places.keys() & wanted for token in places[word])


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
        message = "the process died; with fewer --workers there is more memory for each; no rows from here on"
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
        at = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return at >= 0 and offset < self.sentences[at].end

    def quote_at(self, start: int, end: int) -> int | None:
        """The quote_id of the quoted stretch that holds all of [start, end), or None."""
        at = bisect_right(self.quote_spans, start, key=_START) - 1
        if at >= 0 and end <= self.quote_spans[at].end:
            return self.quote_spans[at].quote_id
        return None
