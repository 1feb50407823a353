"""What the words of a form show by themselves; each kind has its weight in the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.core.lexicon import words
from pipeline.names.phrases import cue
from pipeline.names.titles import given_names, is_role

_PARTY_AND_PLACE = re.compile(r"[RDI]-[A-Z]")  # "R-Texas"


REMEMBERED = 1 << 16  # names of which is kept what their words show


@lru_cache(maxsize=REMEMBERED)
def shapes(form: str, *, shouted: bool) -> frozenset[str]:
    """The kinds of shape of a form; names written in capitals in a heading count in small letters."""
    return frozenset(_shapes(form.split(), shouted=shouted))


def _shapes(pieces: Sequence[str], *, shouted: bool) -> Iterator[str]:
    usual = [piece.title() for piece in pieces] if shouted else list(pieces)
    yield from _whole(" ".join(pieces))
    yield from _last_word(pieces)
    yield from _personal(usual)
    if len(pieces) == 1 and pieces[0].replace(".", "").isupper() and not shouted:
        yield "letters"
    if any(map(str.isdigit, "".join(pieces))):
        yield "digits"
    if all(is_role(piece) for piece in usual):
        yield "role"
    elif is_role(usual[-1], kinds=("office",)):
        yield "ends_in_office"


def _whole(form: str) -> Iterator[str]:
    """Whether the form stands in a list of what is neither a person nor an organization."""
    nations = words("names/nationalities")
    no_names = words("names/not_names"), words("names/month_day"), cue("function_words")
    if _PARTY_AND_PLACE.match(form) or any(form in listed for listed in no_names):
        yield "not_name"
    if form in words("names/places") or (form.isupper() and form.title() in words("names/places")):
        yield "place"
    if form in nations or form.removesuffix("s") in nations:
        yield "nationality"


def _last_word(pieces: Sequence[str]) -> Iterator[str]:
    """What kind of thing the last word names."""
    last = pieces[-1]
    if last in words("names/org_legal"):
        yield "legal"
    if len(pieces) == 1:
        return
    if last in words("names/org_heads") or _opens_body(pieces[0]) or _head_of(pieces):
        yield "org_head"
    if last in words("names/places"):
        yield "ends_in_place"
    if last in words("names/place_words"):
        yield "place_word"


def _opens_body(word: str) -> bool:
    """Whether a name that begins with the word is that of a club or another body: "FC", "Radio"."""
    return word in cue("club_marks") or word in cue("body_openings")


def _head_of(pieces: Sequence[str]) -> bool:
    """Whether a word for a body stands before "of": "Public Authority of Housing"."""
    heads = words("names/org_heads")
    return any(piece in heads and after in {"of", "for"} for piece, after in pairwise(pieces))


def _personal(pieces: Sequence[str]) -> Iterator[str]:
    """Whether there are first names and surnames in it."""
    if pieces[0] in given_names():
        yield "given_and_more" if len(pieces) > 1 else "given_alone"
    surnames = words("names/surnames")
    if pieces[-1] in surnames or (len(pieces) == 1 and pieces[0].removesuffix("s") in surnames):
        yield "surname"
