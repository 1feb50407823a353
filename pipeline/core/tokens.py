"""The tokens of an article: columns, and look-ups over them that many stages share.

Offsets are code points of the article's text, half-open. Each look-up is computed once, when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

_TIES = frozenset({"appos", "conj"})


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
        return list(map(self._lower_of.__getitem__, self.text))

    @cached_property
    def capital(self) -> list[bool]:
        """Whether each token is written like a name: with a capital at or near its beginning."""
        known = {word: not word.islower() and _is_capital(word) for word in self._written}
        return list(map(known.__getitem__, self.text))

    def places(self, wanted: AbstractSet[str]) -> list[int]:
        """The tokens that are one of these words, in order; the words as in `lower`."""
        return _at(self._in_lower_case, wanted)

    def places_written(self, wanted: AbstractSet[str]) -> list[int]:
        """The tokens that are written like one of these words, in order."""
        return _at(self._written, wanted)

    @cached_property
    def _written(self) -> dict[str, list[int]]:
        """The tokens of each word as written."""
        places: dict[str, list[int]] = defaultdict(list)
        for token, word in enumerate(self.text):
            places[word].append(token)
        return dict(places)

    @cached_property
    def _lower_of(self) -> dict[str, str]:
        """The lower-case form of each word as written."""
        return {word: word.lower().replace("’", "'") for word in self._written}

    @cached_property
    def _in_lower_case(self) -> dict[str, list[int]]:
        """The tokens of each word in lower case."""
        places: dict[str, list[int]] = {}
        for word, tokens in self._written.items():
            lower = self._lower_of[word]
            places[lower] = places[lower] + tokens if lower in places else tokens
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
    def tied(self) -> dict[int, list[int]]:
        """The tokens in apposition to each token, or joined to it by "and", left to right."""
        out: dict[int, list[int]] = {}
        for token in [token for token, dep in enumerate(self.dep) if dep in _TIES]:
            if self.head[token] != token:
                out.setdefault(self.head[token], []).append(token)
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
        out: list[int] = []
        for index, (first, end) in enumerate(pairwise(self.edges(starts))):
            out += [index] * (end - first)
        return out

    def edges(self, starts: Sequence[int]) -> list[int]:
        """The first token of each of these stretches, and the end of the last one."""
        return [0, *(bisect_left(self.start, start) for start in starts[1:]), len(self)]

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """The parser's own sentence round `token`, as a half-open range of tokens."""
        starts = self.sentence_starts
        at = bisect_right(starts, token)
        return starts[at - 1], starts[at] if at < len(starts) else len(self)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """The tokens with which the parser begins a sentence."""
        return [i for i, first in enumerate(self.sent_start) if first or i == 0]


def _is_capital(word: str) -> bool:
    """True for "Biden", "McCain", "iPhone", "d'Estaing", "3M", of words with more than small letters."""
    if word[:1].isupper():
        return True
    return len(word) > 1 and word[0].isalnum() and any(letter.isupper() for letter in word[1:3])


def _at(places: dict[str, list[int]], wanted: AbstractSet[str]) -> list[int]:
    """All places of the wanted words, in order; looks up those of the two sets that has fewer words."""
    fewer, more = (wanted, places) if len(wanted) < len(places) else (places, wanted)
    return sorted(chain.from_iterable(map(places.__getitem__, filter(more.__contains__, fewer))))
