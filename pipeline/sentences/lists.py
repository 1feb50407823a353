"""block → item starts: where the items of a list in one line begin ("1. ... 2. ...", "• ... • ...")."""

from __future__ import annotations

import re

from pipeline.core.document import Block

_BULLETS = re.compile(r"(?<!\S)[•▪◦‣⁃*](?=\s?\S)")
_MARKER = re.compile(r"(?<!\S)[•▪◦‣⁃*-]?\s?\(?(?P<label>\d{1,2}|[a-z])(?:\.\)|[.)])(?=\s)")


def find_items(text: str, block: Block) -> list[tuple[int, int]]:
    """The spans of the markers of a list block, the first one at the start of the block.

    Numbers and letters must count on, so that "1. We paid 5. 2. We left" has two items.
    """
    first = _MARKER.match(text, block.start, block.end)
    if first is None:
        if not _BULLETS.match(text, block.start, block.end):
            return []
        return [match.span() for match in _BULLETS.finditer(text, block.start, block.end)]
    items: list[tuple[int, int]] = []
    expected = first["label"]
    for match in _MARKER.finditer(text, block.start, block.end):
        if match["label"] == expected:
            items.append(match.span())
            expected = str(int(expected) + 1) if expected.isdigit() else chr(ord(expected) + 1)
    return items
