"""What the rules for names look at: the tokens of one article with their capitals and neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, compress, pairwise
from typing import NamedTuple

from pipeline.core.document import Document, Parse

NAME_TAGS = frozenset({"NNP", "NNPS"})
LONGEST_NAME = 60
"""No name has more tokens; it bounds the work on a line of thousands of capitals."""


class Span(NamedTuple):
    """The tokens [first, end) as a possible name, the type given to it and the rule that made it.

    `label` is PERSON, ORG, another entity type of the model, or "" for a name of unknown type.
    """

    first: int
    end: int
    label: str
    method: str


@dataclass(frozen=True)
class View:
    """The parse of one article and columns over it that many rules share."""

    document: Document

    @cached_property
    def parse(self) -> Parse:
        return self.document.parse

    @cached_property
    def block(self) -> list[int]:
        """The index of each token's block."""
        return self.parse.among([block.start for block in self.document.blocks])

    @cached_property
    def sentence(self) -> list[int]:
        """The index of the sentence that holds each token, or of the last one before it."""
        return self.parse.among([sentence.start for sentence in self.document.sentences])

    @cached_property
    def capital(self) -> list[bool]:
        """Whether each token is written like a name: with a capital at or near its beginning."""
        return self.parse.capital

    @cached_property
    def heading(self) -> list[bool]:
        """Whether each token stands in a block in which nearly every word has a capital."""
        texts, capital = self.parse.text, self.capital
        long = {text for text in set(texts) if len(text) > 3 and text.isalpha()}
        out: list[bool] = []
        for first, end in pairwise(self._edges):
            capitals = list(compress(capital[first:end], map(long.__contains__, texts[first:end])))
            out += [_is_title(capitals, texts[end - 1])] * (end - first)
        return out

    @cached_property
    def shouting(self) -> list[bool]:
        """Whether each token stands in a sentence, or in a speaker's label, that is in capitals only."""
        out: list[bool] = []
        bounds = [*self._sentence_starts, len(self.parse)]
        for first, end in pairwise(bounds):
            out += [_is_shouted(self.parse.text[first:end])] * (end - first)
        for first in bounds[:-1]:
            for token in range(first, self._label_end(first)):
                out[token] = True
        return out

    @cached_property
    def opening(self) -> list[int]:
        """The first token of each token's block."""
        out: list[int] = []
        for first, end in pairwise(self._edges):
            out += [first] * (end - first)
        return out

    @cached_property
    def _edges(self) -> list[int]:
        """The first token of each block that has tokens, and the end of the last one."""
        return sorted({*self.parse.edges([block.start for block in self.document.blocks])})

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the article also writes without a capital."""
        return frozenset(filter(str.islower, self.parse.text))

    @cached_property
    def joined(self) -> Callable[[int], bool]:
        """Whether a token is in the block of the token before it."""
        rest_of_blocks = (range(first + 1, end) for first, end in pairwise(self._edges))
        return frozenset(chain.from_iterable(rest_of_blocks)).__contains__

    def glued(self, token: int) -> bool:
        """Whether there is no space between `token` and the one before it."""
        return self.joined(token) and self.parse.start[token] == self.parse.end[token - 1]

    def opens_sentence(self, token: int) -> bool:
        """Whether `token` begins a sentence or follows nothing but an opening mark there."""
        parse = self.parse
        if not self.joined(token) or parse.sent_start[token]:
            return True
        before = parse.text[token - 1]
        return before in {'"', "“", "‘", ":", "''", "``", "•"} or (
            before in "([" and parse.sent_start[token - 1]
        )

    def surface(self, first: int, end: int) -> str:
        """The tokens [first, end) as written, with single spaces."""
        known = self._surfaces.get((first, end))
        if known is None:
            written = self.document.text[self.parse.start[first] : self.parse.end[end - 1]]
            known = self._surfaces[first, end] = " ".join(written.split())
        return known

    @cached_property
    def _surfaces(self) -> dict[tuple[int, int], str]:
        """What `surface` has been asked for."""
        return {}

    def _label_end(self, first: int) -> int:
        """The end of a speaker's name in capitals before a colon that opens a block, or `first`."""
        if self.joined(first):
            return first
        end = first
        while end < min(first + 4, len(self.parse) - 1) and self.parse.text[end].isupper():
            end += 1
        goes_on = self.joined(end) and self.joined(end + 1)
        return end if goes_on and self.parse.text[end] == ":" else first

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return sorted({*self.parse.sentence_starts, *self._edges[:-1]})


def _is_title(capitals: list[bool], mark: str) -> bool:
    """Whether nearly all words of a block have a capital; with a full stop it takes more words to tell."""
    enough = 6 if mark == "." else 3
    return len(capitals) >= enough and sum(capitals) >= 0.8 * len(capitals)


def _is_shouted(words: list[str]) -> bool:
    if any(word.isalpha() and not word.isupper() for word in words):
        return False
    letters = [word for word in words if word.isalpha()]
    return len(letters) >= 2 and sum(map(len, letters)) >= 8
