"""Spans of the model → spans that are whole names: parted, trimmed and grown at their edges."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.core.lexicon import words
from pipeline.core.verbs import reports_speech
from pipeline.names.nicknames import before_nickname, past_nickname
from pipeline.names.parting import BREAKS, CONJUNCTIONS, HYPHENS, POSSESSIVES, parted
from pipeline.names.phrases import cue
from pipeline.names.runs import continues_name, ends_name, names_body
from pipeline.names.titles import given_names, is_portfolio, is_role, title_end
from pipeline.names.view import LONGEST_NAME, NAME_TAGS, Span, View

_EDGE = frozenset({",", ".", '"', "“", "”", "‘", "''", "``", "-", "&", "#", "%"}) | BREAKS | POSSESSIVES
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "my", "your"})
_MONEY = frozenset("$€£¥")


def model_spans(view: View) -> list[Span]:
    """The entities of the model with a capital in them, in reading order, under the model's own types.

    Those too long for a name are none.
    """
    parse = view.parse
    spans: list[Span] = []
    inside = [*parse.ent_iob, ""]
    for first in [token for token, iob in enumerate(parse.ent_iob) if iob == "B"]:
        end = first + 1
        while inside[end] == "I":
            end += 1
        if not _is_torn_title(view, first, end):
            spans.append(Span(first, end, parse.ent_type[first], "model"))
    return [
        span
        for span in spans
        if span.end - span.first <= LONGEST_NAME and any(view.capital[span.first : span.end])
    ]


def _is_torn_title(view: View, first: int, end: int) -> bool:
    """Whether the model took the beginning of quoted speech for the title of a work."""
    parse = view.parse
    if parse.ent_type[first] != "WORK_OF_ART" or not view.joined(first) or not view.joined(end):
        return False
    return parse.tag[first - 1] == "``" and parse.tag[first].startswith("V") and parse.tag[end] != "''"


def repaired(view: View, spans: Iterable[Span]) -> list[Span]:
    """The spans as whole names; a span that was changed gets the method "repaired"."""
    out: list[Span] = []
    taken = [False] * (len(view.parse) + 1)
    whole = list(spans)
    for span in whole:
        taken[span.first : span.end] = [True] * (span.end - span.first)
    for span in whole:
        for piece in parted(view, span):
            trimmed = _trim(view, piece)
            if trimmed.first < trimmed.end:
                grown = _grow(view, trimmed, taken)
                out.append(grown if grown[:2] == span[:2] else grown._replace(method="repaired"))
    return out


def _trim(view: View, span: Span) -> Span:
    """The span without articles, titles, possessives and marks at its edges."""
    parse = view.parse
    first, end = span.first, span.end
    while first < end and _is_left_edge(view, first, end, span.label):
        first += 1
    if span.label == "ORG":
        end = _without_seat(view, first, end)
    label = span.label
    if label == "ORG" and _is_ranked_person(view, first, end):
        label = "PERSON"
    if label in {"PERSON", "ORG", ""}:
        first = _without_title(view, first, end, label)
    while first < end and _is_right_edge(view, end - 1, first, label):
        end -= 1
    if end - first == 1 and parse.lower[first] in _ARTICLES:
        end = first
    return _resized(span if label == span.label else span._replace(label=label), first, end)


def _resized(span: Span, first: int, end: int) -> Span:
    """The span with other edges, if they are others."""
    return span if (first, end) == span[:2] else span._replace(first=first, end=end)


def _is_ranked_person(view: View, first: int, end: int) -> bool:
    """Whether an ORG of the model is a full name behind a shortened rank: "Rear Adm. Ana Ruiz"."""
    after = title_end(view, first, end)
    rank = view.parse.text[after - 1] if after > first else ""
    ranked = rank.endswith(".") and is_role(rank, kinds=("rank", "honorific"))
    return ranked and 2 <= end - after <= 3 and not names_body(view.parse.text[end - 1])


def _without_seat(view: View, first: int, end: int) -> int:
    """The end of a body's name without the place that it is in: "Lenn Hospital | in Port Lenn"."""
    for token in range(first + 1, end - 1):
        if view.parse.lower[token] == "in" and view.parse.text[token - 1] in words("names/org_heads"):
            return token
    return end


def _without_title(view: View, first: int, end: int, label: str) -> int:
    """The first token of the name itself; an ORG keeps its title words unless a person's name follows."""
    after = title_end(view, first, end)
    if label == "PERSON":
        while after < end - 1 and _is_field_after_of(view, after):
            after += 1
        while after < end - 1 and view.parse.text[after] in words("names/nationalities"):
            after += 1
        return after
    return after if end - after == 2 and view.parse.text[after] in given_names() else first


