"""The short forms under which an article may name somebody again: surnames, a firm's first word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.lexicon import words
from pipeline.names.phrases import cue
from pipeline.names.titles import given_names, is_role

_NO_SHORT_FORM = frozenset({"Government"})  # mostly a common noun, with or without its capital


def person_short_forms(name: str) -> Iterator[tuple[str, str]]:
    """Each short form of a full personal name with its kind: "surname" or "given".

    Of a name in capitals also those in small letters.
    """
    yield from _person_short_forms(name)
    if name.isupper():
        yield from _person_short_forms(name.title())


def _person_short_forms(name: str) -> Iterator[tuple[str, str]]:
    pieces = [piece for piece in name.split() if piece not in words("names/suffixes")]
    if len(pieces) < 2:
        return
    particles = words("names/particles")
    for at in range(1, len(pieces)):
        if _is_surname(pieces[at]):
            yield " ".join(pieces[at:]), "surname"
            first = at
            while first > 1 and pieces[first - 1].lower() in particles:
                first -= 1
                yield " ".join(pieces[first:]), "surname"
                yield (
                    " ".join(word.title() if i == 0 else word for i, word in enumerate(pieces[first:])),
                    "surname",
                )
    for piece in pieces[1:-1]:
        if (
            len(pieces) > 2
            and piece[:1].isupper()
            and len(piece.strip(".")) > 2
            and piece not in given_names()
        ):
            yield piece, "surname"
    if len(pieces[0].strip(".")) > 1:
        yield pieces[0], "given"


def _is_surname(piece: str) -> bool:
    """Whether a word of a name can stand for its bearer: "Ruiz", "al-Masri", no initial or particle."""
    article, hyphen, rest = piece.partition("-")
    tied = bool(hyphen) and article in words("names/particles") and rest[:1].isupper()
    return tied or (piece[:1].isupper() and len(piece.strip(".")) > 1)


def is_plain_given(form: str) -> bool:
    """Whether a form is a first name and nothing else, such as a place."""
    return form in given_names() and form not in words("names/places") | words("names/month_day")


def is_plain_firm(form: str) -> bool:
    """Whether the first word of a company can stand for it alone: "Tarrant", not "General" or "First"."""
    return not (is_role(form) or form in words("names/role_modifiers") | words("names/not_names"))


def org_short_forms(name: str) -> Iterator[tuple[str, str]]:
    """Each short form of an organization's name with its kind.

    "short": without its legal form, or its first word; "part": without the word for a body; "firm": the first
    word of a company; "seat": that of a body which mostly has the name of its place; "head": the last word of
    a body.
    """
    pieces = name.split()
    legal = words("names/org_legal")
    bare = list(pieces)
    while len(bare) > 1 and (bare[-1] in legal or bare[-1] in {",", "&"}):
        bare.pop()
    if len(bare) < len(pieces):
        yield " ".join(bare), "short"
    if len(bare) == 1:
        return
    first, last = bare[0], bare[-1]
    if first in cue("club_marks"):
        yield " ".join(bare[1:]), "firm"
    plain = first in words("names/places") or first in words("names/nationalities") or first in given_names()
    if not plain and first not in words("names/org_heads") and len(first) > 2:
        yield first, "firm" if "&" in bare else _first_word_kind(last)
    named_for = words("names/org_heads") | words("names/org_trades")
    if len(bare) > 2 and last in named_for and _is_name_without_head(bare[:-1]):
        yield " ".join(bare[:-1]), "seat" if last in words("names/org_local") else "part"
    if last in words("names/org_heads") & words("names/org_before_of") - _NO_SHORT_FORM:
        yield last, "head"


def _is_name_without_head(pieces: Sequence[str]) -> bool:
    """Whether the words before a word for a body name it alone: "New Dawn", not "New York City"."""
    name = " ".join(pieces)
    local = words("names/place_words") | words("names/nationalities")
    if name in words("names/places") or pieces[-1] in local:
        return False
    return all(word[:1].isupper() for word in pieces) and not words("names/portfolios").intersection(pieces)


def _first_word_kind(last: str) -> str:
    """What the first word of a name stands for, by the last word of the name."""
    if last in words("names/org_local"):
        return "seat"
    return "firm" if last in words("names/org_trades") else "short"
