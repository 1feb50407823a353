"""One article prepared for look-ups by token: its quote, block, sentence and mention."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pipeline.core.document import Document, Mention, Parse, QuoteSpan
from pipeline.core.verbs import VerbForm, reporting_forms


@dataclass(frozen=True)
class Scene:
    """Look-ups by token, each computed once an article; a token outside has None.

    `named`: the tokens of each mention.
    """

    document: Document
    parse: Parse
    spans: list[QuoteSpan]
    quote_of: list[int | None]
    mention_of: list[Mention | None]
    named: list[range]
    block_of: list[int]
    sentence_of: list[int]

    @classmethod
    def of(cls, document: Document) -> Self:
        """The scene of a document whose blocks, parse, sentences, mentions and entities are found."""
        parse = document.parse
        quote_of: list[int | None] = [None] * len(parse)
        for span in document.quote_spans:
            for token in parse.tokens_in(span.outer_start, span.outer_end):
                quote_of[token] = span.quote_id
        mention_of: list[Mention | None] = [None] * len(parse)
        named = [parse.tokens_in(mention.start, mention.end) for mention in document.mentions]
        for mention, tokens in zip(document.mentions, named, strict=True):
            for token in tokens:
                mention_of[token] = mention
        return cls(
            document,
            parse,
            document.quote_spans,
            quote_of,
            mention_of,
            named,
            parse.among([block.start for block in document.blocks]),
            parse.among([sentence.start for sentence in document.sentences]),
        )

    def tokens_of(self, span: QuoteSpan) -> range:
        """The tokens of a quoted stretch, its marks included."""
        return self.parse.tokens_in(span.outer_start, span.outer_end)

    def spans_in(self, start: int, end: int) -> list[QuoteSpan]:
        """The quoted stretches that share a character with [start, end)."""
        first = bisect_right(self.spans, start, key=lambda span: span.outer_end)
        last = bisect_left(self.spans, end, key=lambda span: span.outer_start)
        return self.spans[first:last]

    @cached_property
    def named_in_quote(self) -> dict[int, set[int]]:
        """The entities named in each quote."""
        found: dict[int, set[int]] = {}
        for mention in self.document.mentions:
            if mention.quote_id is not None:
                found.setdefault(mention.quote_id, set()).add(mention.entity_id)
        return found

    @cached_property
    def single_names(self) -> dict[str, int]:
        """The first and last words of persons' names, in lower case, that only one person bears."""
        bearers: dict[str, set[int]] = {}
        for entity in self.document.entities:
            parts = entity.name.lower().split() if entity.label == "PERSON" else []
            for part in parts[:1] + parts[-1:]:
                bearers.setdefault(part, set()).add(entity.entity_id)
        return {part: min(ids) for part, ids in bearers.items() if len(ids) == 1}

    @cached_property
    def interviewee(self) -> Mention | None:
        """The latest naming of the only person who is named before the first question, or None."""
        blocks = self.document.blocks
        before = next((block.start for block in blocks if self.is_question(block.block_id)), 0)
        named = [one for one in self.document.mentions if one.end <= before and one.label == "PERSON"]
        return named[-1] if len({one.entity_id for one in named}) == 1 else None

    @cached_property
    def _quoted_blocks(self) -> set[int]:
        return {span.block_id for span in self.spans}

    def is_question(self, block_id: int) -> bool:
        """Whether a block is a question in which nothing is quoted."""
        block = self.document.blocks[block_id]
        is_asked = self.document.text[block.start : block.end].rstrip().endswith("?")
        return is_asked and block_id not in self._quoted_blocks

    @cached_property
    def name_ends(self) -> list[int]:
        """The last token of each mention."""
        return [tokens[-1] for tokens in self.named if tokens]

    @cached_property
    def verb_of(self) -> list[VerbForm | None]:
        """The reporting verb that each token is a form of."""
        return list(map(reporting_forms().get, self.parse.lower))

    @cached_property
    def words(self) -> list[bool]:
        """Whether each token has a letter or digit."""
        known = {text: text.isalnum() or any(map(str.isalnum, text)) for text in set(self.parse.text)}
        return [known[text] for text in self.parse.text]

    def is_word(self, token: int) -> bool:
        """Whether a token has a letter or digit."""
        return self.words[token]