def _is_field_after_of(view: View, token: int) -> bool:
    """Whether the token is a field of office behind "of", as in "Secretary of | Defense Ana Ruiz"."""
    before = view.parse.lower[token - 1] if view.joined(token) else ""
    behind = before in {"of", "for", "and", "&"} or is_portfolio(view.parse.text[token - 1])
    return behind and view.capital[token] and is_portfolio(view.parse.text[token])


def _is_left_edge(view: View, token: int, end: int, label: str) -> bool:
    parse = view.parse
    word = parse.lower[token]
    if token < end - 1 and parse.text[token] in cue("opening_kinds") and view.opens_sentence(token):
        return True
    if word in _ARTICLES or parse.text[token] in _EDGE or word in CONJUNCTIONS:
        return True
    if parse.tag[token].startswith("VB") and reports_speech(word):
        return token < end - 1
    if view.capital[token] or word in words("names/particles"):
        return False
    return label == "PERSON" or (parse.tag[token] not in NAME_TAGS and token < end - 1)


def _is_right_edge(view: View, token: int, first: int, label: str) -> bool:
    parse = view.parse
    word = parse.text[token]
    if word.isspace() or not _MONEY.isdisjoint(word):
        return True
    if word in _EDGE:
        return word != "." or parse.text[token - 1 : token] not in (["Inc"], ["Corp"], ["Co"], ["Jr"], ["Sr"])
    if word in words("names/month_day") and token > first:
        dated = view.joined(token + 1) and parse.text[token + 1][:1].isdigit()
        return dated or word not in cue("month_surnames")
    if label == "PERSON":
        if token > first + 1 and word in words("names/post_nominals"):
            return True
        lower = not view.capital[token] and not word.isdigit()
        return lower or word.isdigit() or (token > first and word in cue("after_signatures"))
    return parse.tag[token] in {"IN", "VBD", "VBZ", "DT", "CC", "MD", "TO", "RB"} and not view.capital[token]


def _grow(view: View, span: Span, taken: list[bool]) -> Span:
    """The span with what belongs to its name on both sides and is in no other entity."""
    first, end = span.first, span.end
    while end - first < LONGEST_NAME and (left := _left_part(view, first, end, span.label, taken)) < first:
        first = left
    while end - first < LONGEST_NAME and (right := _right_part(view, end, span.label, taken)) > end:
        end = right
    if span.label == "PERSON":
        first, end = before_nickname(view, first), past_nickname(view, end)
    return _resized(span, first, end)


def _left_part(view: View, first: int, end: int, label: str, taken: list[bool]) -> int:
    parse = view.parse
    if not view.joined(first):
        return first
    before = first - 1
    if (
        parse.text[before] in HYPHENS
        and view.glued(first)
        and view.glued(before)
        and view.capital[before - 1]
    ):
        return before - 1
    if label != "PERSON" or taken[before]:
        return first
    if (
        parse.lower[before] in words("names/particles")
        and before
        and view.capital[before - 1]
        and view.joined(before)
    ):
        return before - 1 if _is_given(view, before - 1, taken) else before
    return before if _is_given(view, before, taken) and end - first <= 3 else first


def _is_given(view: View, token: int, taken: list[bool]) -> bool:
    """Whether a token outside every entity is a given name or an initial."""
    word = view.parse.text[token]
    if taken[token] or not view.capital[token] or is_role(word):
        return False
    initial = word[0].isupper() and (word[1:] == "." or (len(word) == 1 and not view.opens_sentence(token)))
    return word in given_names() or initial


def _right_part(view: View, end: int, label: str, taken: list[bool]) -> int:
    parse = view.parse
    if not view.joined(end):
        return end
    word = parse.text[end]
    if word in HYPHENS and view.glued(end) and view.glued(end + 1):
        return end + 2 if continues_name(parse.text[end + 1], label) else end
    if label == "PERSON":
        return _person_right(view, end, taken)
    if label == "ORG" and word in words("names/org_legal") and not taken[end]:
        return end + 1
    return end


def _person_right(view: View, end: int, taken: list[bool]) -> int:
    """Where a suffix, a particle with a name, or a last name that the model left out ends."""
    parse = view.parse
    at = end
    if parse.text[at] in words("names/suffixes") and not taken[at]:
        return at + 1
    while view.joined(at) and parse.lower[at] in words("names/particles"):
        at += 1
    if not view.joined(at) or taken[at] or not view.capital[at]:
        return end
    if at > end:
        return at + 1
    last_name = parse.tag[at] == "NNP" and not ends_name(parse.text[at]) and not parse.text[at].isupper()
    return at + 1 if last_name and parse.dep[end - 1] == "compound" and parse.head[end - 1] == at else end
