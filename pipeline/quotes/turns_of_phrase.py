"""Who says a quote by a fixed turn of phrase behind it: `“…”, as Vega put it`, `“…” is how she puts it`."""

from __future__ import annotations

from pipeline.coreference import Scene
from pipeline.coreference.grammar import SUBJECTS
from pipeline.quotes.cues import Source
from pipeline.quotes.frames import Frame

_PUTS = frozenset(["put", "puts"])
_IS_HOW = frozenset([("is", "how"), ("was", "how"), ("is", "the"), ("was", "the")])
_LONGEST = 14


def putter(scene: Scene, frame: Frame) -> Source | None:
    """Who puts it so, directly behind the quote or its comma."""
    parse = scene.parse
    block = scene.block_of[frame.last]
    first = frame.last + 1
    if parse.text[first : first + 1] == [","]:
        first += 1
    opening = tuple(parse.lower[first : first + 2])
    if not opening or (opening[0] != "as" and opening not in _IS_HOW):
        return None
    for verb in range(first + 1, min(first + _LONGEST, len(parse) - 1)):
        if scene.block_of[verb] != block or scene.quote_of[verb] is not None:
            return None
        if parse.lower[verb] in _PUTS and parse.lower[verb + 1] == "it":
            heads = [child for child in parse.children[verb] if parse.dep[child] in SUBJECTS]
            return Source(heads[0], verb, "subject") if heads else None
    return None
