"""text → blocks: paragraphs, headings, captions, credits and the other parts that no sentence crosses.

A block is a line of the text without the white space round it; the lines of a hard-wrapped
paragraph are one block, and a line that holds labelled parts ("Image source, ... Image caption,
...") is one block a part. Every character that is not white space lies in exactly one block.
"""

from __future__ import annotations

from pipeline.blocks.kinds import heading_flags, kind_of
from pipeline.blocks.labels import split_labelled
from pipeline.blocks.lines import find_paragraphs
from pipeline.core.document import Block


def find_blocks(text: str) -> list[Block]:
    """The blocks of an article in reading order, each with its kind."""
    pieces = [piece for start, end in find_paragraphs(text) for piece in split_labelled(text, start, end)]
    kinds = [piece.kind or kind_of(text[piece.start : piece.end]) for piece in pieces]
    texts = [text[piece.start : piece.end] for piece in pieces]
    headings = heading_flags(texts, kinds)
    return [
        Block(i, piece.start, piece.end, "heading" if is_heading else kind)
        for i, (piece, kind, is_heading) in enumerate(zip(pieces, kinds, headings, strict=True))
    ]
