"""A quoted stretch as the reporter set it: how it begins and ends, and what its first words hang on."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from pipeline.core.document import QuoteSpan
from pipeline.coreference import Scene

_SENTENCE_END = frozenset(".!?…")
_WORD = re.compile(r"\w[\w'’.,-]*")
_LONGEST_CHAIN = 6
_FULL_WORDS = 5


class Frame(NamedTuple):
    """One quote with what the choice of its speaker looks at.

    `starts`: "block", "sentence", "colon", "comma" or "clause", by what stands before it; `ends`: "comma",
    "stop" or "clause", by its last character and what follows. `fills_block`: nothing else stands in its
    block. `governors`: the tokens outside on which its words hang, with their distance up the tree.
    """

    span: QuoteSpan
    first: int
    last: int
    starts: str
    ends: str
    fills_block: bool
    is_full: bool
    n_words: int
    governors: dict[int, int]


def frame_of(scene: Scene, span: QuoteSpan) -> Frame | None:
    """The frame of a quote; None where the parse has no token of it."""
    tokens = scene.tokens_of(span)
    if not tokens:
        return None
    block = scene.document.blocks[span.block_id]
    text = scene.document.text
    before = text[block.start : span.outer_start].rstrip()
    after = text[span.outer_end : block.end].lstrip()
    inner = text[span.start : span.end]
    return Frame(
        span,
        tokens[0],
        tokens[-1],
        _start_form(before),
        _end_form(inner, after),
        not before and not after,
        is_full(inner),
        len(_WORD.findall(inner)),
        _governors(scene, tokens),
    )


def is_full(inner: str) -> bool:
    """Whether quoted words make a whole utterance: five words or more, or set as a sentence ("No.")."""
    first = re.search(r"\w", inner)
    if first is None:
        return False
    sentence_like = first.group().isupper() and last_sign(inner) in ".,!?…—-"
    return sentence_like or len(_WORD.findall(inner)) >= _FULL_WORDS


def last_sign(inner: str) -> str:
    """The last character that is no space, no emoji and no other symbol."""
    return next((char for char in reversed(inner) if category(char)[0] in "LNP"), " ")


def _start_form(before: str) -> str:
    if not before:
        return "block"
    if before[-1] in _SENTENCE_END or (before[-1] in "\"”'’)»" and before[-2:-1] in _SENTENCE_END):
        return "sentence"
    return {":": "colon", ",": "comma"}.get(before[-1], "clause")


def _end_form(inner: str, after: str) -> str:
    if inner.endswith(",") or after.startswith(","):
        return "comma"
    if last_sign(inner) in _SENTENCE_END or after[:1] in (".", "!", "?", ";") or not after:
        return "stop"
    return "clause"


def _governors(scene: Scene, tokens: range) -> dict[int, int]:
    """The outside tokens above the quoted ones in the tree, with the number of steps."""
    head = scene.parse.head
    chain: dict[int, int] = {}
    for token in tokens:
        node = head[token]
        if node in tokens:
            continue
        for steps in range(_LONGEST_CHAIN):
            if chain.get(node, _LONGEST_CHAIN) <= steps:
                break
            chain[node] = steps
            node = head[node]
    return chain
