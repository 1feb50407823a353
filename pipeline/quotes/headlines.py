"""What headings give away: the name above a monologue, and words that the article quotes again."""

from __future__ import annotations

import re

from pipeline.core.document import Quote
from pipeline.coreference import Scene
from pipeline.quotes.cues import Source
from pipeline.quotes.frames import Frame

_KINDS = frozenset(["heading", "paragraph", "list"])
_LONGEST_LINE = 16
_LEAST_WORDS = 3
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def name_above(scene: Scene, frame: Frame) -> Source | None:
    """The person with whose name, a comma behind it, the short line over a paragraph of speech begins."""
    blocks, above = scene.document.blocks, frame.span.block_id - 1
    if above < 0 or frame.starts != "block" or not frame.fills_block or blocks[above].kind not in _KINDS:
        return None
    block, parse = blocks[above], scene.parse
    line = parse.tokens_in(block.start, block.end)
    mention = scene.mention_of[line[0]] if line else None
    if mention is None or mention.label != "PERSON" or len(line) > _LONGEST_LINE:
        return None
    last = parse.tokens_in(mention.start, mention.end)[-1]
    described = parse.text[last + 1 : last + 2] == [","] and last + 1 in line
    is_line = parse.text[line[-1]][-1].isalnum() and not any(parse.tag[at] in ("VBD", "VBZ") for at in line)
    return Source(last, None, "name") if described and is_line else None


def with_headlines(scene: Scene, rows: list[Quote]) -> list[Quote]:
    """The rows; quotes in headings without a speaker take the one of the same words in the article."""
    open_rows = [row for row in rows if row.speaker_start is None and _in_heading(scene, row)]
    if not open_rows:
        return rows
    spoken = {row.quote_id: _words(scene, row) for row in rows if row.speaker_start is not None}
    found = {row.quote_id: _said_again(_words(scene, row), spoken) for row in open_rows}
    return [
        row if (other := found.get(row.quote_id)) is None else _spoken_by(row, rows[other]) for row in rows
    ]


def _in_heading(scene: Scene, row: Quote) -> bool:
    """Whether a quote stands in a heading, or in the first line, which may be a headline."""
    return row.block_id == 0 or scene.document.blocks[row.block_id].kind == "heading"


def _words(scene: Scene, row: Quote) -> str:
    """The quoted words in lower case with single spaces round them."""
    return f" {' '.join(_WORD.findall(scene.document.text[row.start : row.end].lower()))} "


def _said_again(words: str, spoken: dict[int, str]) -> int | None:
    """The first quote with a speaker that holds the words of a heading, or None."""
    if len(words.split()) < _LEAST_WORDS:
        return None
    return next((quote_id for quote_id, said in spoken.items() if words in said), None)


def _spoken_by(row: Quote, other: Quote) -> Quote:
    """The row of a heading with the speaker of another quote."""
    return row._replace(
        kind=other.kind,
        speaker_start=other.speaker_start,
        speaker_end=other.speaker_end,
        speaker_entity_id=other.speaker_entity_id,
        speaker_name=other.speaker_name,
        method="carried_on",
        reason=None,
        confidence=other.confidence,
    )
