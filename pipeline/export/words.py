"""text and tokens → words and spaces that give the text again, as spaCy wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.document import Parse

_GAP = re.compile(r"\s+|\S+")


@dataclass
class Word:
    """A stretch of the text, the token that it is (None between tokens), and whether a space follows."""

    text: str
    token: int | None
    space: bool = False


def find_words(text: str, parse: Parse) -> list[Word]:
    """The words of the text: joined, each with its space, they are the text."""
    words: list[Word] = []
    for start, end, token in _stretches(text, parse):
        begin = start
        if token is None and words and text[start] == " ":
            words[-1].space = True
            begin += 1
        if begin < end:
            words.append(Word(text[begin:end], token))
    return words


def _stretches(text: str, parse: Parse) -> Iterator[tuple[int, int, int | None]]:
    """Start, end and token of all stretches of the text: tokens, and what lies between them."""
    done = 0
    for token, (start, end) in enumerate(zip(parse.start, parse.end, strict=True)):
        yield from ((*gap.span(), None) for gap in _GAP.finditer(text, done, start))
        yield start, end, token
        done = end
    yield from ((*gap.span(), None) for gap in _GAP.finditer(text, done))
