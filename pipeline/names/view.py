"""What the rules for names look at: the tokens of one article with their capitals and neighbours."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.core.document import Document, Parse

NAME_TAGS = frozenset({"NNP", "NNPS"})
_TIES = frozenset({"appos", "conj"})


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
        out: list[int] = []
        offsets = self.parse.start
        starts = [bisect_left(offsets, block.start) for block in self.document.blocks]
        for block, (first, end) in enumerate(pairwise([*starts, len(offsets)])):
            out += [block] * (end - first)
        return out

    @cached_property
    def capital(self) -> list[bool]:
        """Whether each token is written like a name: with a capital at or near its beginning."""
        known = {word: _is_capital(word) for word in set(self.parse.text)}
        return [known[word] for word in self.parse.text]

    @cached_property
    def heading(self) -> list[bool]:
        """Whether each token stands in a block in which nearly every word has a capital."""
        titles = self._capital_blocks
        return [titles[block] for block in self.block]

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
    def tied(self) -> dict[int, list[int]]:
        """The tokens in apposition to each token, or joined to it by "and", left to right."""
        out: dict[int, list[int]] = {}
        head = self.parse.head
        for token, dep in enumerate(self.parse.dep):
            if dep in _TIES and head[token] != token:
                out.setdefault(head[token], []).append(token)
        return out

    @cached_property
    def opening(self) -> list[int]:
        """The first token of each token's block."""
        firsts: dict[int, int] = {}
        return [firsts.setdefault(block, token) for token, block in enumerate(self.block)]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the article also writes without a capital."""
        return frozenset(word for word in self.parse.text if word.islower())

    def joined(self, token: int) -> bool:
        """Whether `token` is in the block of the token before it."""
        opening = self.opening
        return 0 < token < len(opening) and opening[token] != token

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
        end = first
        while end < min(first + 4, len(self.parse) - 1) and self.parse.text[end].isupper():
            end += 1
        opens = not self.joined(first) and self.joined(end) and self.joined(end + 1)
        return end if opens and self.parse.text[end] == ":" else first

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [i for i, first in enumerate(self.parse.sent_start) if first or self.opening[i] == i]

    @cached_property
    def _capital_blocks(self) -> dict[int, bool]:
        """Whether each block has nearly all capitals; with a full stop it takes more words to tell."""
        words: dict[int, list[bool]] = {}
        last: dict[int, str] = dict(zip(self.block, self.parse.text, strict=True))
        long = {text for text in set(self.parse.text) if len(text) > 3 and text.isalpha()}
        for block, text, capital in zip(self.block, self.parse.text, self.capital, strict=True):
            if text in long:
                words.setdefault(block, []).append(capital)
        return {block: _is_title(words.get(block, []), mark) for block, mark in last.items()}


def _is_title(capitals: list[bool], mark: str) -> bool:
    enough = 6 if mark == "." else 3
    return len(capitals) >= enough and sum(capitals) >= 0.8 * len(capitals)


def _is_capital(word: str) -> bool:
    """True for "Biden", "McCain", "iPhone", "d'Estaing", "3M"; false for "mRNA-like" small words."""
    if word.islower() or word[:1].isupper():
        return not word.islower()
    return len(word) > 1 and word[0].isalnum() and any(letter.isupper() for letter in word[1:3])


def _is_shouted(words: list[str]) -> bool:
    if any(word.isalpha() and not word.isupper() for word in words):
        return False
    letters = [word for word in words if word.isalpha()]
    return len(letters) >= 2 and sum(map(len, letters)) >= 8
