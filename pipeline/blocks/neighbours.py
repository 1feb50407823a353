"""blocks → kinds that only the blocks beside them tell: labels on lines of their own, writers, signers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.blocks.kinds import is_role, is_signer
from pipeline.blocks.labels import MAX_CAPTION, is_name_like, label_kind

TOP = 5
MIN_HEADLINE_WORDS = 4

_HYPHENS = ("-", "–")
_TRAILING_CREDIT = re.compile(r"[(\[].*(?:/|photo|image|picture)|photograph ?:", re.IGNORECASE)
_STOP = re.compile(r"[.!:]['\"”’]?$")
_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z]\.)?(?: (?:[a-z]{2,3} )?[A-Z][\w'’-]+){1,2}$")


def refine(lines: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The kinds of all blocks, after a look at the blocks before and after each."""
    out = list(kinds)
    for i, kind in enumerate(kinds):
        if kind == "paragraph":
            found = _by_label(lines, i) or _by_credit(lines, kinds, i)
            out[i] = found or _by_byline(lines, out, i) or kind
        elif kind == "list" and _signs(lines, kinds, i):
            out[i] = "byline"
    return out


def _by_label(lines: Sequence[str], i: int) -> str | None:
    """The kind that a label gives which is the whole line, or the whole line before."""
    above = label_kind(lines[i - 1]) if i else None
    if above == "credit" and not is_name_like(lines[i]):
        above = None
    return label_kind(lines[i]) or above


def _by_credit(lines: Sequence[str], kinds: Sequence[str], i: int) -> str | None:
    """What stands above a credit that follows its picture's caption is this caption."""
    is_above = kinds[i + 1 : i + 2] == ["credit"] and _TRAILING_CREDIT.match(lines[i + 1])
    return "caption" if is_above and len(lines[i]) <= MAX_CAPTION else None


def _by_byline(lines: Sequence[str], kinds: Sequence[str], i: int) -> str | None:
    """A role below a byline, or a name or a role of its own below the headline, tells the writer."""
    if i and kinds[i - 1] == "byline" and is_role(lines[i]):
        return "byline"
    is_top = 0 < i < min(TOP, len(lines) - 1) and len(lines[0].split()) >= MIN_HEADLINE_WORDS
    is_top = is_top and not any(map(_STOP.search, lines[:i]))
    return "byline" if is_top and (is_role(lines[i]) or _NAME.match(lines[i])) else None


def _signs(lines: Sequence[str], kinds: Sequence[str], i: int) -> bool:
    """Whether what looks like the only item of a list is a hyphen and the name of who signs."""
    alone = i > 0 and "list" not in kinds[i - 1 : i] and "list" not in kinds[i + 1 : i + 2]
    return alone and lines[i].startswith(_HYPHENS) and not lines[i - 1].endswith(":") and is_signer(lines[i])
