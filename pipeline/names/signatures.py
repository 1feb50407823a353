"""Who signs a report or a picture, and for which agency."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.lexicon import words
from pipeline.names.phrases import cue, match_phrase
from pipeline.names.runs import name_end, names_body
from pipeline.names.titles import given_names
from pipeline.names.view import Span, View

_SIGNING = frozenset({"reporting", "writing", "editing", "compiled"})


def signed_pairs(view: View) -> Iterator[Span]:
    """Both names of "Ana Ruiz/Norpress" or "Norpress Photo/Ana Ruiz" in a credit or in brackets."""
    for slash in view.parse.places_written({"/"}):
        if not view.joined(slash) or not view.joined(slash + 1):
            continue
        first, end = _name_start(view, slash), name_end(view, slash + 1)
        is_name = slash - first in {2, 3} and slash + 1 < end <= slash + 4
        if not is_name or not _is_credit(view, first, end):
            continue
        if view.parse.lower[slash - 1] in cue("credits"):
            yield Span(first, slash - 1, "ORG", "agency")
            if end - slash > 2:
                yield Span(slash + 1, end, "PERSON", "credit")
        else:
            yield Span(first, slash, "PERSON", "credit")
            if _is_agency(view, slash + 1, end):
                yield Span(slash + 1, end, "ORG", "agency")


def _name_start(view: View, slash: int) -> int:
    """The first of the capitalised words directly before a slash."""
    first = slash
    while first and view.joined(first) and view.capital[first - 1]:
        first -= 1
    return first


def _is_credit(view: View, first: int, end: int) -> bool:
    """Whether [first, end) stands in a credit, alone in brackets, or in them behind "Photo:"."""
    parse = view.parse
    if view.document.blocks[view.block[first]].kind == "credit":
        return True
    opening = first - 1
    while view.joined(opening) and parse.lower[opening] in cue("credits"):
        opening -= 1
    closed = view.joined(end) and parse.text[end] in {")", "]"}
    return closed and view.joined(first) and parse.text[opening] in {"(", "["}


def _is_agency(view: View, first: int, end: int) -> bool:
    """Whether the words behind a slash are neither a place nor a second person."""
    person = end - first > 1 and view.parse.text[first] in given_names()
    if view.parse.lower[first] in cue("credits"):
        return False
    return not person and view.surface(first, end) not in words("names/places")


def signatures(view: View) -> Iterator[Span]:
    """Who signs: "REUTERS/Ana Ruiz", "Reporting by Ana Ruiz and Li Na; editing by Jo Roe"."""
    parse = view.parse
    for token in parse.places(_SIGNING | {"/"}):
        if parse.text[token] == "/" and token and match_phrase(view, token - 1, "names/agencies") == token:
            end = name_end(view, token + 1)
            if end > token + 1:
                yield Span(token + 1, end, "PERSON", "credit")
        elif parse.lower[token] in _SIGNING and "by" in parse.lower[token + 1 : token + 4]:
            yield from _signatories(view, parse.lower.index("by", token) + 1)


def bylines(view: View) -> Iterator[Span]:
    """The writers in bylines: "By Ana Ruiz and Li Na"."""
    for block in view.document.blocks:
        if block.kind != "byline":
            continue
        tokens = view.parse.tokens_in(block.start, block.end)
        if tokens and view.parse.lower[tokens[0]] == "by":
            yield from _signatories(view, tokens[0] + 1)


def _signatories(view: View, token: int) -> Iterator[Span]:
    """The full names in the list that begins at `token`."""
    parse = view.parse
    while view.joined(token) and (view.capital[token] or parse.lower[token] in {",", "and"}):
        end = name_end(view, token)
        if end > token + 1 and not names_body(parse.text[end - 1]):
            yield Span(token, end, "PERSON", "credit")
        token = max(end, token + 1)
