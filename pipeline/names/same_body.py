"""Which names of organizations can be the same body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.core.lexicon import words
from pipeline.names.acronyms import abbreviates, is_letters
from pipeline.names.same_person import nearly
from pipeline.names.shape import REMEMBERED

_SMALL = frozenset({"of", "the", "for", "and", "&", "on", "in", "de", "'s", "’s", "-", ","})
_DECORATION = re.compile(r"['’]s?$|\.(?:com|co\.uk|org|net|[a-z]{2})$")  # "People's Party", "Norpress.com"
_HEADS = {"department": "ministry", "centre": "center", "organisation": "organization", "defence": "defense"}


def body_length(name: Sequence[str]) -> int:
    """How many words of a name tell bodies apart."""
    return len(_core(tuple(name)))


@lru_cache(maxsize=REMEMBERED)
def body_traits(name: tuple[str, ...]) -> frozenset[str]:
    """The first letters of the words, as written and as `_core` spells them: bodies that agree share one."""
    return frozenset(word[:1].lower() for word in (*name, *_core(name)))


def same_body(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are the same but for legal forms, word order, spelling or letters for words."""
    a, b = _core(tuple(one)), _core(tuple(other))
    if not a or not b:
        return False
    if a == b or (len(a) > 1 and _matched(a, b) and _matched(b, a)):
        return True
    return _is_acronym(one, other) or _is_acronym(other, one) or _is_slip(a, b)


def is_short_body(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether `short` is a part of `full` that can stand for it: "Commission", "Acme", "Defense Ministry"."""
    a, b = _core(tuple(short)), _core(tuple(full))
    if not a or len(a) >= len(b):
        return False
    if b[: len(a)] == a:
        own_head = _head(short)
        return a[0] not in _lower_places() and (own_head == _head(full) or own_head not in _lower_heads())
    if len(a) == 1 and b[-1] == a[0] and a[0] not in _lower_places():
        return True
    return _matched(a, b) and _head(short) == _head(full)


def _head(pieces: Sequence[str]) -> str:
    """The noun that a name is built on: "court" in "Supreme Court of Malta"."""
    ends = (at for at, word in enumerate(pieces) if at and word.lower() in {"of", "for", "on"})
    end = next(ends, len(pieces))
    if end + 2 < len(pieces) and pieces[-1] in words("names/org_heads"):
        end = len(pieces)
    core = _core(tuple(pieces[:end]))
    return core[-1] if core else ""


@lru_cache(maxsize=REMEMBERED)
def _core(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The words that tell bodies apart, in lower case and with one spelling."""
    legal = words("names/org_legal")
    bare = [word for i, word in enumerate(pieces) if i == 0 or word not in legal]
    kept = [_DECORATION.sub("", word.lower()).replace(".", "") for word in bare if word.lower() not in _SMALL]
    return tuple(_HEADS.get(word, word) for word in kept)


def _matched(some: Sequence[str], many: Sequence[str]) -> bool:
    return all(any(_same_word(word, other) for other in many) for word in some)


def _same_word(one: str, other: str) -> bool:
    """Equal, or a country and its adjective: "Ukraine", "Ukrainian"."""
    if one[:4] != other[:4]:
        return False
    return (
        one == other
        or (one in _lower_places() and other in _lower_nations())
        or (other in _lower_places() and one in _lower_nations())
    )


def _is_slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of several words differ in one of them, and there by a slip of the pen."""
    if len(one) < 2 or len(one) != len(other):
        return False
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 and nearly(*different[0])


def _is_acronym(letters: Sequence[str], name: Sequence[str]) -> bool:
    """Whether letters stand for a name, or for its beginning before the same end: "UNC Greensboro"."""
    if len(letters) >= len(name) or not is_letters(letters[0]):
        return False
    if len(letters) == 1:
        return abbreviates(letters[0], name)
    end = len(name) - len(letters) + 1
    return list(name[end:]) == list(letters[1:]) and abbreviates(letters[0], name[:end])


@cache
def _lower_places() -> frozenset[str]:
    return frozenset(
        word.lower().replace(".", "") for word in words("names/places") | words("names/nationalities")
    )


@cache
def _lower_heads() -> frozenset[str]:
    return frozenset(word.lower() for word in words("names/org_heads") | words("names/org_before_of"))


@cache
def _lower_nations() -> frozenset[str]:
    return frozenset(word.lower() for word in words("names/nationalities"))
