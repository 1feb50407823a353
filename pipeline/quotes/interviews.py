"""Whose the answers of an interview are."""

from __future__ import annotations

from pipeline.coreference import Scene
from pipeline.quotes.cues import Source
from pipeline.quotes.frames import Frame


def answer_source(scene: Scene, frame: Frame) -> Source | None:
    """The person interviewed where a quote fills the block after a question without marks."""
    block_id = frame.span.block_id
    if not frame.fills_block or block_id == 0 or not scene.is_question(block_id - 1):
        return None
    mention = scene.interviewee
    if mention is None:
        return None
    return Source(scene.parse.tokens_in(mention.start, mention.end)[-1], None, "name")
