"""block → candidates: the places where a sentence may end, each with what stands round it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.blocks.lines import INVISIBLE
from pipeline.core.document import Block

CLOSING = "\"”’'»)]}"
OPENING = "\"“„”‘’'«([{¿¡"

_CANDIDATE = re.compile(
    r"(?P<mark>[.!?…](?:(?<=\.)(?:[ \u00a0\u2009]?\.)+|(?<=…)…*|[.!?]*…*))"
    rf"(?P<closing>(?:[{re.escape(CLOSING)}{INVISIBLE}]|[“‘«](?=\s)|\[\d{{1,3}}\])*)"
    rf"(?P<gap>\s*)(?P<opening>(?:[{re.escape(OPENING)}{INVISIBLE}]|[-–—*•]+\s*)*)(?P<next>\S{{0,40}})"
)
_UNSEEN = str.maketrans("", "", INVISIBLE)
_WORD_BREAK = re.compile(rf"(?!(?<=\w)['’])[\s{re.escape(OPENING)}/–—]")
_LONGEST_WORD = 40
_CLAUSE = 80


class Candidate(NamedTuple):
    """A terminator with its closing marks, the word before it, and what opens the next sentence.

    `end` is where the sentence would end, `next_start` where the next one would begin, `next_word`
    its first word without opening and closing marks; `gap` tells white space between the two; `lead`
    is the last of what stands before the word.
    """

    start: int
    end: int
    next_start: int
    mark: str
    closing: str
    gap: bool
    opening: str
    lead: str
    word: str
    next_word: str
    following: str


def find_candidates(text: str, block: Block) -> Iterator[Candidate]:
    """The candidates inside a block, left to right, but for the block's own end."""
    position = block.start
    while match := _CANDIDATE.search(text, position, block.end):
        position = match.end("closing")
        if position == block.end:
            return
        before = text[max(block.start, match.start() - _LONGEST_WORD) : match.start()]
        word = _WORD_BREAK.split(before)[-1]
        yield Candidate(
            start=match.start(),
            end=position,
            next_start=match.end("gap"),
            mark=match["mark"],
            closing=(closing := match["closing"].translate(_UNSEEN)),
            gap=bool(match["gap"]) or len(closing) < len(match["closing"]),
            opening=match["opening"].translate(_UNSEEN).rstrip(),
            lead=before[: len(before) - len(word)].rstrip(),
            word=word,
            next_word=match["next"],
            following=text[match.start("next") : min(block.end, match.start("next") + _CLAUSE)],
        )
