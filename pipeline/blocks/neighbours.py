"""blocks → kinds that only the blocks beside them tell: labels on a line of their own, roles, signers."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.blocks.kinds import is_role, is_signer
from pipeline.blocks.labels import is_name_like, label_kind

_HYPHENS = ("-", "–")


def refine(lines: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The kinds of all blocks, after a look at the block before and the block after each."""
    out = list(kinds)
    for i, kind in enumerate(kinds):
        if kind == "paragraph":
            out[i] = _by_label(lines, i) or _by_byline(lines[i], out[i - 1] if i else "") or kind
        elif kind == "list" and _signs(lines, kinds, i):
            out[i] = "byline"
    return out


def _by_label(lines: Sequence[str], i: int) -> str | None:
    """The kind that a label gives which is the whole line, or the whole line before."""
    above = label_kind(lines[i - 1]) if i else None
    if above == "credit" and not is_name_like(lines[i]):
        above = None
    return label_kind(lines[i]) or above


def _by_byline(line: str, before: str) -> str | None:
    """A writer's role stands below the byline ("By Ann Doe", "Political editor")."""
    return "byline" if before == "byline" and is_role(line) else None


def _signs(lines: Sequence[str], kinds: Sequence[str], i: int) -> bool:
    """Whether what looks like the only item of a list is a hyphen and the name of who signs."""
    alone = i > 0 and "list" not in kinds[i - 1 : i] and "list" not in kinds[i + 1 : i + 2]
    return alone and lines[i].startswith(_HYPHENS) and not lines[i - 1].endswith(":") and is_signer(lines[i])
