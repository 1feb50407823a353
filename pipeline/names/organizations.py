"""Organizations that the wording shows, whatever the model said; each span carries its rule as method."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.core.lexicon import words
from pipeline.names.acronyms import abbreviates, is_letters
from pipeline.names.parting import HYPHENS, POSSESSIVES, opens_full_name
from pipeline.names.phrases import cue, match_phrase, phrases
from pipeline.names.runs import capital_run, name_end, names_body
from pipeline.names.titles import given_names, is_role
from pipeline.names.view import LONGEST_NAME, NAME_TAGS, Span, View

_PLACE_TYPES = frozenset({"GPE", "LOC", "NORP"})
_OPENINGS = frozenset({"the", "a", "an", "today", "yesterday", "tonight", "meanwhile", "however"})
_LINKS = frozenset({"of", "for", "and", "&", "the", "on", "de", "-", "‑", ","})


def institutions(view: View) -> Iterator[Span]:
    """Bodies known by one name: "White House", "NATO", "Reuters"."""
    for name, method in (("names/institutions", "institution"), ("names/agencies", "agency")):
        for token in view.parse.places_written(phrases(name).keys()):
            if (end := match_phrase(view, token, name)) > token:
                yield Span(token, end, "ORG", method)


def with_org_word(view: View) -> Iterator[Span]:
    """Names with a word for a body: "Arden High Court", "Ministry of Defense of Ukraine", "Acme Corp"."""
    parse = view.parse
    for token in view.parse.places_written(_body_words()):
        if view.shouting[token] or not view.capital[token]:
            continue
        if view.glued(token) and parse.text[token - 1] in HYPHENS:
            continue
        end = _org_end(view, token)
        if end == token or (view.glued(end) and view.glued(end + 1) and parse.text[end] in HYPHENS):
            continue
        first = _without_opening(view, _run_with_saint(view, token))
        if parse.text[first] == "Chief" and parse.text[end : end + 1] == ["Officer"]:
            continue
        if (first < token or end > token + 1) and view.surface(first, end) not in words("names/places"):
            yield Span(min(first, token), end, "ORG", "org-word")


@cache
def _body_words() -> frozenset[str]:
    return words("names/org_heads") | words("names/org_before_of") | words("names/org_legal")


def _org_end(view: View, token: int) -> int:
    """The end of a name whose word for an organization stands at `token`, or `token`."""
    parse = view.parse
    word = parse.text[token]
    end = _of_phrase(view, token + 1) if word in words("names/org_before_of") else token + 1
    if end > token + 1 or word in words("names/org_legal"):
        return end
    if word not in words("names/org_heads"):
        return token
    goes_on = view.joined(end) and view.capital[end] and parse.tag[end] in NAME_TAGS
    return token if goes_on and not is_role(parse.text[end]) else end


def _run_with_saint(view: View, token: int) -> int:
    """The first token of the capitalised row before `token`, with "St Anne's", "King's" or "Mayor's"."""
    parse = view.parse
    first = capital_run(view, token)
    if not view.joined(first) or parse.text[first - 1] not in POSSESSIVES:
        return first
    owner = capital_run(view, first - 1)
    saint = parse.text[owner].rstrip(".") in {"St", "Saint"} and first - owner == 3
    patron = first - owner == 2 and parse.text[owner] in cue("patrons")
    office = (
        first == token and owner < first - 1 and all(is_role(word) for word in parse.text[owner : first - 1])
    )
    return owner if saint or patron or office else first


def _without_opening(view: View, first: int) -> int:
    """The beginning of a row without an article, a day or "Today" before the name."""
    parse = view.parse
    while parse.lower[first] in _OPENINGS or parse.text[first] in words("names/month_day"):
        first += 1
    return first


def _of_phrase(view: View, token: int) -> int:
    """The end of "of the Interior and Health", "for Economic Affairs of Malta" at `token`, or `token`."""
    parse = view.parse
    if not view.joined(token) or parse.lower[token] not in {"of", "for", "on"}:
        return token
    end = token
    for at in range(token, min(token + LONGEST_NAME, len(parse))):
        if not view.joined(at) or _breaks_phrase(view, token, at):
            break
        if view.capital[at]:
            end = at + 1
    return end


def _breaks_phrase(view: View, token: int, at: int) -> bool:
    """Whether the word at `at` is no longer part of the phrase that begins at `token`."""
    parse = view.parse
    word = parse.lower[at]
    if view.capital[at]:
        return parse.text[at] in words("names/month_day") or opens_full_name(view, at) or _is_titled(view, at)
    if word == "on":
        return at > token
    if word == "and":
        return parse.lower[at + 1 : at + 2] == ["the"]
    if word == ",":
        return not _lists_fields(view, at)
    return word not in _LINKS


def _is_titled(view: View, token: int) -> bool:
    """Whether a title at `token` has its person behind it: "the Government of | President Borg"."""
    after = token + 1
    if not is_role(view.parse.text[token]) or not view.joined(after) or not view.capital[after]:
        return False
    return not is_role(view.parse.text[after]) and not names_body(view.parse.text[after])


def _lists_fields(view: View, comma: int) -> bool:
    """Whether a comma stands inside a list of fields of office: "of Education, Science and Technology"."""
    fields = words("names/portfolios")
    after = view.parse.text[comma + 1 : comma + 8]
    listed = not fields.isdisjoint(after[:2]) and {"and", "&"}.intersection(after)
    return bool(listed) and view.parse.text[comma - 1] in fields


def behind_leads(view: View) -> Iterator[Span]:
    """Names behind words for kinds of firms: "newspaper Bild", "the retailer Acme"."""
    parse = view.parse
    for token in parse.places(words("names/org_leads")):
        if view.heading[token]:
            continue
        end = name_end(view, token + 1)
        if end > token + 1 and token < parse.head[token] < end:
            yield Span(token + 1, end, "ORG", "lead")


def before_kinds(view: View) -> Iterator[Span]:
    """Names before the word for what they are, and those that are told: "the Harbour Lights charity"."""
    parse = view.parse
    for token in parse.places({"the"}):
        if view.joined(token + 1) and view.capital[token + 1] and not view.heading[token]:
            weekly = parse.text[token + 1] in words("names/month_day") and view.joined(token + 2)
            end = name_end(view, token + 1 + weekly)
            named = view.joined(end) and parse.lower[end] in cue("named_kinds")
            told = view.joined(token) and parse.lower[token - 1] == "told"
            if end > token + 1 + weekly and (named or told) and not _is_of_place(view, token + 1, end):
                yield Span(token + 1, end, "ORG", "lead")


def of_persons(view: View) -> Iterator[Span]:
    """Names of what a person with a full name is of: "Ana Ruiz of the Harbour Echo"."""
    parse = view.parse
    for token in parse.places({"of"}):
        first = token + 2
        if not view.joined(first) or parse.lower[token + 1] != "the" or view.heading[token]:
            continue
        person = token > 1 and parse.ent_type[token - 1] == "PERSON" == parse.ent_type[token - 2]
        end = name_end(view, first)
        if person and end > first and not _is_of_place(view, first, end):
            yield Span(first, end, "ORG", "lead")


def _is_of_place(view: View, first: int, end: int) -> bool:
    """Whether a row of capitalised words names a place, a nation or a role."""
    name = view.surface(first, end)
    nations = words("names/nationalities")
    listed = name in words("names/places") or name in nations or name.removesuffix("s") in nations
    return listed or is_role(view.parse.text[end - 1]) or view.parse.ent_type[end - 1] in _PLACE_TYPES


def described(view: View) -> Iterator[Span]:
    """Names that an apposition calls a firm or a body: "Acmel, the Danish maker of pumps"."""
    parse = view.parse
    for token in parse.places(words("names/org_leads")):
        name = parse.head[token]
        if is_role(parse.lower[token]) or parse.dep[token] != "appos":
            continue
        if not name + 1 < token or parse.text[name + 1] != "," or not view.capital[name]:
            continue
        if parse.tag[name] not in NAME_TAGS or any(is_role(word) for word in parse.text[name:token]):
            continue
        first = _without_opening(view, _run_with_particle(view, name + 1))
        if first <= name and parse.text[first] not in given_names():
            yield Span(first, name + 1, "ORG", "lead")


def _run_with_particle(view: View, end: int) -> int:
    """The first token of the capitalised row before `end`, of "Port du Nord" the whole."""
    parse, first = view.parse, capital_run(view, end)
    tied = first == end - 1 and view.joined(first) and parse.text[first - 1] in words("names/particles")
    whole = tied and view.joined(first - 1) and view.capital[first - 2]
    return capital_run(view, first - 1) if whole else first


def in_brackets(view: View) -> Iterator[Span]:
    """A name and its letters in brackets, "International Atomic Energy Agency (IAEA)"."""
    parse = view.parse
    for token in parse.places({"("}):
        closed = 0 < token < len(parse) - 2 and parse.text[token + 2] == ")"
        if not closed or not is_letters(parse.text[token + 1]):
            continue
        first = _spelled_out(view, token)
        if first < token:
            yield Span(first, token, "", "acronym")
            yield Span(token + 1, token + 2, "", "acronym")
        elif parse.ent_type[token - 1] == "ORG" or parse.text[token - 1] in words("names/org_heads"):
            yield Span(token + 1, token + 2, "ORG", "bracket")


def _spelled_out(view: View, bracket: int) -> int:
    """The first token of the words that the letters behind `bracket` stand for, or `bracket`."""
    letters = view.parse.text[bracket + 1]
    for first in range(max(0, bracket - 10), bracket - 1):
        near = view.capital[first] and view.block[first] == view.block[bracket]
        near = near and view.parse.lower[first] not in {"the", "a", "an"}
        if near and abbreviates(letters, view.parse.text[first:bracket]):
            return first
    return bracket
