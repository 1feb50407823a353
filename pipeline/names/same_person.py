"""Which personal names can be the same person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.core.lexicon import rows, words
from pipeline.names.shape import REMEMBERED

BY_FIRST_NAME = 2  # how well a lone first name fits a full name


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names (two or more words each) agree in surname, first name and suffix.

    First names agree when they are equal, an initial, or forms of one name ("Bill", "William");
    middle names may be missing. A shared surname or a shared first name alone is not enough.
    """
    (a, suffix_a), (b, suffix_b) = _parts(tuple(one)), _parts(tuple(other))
    if suffix_a != suffix_b or len(a) < 2 or len(b) < 2:
        return False
    if a == b:
        return True
    if not _same_surname(a, b):
        return a[:-1] == b[:-1] and nearly(a[-1], b[-1])
    first = _agree(a[0], b[0]) or nearly(a[0], b[0])
    return first and _middle_agrees(a[1:-1], b[1:-1])


def is_short_for(short: Sequence[str], full: Sequence[str]) -> int:
    """How well a short form fits a full name: by 4 surname, 3 inner name, 2 first name, 1 slip, 0 not."""
    (a, suffix_a), (b, suffix_b) = _parts(tuple(short)), _parts(tuple(full))
    if len(a) >= len(b) or not a or (suffix_a and suffix_a != suffix_b):
        return 0
    if b[-len(a) :] == a or (len(a) == 1 and _is_family_first(full) and b[0] == a[0]):
        return 4
    if b[: len(a)] == a or (len(a) == 1 and _agree(a[0], b[0])):
        return BY_FIRST_NAME
    if any(b[at : at + len(a)] == a for at in range(1, len(b))):
        return 3
    return 1 if len(a) == 1 and nearly(a[0], b[-1]) else 0


def _is_family_first(full: Sequence[str]) -> bool:
    """Whether a name ends like a Korean or Chinese one in two syllables, "Kim Tae-yong"."""
    head, hyphen, tail = full[-1].partition("-")
    return bool(head and hyphen) and tail.islower() and len(full) == 2


@lru_cache(maxsize=REMEMBERED)
def person_traits(name: tuple[str, ...]) -> frozenset[str]:
    """First letters of the words, and their groups of nicknames: without one in common no two names agree."""
    words_of_name = [word.lower() for word in name]
    groups = (_nicknames().get(word.rstrip("."), frozenset()) for word in words_of_name)
    return frozenset(word[:1] for word in words_of_name).union(*groups)


def nearly(one: str, other: str) -> bool:
    """Whether two long words differ by one letter or two swapped ones: a slip of the pen."""
    if one[:1] != other[:1] or max(len(one), len(other)) < 6 or abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    rest, rest_other = one[at:], other[at:]
    tails = {(rest[1:], rest_other[1:]), (rest[1:], rest_other), (rest, rest_other[1:])}
    swapped = rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:]
    return at < 0 or swapped or any(a == b for a, b in tails)


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    """Each given name in lower case → the groups of forms that it belongs to."""
    groups: dict[str, set[str]] = defaultdict(set)
    for row in rows("names/nicknames", ("name", "group")):
        groups[row["name"].lower()].add(row["group"])
    return {name: frozenset(found) for name, found in groups.items()}


@lru_cache(maxsize=REMEMBERED)
def _parts(pieces: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The words of a name in lower case without hyphens and particles' capitals, and its suffix."""
    suffixes = words("names/suffixes")
    kept = tuple(piece.lower() for piece in pieces if piece not in suffixes and piece not in {",", "-"})
    found = [piece.strip(".") for piece in pieces[1:] if piece in suffixes]
    return kept, found[0] if found else ""


def _same_surname(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the last words agree; a second surname may be missing in one of the names."""
    if a[-1] == b[-1]:
        return True
    short, long = sorted((tuple(a), tuple(b)), key=len)
    return len(long) > len(short) >= 2 and long[: len(short)] == short


def _agree(one: str, other: str) -> bool:
    bare_one, bare_other = one.rstrip("."), other.rstrip(".")
    if bare_one == bare_other:
        return True
    if len(bare_one) == 1 or len(bare_other) == 1:
        return bare_one[:1] == bare_other[:1]
    groups = _nicknames().get(bare_one)
    return groups is not None and not groups.isdisjoint(_nicknames().get(bare_other, ()))


def _middle_agrees(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return True
    return all(_agree(a, b) for a, b in zip(one, other, strict=False))
