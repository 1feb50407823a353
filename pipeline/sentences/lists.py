"""block → item starts: where the items of a list in one line begin ("1. ... 2. ...", "• ... • ...")."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.core.document import Block

MIN_ITEM_WORDS = 3

_BULLETS = re.compile(r"(?<!\S)[•▪◦‣⁃*](?=\s?\S)")
_MARKER = re.compile(r"(?<!\S)[•▪◦‣⁃*-]?\s?\(?(?P<label>\d{1,2}|[a-z])(?:\.\)|[.)])(?=\s)")


def find_items(text: str, block: Block) -> list[tuple[int, int]]:
    """The spans of the markers of a list's items, in order.

    In a list block the first one stands at its start, and numbers and letters must count on, so that
    "1. We paid 5. 2. We left" has two items. A paragraph can have items with bullets after its text.
    """
    if block.kind != "list":
        return _bullets_in_paragraph(text, block)
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


def _bullets_in_paragraph(text: str, block: Block) -> list[tuple[int, int]]:
    """Two bullets or more with some words after each; a bullet between two words only parts them."""
    if text.find("•", block.start, block.end) < 0:
        return []
    found = [match for match in _BULLETS.finditer(text, block.start, block.end) if match.group() == "•"]
    edges = [*(match.end() for match in found), block.end]
    items = [text[start:end].split(maxsplit=MIN_ITEM_WORDS) for start, end in pairwise(edges)]
    is_list = len(items) > 1 and min(map(len, items)) >= MIN_ITEM_WORDS
    return [match.span() for match in found] if is_list else []
