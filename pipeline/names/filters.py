"""The last word on single spans: what is dropped, and which of two overlapping spans stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import or_

from pipeline.core.lexicon import words
from pipeline.names.methods import ranks
from pipeline.names.parting import POSSESSIVES
from pipeline.names.phrases import cue
from pipeline.names.titles import is_portfolio, is_role, title_end
from pipeline.names.view import Span, View

AMOUNT = re.compile(r"[A-Z]{1,3}\d+(?:[.,]\d+)+[a-z]{0,2}")  # money with its letter: N70,000, R1.5bn


def kept(view: View, spans: Iterable[Span]) -> list[Span]:
    """Persons and organizations without overlaps, in reading order; the longer of two spans stays."""
    taken = [False] * len(view.parse)
    out: list[Span] = []
    rank = ranks()
    whole = [_without_title(view, span) for span in spans]
    for span in sorted(
        _without_surname(view, whole),
        key=lambda span: (span.first - span.end, rank[span.method], span.first),
    ):
        if any(taken[span.first : span.end]) or not _is_name(view, span):
            continue
        taken[span.first : span.end] = [True] * (span.end - span.first)
        if span.label in {"PERSON", "ORG"}:
            out.append(span)
    return sorted(out)


def _without_title(view: View, span: Span) -> Span:
    """A person's span without title and honours; the model may have taken the whole for an organization."""
    first, end = span.first, span.end
    if span.label == "PERSON":
        first = title_end(view, first, end)
        while end > first + 2 and view.parse.text[end - 1] in words("names/post_nominals"):
            end -= 1
    changed = (first, end) != span[:2]
    return span._replace(first=first, end=end, method="repaired") if changed else span


def _without_surname(view: View, spans: list[Span]) -> Iterator[Span]:
    """The spans, a body cut off a surname glued to it: "head of the Ministry of Trade of Malta Borg"."""
    people = {span.first for span in spans if span.label == "PERSON" and span.end - span.first == 1}
    for span in spans:
        last = span.end - 1
        glued = (
            last in people
            and span.end - span.first > 2
            and view.parse.text[last - 1] in words("names/places")
        )
        yield span._replace(end=last, method="repaired") if span.label == "ORG" and glued else span


def _is_name(view: View, span: Span) -> bool:
    if not span.label or span.method == "alias":
        return bool(span.label)
    form = view.surface(span.first, span.end)
    if not any(map(str.isalpha, form)):
        return False
    if form in words("names/month_day"):
        return span.label == "PERSON" and not _is_date(view, span)
    if AMOUNT.fullmatch(form) or any(is_other(view, span) for is_other in _OTHERS):
        return False
    if span.label == "ORG" and (_is_title_of_place(view, span) or _opens_title(view, span)):
        return False
    return any(view.capital[span.first : span.end])


def _is_title_of_place(view: View, span: Span) -> bool:
    """Whether the words are a person's title: "Archbishop of Lenn", "Duke of Aster"."""
    text = view.parse.text
    titled = span.end - span.first > 2 and text[span.first + 1] == "of"
    return titled and is_role(text[span.first]) and text[span.first] not in words("names/org_before_of")


def _opens_title(view: View, span: Span) -> bool:
    """Whether a lone word begins a title that goes on in small letters: "Head coach", "Chief executive"."""
    text, end = view.parse.text, span.end
    lone = end - span.first == 1 and view.opens_sentence(span.first) and view.joined(end)
    opening = is_role(text[span.first]) or text[span.first] in words("names/role_modifiers")
    return lone and opening and is_role(text[end]) and not view.capital[end]


def _is_date(view: View, span: Span) -> bool:
    """Whether a surname such as "May" stands where a date would: "in May", "May 5", "last May"."""
    parse = view.parse
    if view.joined(span.end) and parse.text[span.end][:1].isdigit():
        return True
    before = parse.lower[span.first - 1] if view.joined(span.first) else ""
    return before in cue("before_dates") or before[:1].isdigit()


def _is_short_title(view: View, span: Span) -> bool:
    """Whether the words are a shortened title: "Sgt" before its full stop, "Sheriff's Sgt"."""
    end = span.end
    text = view.parse.text
    dotted = view.glued(end) and text[end] == "." and view.joined(end + 1)
    if not dotted:
        return False
    own = [word for word in text[span.first : end] if word not in POSSESSIVES]
    goes_on = len(own) < end - span.first or is_role(text[end + 1]) or not view.opens_sentence(end + 1)
    return goes_on and all(map(is_role, own)) and is_role(own[-1], kinds=("honorific", "rank"))


def _is_ticker(view: View, span: Span) -> bool:
    """Whether the letters stand for a share behind its exchange: "(NYSE: ABC)"."""
    text, first = view.parse.text, span.first
    listed = first > 1 and view.joined(first) and text[first - 1] == ":" and text[first - 2].isupper()
    return listed and text[first].isupper() and span.end - first == 1 and text[first - 3] in {"(", "["}


def _is_nation(word: str) -> bool:
    return word in words("names/nationalities") or word in words("names/places")


def _is_field_of_office(view: View, span: Span) -> bool:
    """Whether the words only say what a minister is minister for: "Interior" in "Interior Minister"."""
    parse = view.parse
    first = span.first
    while first < span.end - 1 and _is_nation(parse.text[first]):
        first += 1
    row = parse.text[first : span.end]
    beside = words("names/role_modifiers")
    fields = [is_portfolio(word) for word in row]
    if not any(fields) or not all(map(or_, fields, map(beside.__contains__, row))):
        return False
    if view.joined(span.end) and is_role(parse.text[span.end], kinds=("office",)):
        return True
    before = span.first - 1
    while before > 0 and parse.lower[before] in {"the", "of", "for"}:
        before -= 1
    return before < span.first - 1 and is_role(parse.text[before], kinds=("office",))


#: What is no name of a body or a person, whatever its label.
_OTHERS = (_is_field_of_office, _is_short_title, _is_ticker)
