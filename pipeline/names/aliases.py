"""The names of a user's file → the places where an article has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipeline.names.view import View

_FIRST_WORD = re.compile(r"\w+|\S")
_PLAIN = str.maketrans("’‘ʼ\u00a0\u202f\u2009‑", "'''   -")  # one code point each, so that offsets stay


class Known(NamedTuple):
    """The entity behind a name of the file; `label` is empty where the file leaves it to the article."""

    canonical: str
    qid: str | None
    label: str


@dataclass(frozen=True)
class Aliases:
    """The names of a file, as `plain` writes them; found in an article by first word, then by length."""

    names: dict[str, Known] = field(default_factory=dict)

    def find(self, view: View) -> Iterator[tuple[int, int, Known]]:
        """The places [first, end) in tokens where a name stands, the longest at each; none overlap."""
        if not self.names:
            return
        text = view.document.text.translate(_PLAIN)
        keys = {word: _first_word(word.translate(_PLAIN)) for word in set(view.parse.text)}
        behind = 0
        for token, word in enumerate(view.parse.text):
            lengths = self._lengths.get(keys[word], ()) if token >= behind else ()
            for length in lengths:
                start = view.parse.start[token]
                known = self._known(text[start : start + length], shouted=view.shouting[token])
                if known and (end := _token_end(view, token, start + length)):
                    yield token, end, known
                    behind = end
                    break

    def _known(self, name: str, *, shouted: bool) -> Known | None:
        return self._in_small_letters.get(name.lower()) if shouted else self.names.get(name)

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """The lengths of the names with each first word, longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self.names:
            lengths[_first_word(name)].add(len(name))
        return {word: sorted(found, reverse=True) for word, found in lengths.items()}

    @cached_property
    def _in_small_letters(self) -> dict[str, Known]:
        """The names for headings in capitals; the first of two that differ in capitals only."""
        return {name.lower(): known for name, known in reversed(self.names.items())}


def plain(name: str) -> str:
    """A name with straight apostrophes, plain spaces and hyphens."""
    return name.translate(_PLAIN)


def _first_word(name: str) -> str:
    found = _FIRST_WORD.match(name)
    return found.group().lower() if found else ""


def _token_end(view: View, first: int, end: int) -> int:
    """The token behind a name that ends at the offset `end`, 0 where that cuts a word in two."""
    stop = view.parse.tokens_in(view.parse.start[first], end).stop
    whole = view.document.text[end : view.parse.end[stop - 1]] in {"", "."}
    return stop if whole and view.block[stop - 1] == view.block[first] else 0
