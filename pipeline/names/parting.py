"""Spans that hold several names → one span a name."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.lexicon import words
from pipeline.names.titles import given_names, is_role
from pipeline.names.view import Span, View

POSSESSIVES = frozenset({"'s", "’s", "'", "’", "´s", "`s"})
BREAKS = frozenset(
    {"/", "(", ")", "[", "]", ":", ";", "|", "—", "–", "--", "…", "...", "•", "*", "@", "?", "!"}
)
CONJUNCTIONS = frozenset({"and", "or", "&", "with", "vs", "vs.", "versus"})
HYPHENS = frozenset({"-", "‑", "–"})
_PARTING = POSSESSIVES | BREAKS | CONJUNCTIONS | HYPHENS | {"of", ","}


def parted(view: View, span: Span) -> Iterator[Span]:
    """The parts of a span between slashes, brackets, dashes, and of a person's name also at "of" and "'s"."""
    parse = view.parse
    if span.end - span.first == 1 and parse.text[span.first] not in _PARTING:
        yield span
        return
    first = _behind_office(view, span)
    if first > span.first:
        yield Span(span.first, first, "ORG" if span.label == "ORG" else "", span.method)
        span = span._replace(label="PERSON")
    for token in range(first, span.end):
        word = parse.text[token]
        if parse.lower[token] not in _PARTING:
            continue
        if word in POSSESSIVES and _owns_person(view, token, span):
            yield Span(first, token, "ORG" if span.label == "ORG" else "", span.method)
            first, span = token + 1, span._replace(label="PERSON")
        elif word == "of" and _is_full_name(view, first, token, span.label):
            yield span._replace(first=first, end=token, label="PERSON")
            first, span = token + 1, span._replace(label="")
        elif word in POSSESSIVES and span.label == "ORG" and not _owns_body(view, token, span):
            yield span._replace(end=token)
            return
        elif word in BREAKS or _is_dash(view, token) or _parts_names(view, token, span):
            yield span._replace(first=first, end=token)
            first = token + 1
    yield span._replace(first=first)


def _owns_person(view: View, token: int, span: Span) -> bool:
    """Whether a possessive stands before a person: "Red Bull's Max Verstappen"."""
    if token + 1 >= span.end:
        return False
    two = span.end - token > 2 and view.capital[token + 2]
    return span.label == "PERSON" or (two and given_names().get(view.parse.text[token + 1], "") != "")


def _owns_body(view: View, token: int, span: Span) -> bool:
    """Whether a possessive is part of a longer name: "King's College"."""
    return token + 1 < span.end and view.capital[token + 1]


def _parts_names(view: View, token: int, span: Span) -> bool:
    """Whether a comma or "and" stands between two names in one span."""
    parse = view.parse
    word = parse.lower[token]
    after = parse.text[token + 1] if token + 1 < span.end else ""
    if span.label == "PERSON":
        return word in CONJUNCTIONS or (word == "," and after not in words("names/suffixes"))
    if span.label != "ORG":
        return False
    listed = after in words("names/portfolios") or after in words("names/org_legal")
    if word == ",":
        return not listed and {"and", "&"}.isdisjoint(parse.lower[token : span.end])
    return word == "and" and after in words("names/institutions") and token + 2 == span.end


def _is_dash(view: View, token: int) -> bool:
    """Whether a hyphen has a space beside it, so that it parts two names."""
    return view.parse.text[token] in HYPHENS and not (view.glued(token) and view.glued(token + 1))


def _behind_office(view: View, span: Span) -> int:
    """The first token of a person's name behind what the office is of: "head of Valdoria | Ana Ruiz"."""
    parse = view.parse
    of = span.first - 1
    if span.label == "ORG" and view.joined(of) and parse.lower[of] == "the":
        of -= 1
    if not view.joined(of) or parse.lower[of] != "of" or not is_role(parse.text[of - 1]):
        return span.first
    if span.label not in {"PERSON", "ORG"} or parse.text[span.first] in given_names():
        return span.first
    start = next((at for at in range(span.first + 1, span.end) if opens_full_name(view, at)), span.first)
    office = span.label == "PERSON" and is_role(parse.text[of - 1], kinds=("office",))
    return span.first + 1 if start == span.first and office and span.end - span.first == 3 else start


def opens_full_name(view: View, token: int) -> bool:
    """Whether a first name behind a capitalised word and one more word end a capitalised row at `token`."""
    parse = view.parse
    if parse.text[token] not in given_names() or not (view.joined(token) and view.capital[token - 1]):
        return False
    last = token + 1
    if not view.joined(last) or not view.capital[last] or parse.text[last] in words("names/org_heads"):
        return False
    return not (view.joined(last + 1) and (view.capital[last + 1] or parse.lower[last + 1] in {"of", "&"}))


def _is_full_name(view: View, first: int, end: int, label: str) -> bool:
    """Whether [first, end) are two words or more that name a person: "Ana Ruiz", not "Prince"."""
    parse = view.parse
    if end - first < 2 or not all(view.capital[first:end]) or is_role(parse.text[first]):
        return False
    if label == "PERSON":
        return True
    known = parse.text[first] in given_names() and parse.text[end - 1] not in words("names/org_heads")
    return label == "ORG" and known and end - first == 2
