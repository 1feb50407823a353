"""blocks → pieces: what of a text the model reads, and in what form.

Two bounds keep odd input cheap: a run of more than MAX_WORD characters without white space is no word and
gets no tokens, and a block of more than MAX_PIECE characters is parsed in pieces.
"""

from __future__ import annotations

import re

from pipeline.core.document import Block

#: A stretch of the text: start and end.
Piece = tuple[int, int]

MAX_WORD = 1_000
MAX_PIECE = 20_000
_RUN = re.compile(r"\S+")


def cut_pieces(text: str, block: Block) -> list[Piece]:
    """What of a block the model reads, as spans of the text: mostly the whole block."""
    if block.end - block.start <= MAX_WORD:
        return [(block.start, block.end)]
    pieces: list[Piece] = []
    start = end = block.start
    for run in _RUN.finditer(text, block.start, block.end):
        is_word = len(run.group()) <= MAX_WORD
        if not is_word or run.end() - start > MAX_PIECE:
            pieces.append((start, end))
            start = run.start() if is_word else run.end()
        end = run.end()
    return [piece for piece in (*pieces, (start, end)) if piece[0] < piece[1]]


def parser_text(text: str, piece: Piece) -> str:
    """What the model reads of a piece: the same number of characters, white space as plain spaces."""
    return re.sub(r"\s", " ", text[slice(*piece)])
