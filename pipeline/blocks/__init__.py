"""text → blocks: paragraphs, headings, captions, credits and the other parts that no sentence crosses.

A block is a line of the text without the white space round it; the lines of a hard-wrapped paragraph,
and of a sentence that was broken off, are one block, and a line that holds labelled parts ("Image source,
... Image caption, ...") is one block a part. Every character that can be seen lies in exactly one block.
"""

from __future__ import annotations

from pipeline.blocks.headings import heading_flags
from pipeline.blocks.kinds import kind_of
from pipeline.blocks.labels import split_labelled
from pipeline.blocks.lines import find_paragraphs
from pipeline.blocks.neighbours import refine
from pipeline.core.document import Block


def find_blocks(text: str) -> list[Block]:
    """The blocks of an article in reading order, each with its kind."""
    pieces = [piece for start, end in find_paragraphs(text) for piece in split_labelled(text, start, end)]
    lines = [text[piece.start : piece.end] for piece in pieces]
    kinds = refine(lines, [piece.kind or kind_of(line) for piece, line in zip(pieces, lines, strict=True)])
    headings = heading_flags(lines, kinds)
    return [
        Block(i, piece.start, piece.end, "heading" if is_heading else kind)
        for i, (piece, kind, is_heading) in enumerate(zip(pieces, kinds, headings, strict=True))
    ]
