"""What the neighbours of a name in its sentence show; each kind of cue has its weight in the lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.core.lexicon import words
from pipeline.core.verbs import reports_speech
from pipeline.names.datelines import in_dateline
from pipeline.names.parting import POSSESSIVES
from pipeline.names.phrases import cue
from pipeline.names.runs import capital_run
from pipeline.names.titles import follows_title, is_role, roles
from pipeline.names.view import View

_CONJUNCTS = {"GPE": "conj_place", "LOC": "conj_place", "PERSON": "conj_person", "ORG": "conj_org"}


_HEADS_OF_FIRMS = frozenset({("chief", "executive"), ("managing", "director"), ("finance", "director")})


def cues(view: View, first: int, end: int) -> Iterator[str]:
    """The kinds of cues round the tokens [first, end)."""
    if in_dateline(view, first, end):
        yield "dateline"
    yield from _before(view, first, end)
    yield from _after(view, end)
    yield from _verb(view, end - 1)
    yield from _tied(view, first, end)


def _before(view: View, first: int, end: int) -> Iterator[str]:
    if not view.joined(first):
        return
    parse = view.parse
    before = parse.lower[first - 1]
    if before == "the" and not _modifies(view, end):
        yield "article_before"
    if (before in cue("place_prepositions") or _opens_with_at(view, first, end)) and not _modifies(view, end):
        yield "place_preposition"
    if _in_address(view, first):
        yield "address"
    if before in {"to", "from"} and parse.lower[parse.head[first - 1]] in cue("motions"):
        yield "motion"
    if (
        before == "of"
        and view.joined(first - 1)
        and parse.lower[first - 2] in (cue("place_nouns") | cue("sides_of_places"))
    ):
        yield "place_noun"
    yield from _behind_of_or_at(view, first)
    if before in words("names/org_leads"):
        yield "firm_noun_before"
    elif follows_title(view, first):
        yield "title_before"


def _behind_of_or_at(view: View, first: int) -> Iterator[str]:
    """What the words before "of" and "at" show of a place: "Ana Ruiz, 44, of Lenn", "the camp at Lenn"."""
    parse, before = view.parse, view.parse.lower[first - 1]
    if before == "at" and view.joined(first - 1) and parse.lower[first - 2] in cue("facilities"):
        yield "place_noun"
    aged = before == "of" and first > 2 and view.joined(first - 2) and parse.text[first - 2] == ","
    if aged and parse.text[first - 3].isdecimal() and view.joined(first - 1):
        yield "home_of_person"


def _opens_with_at(view: View, first: int, end: int) -> bool:
    """Whether a sentence opens with the name and "At": "At Lenn, boats were tied up"."""
    parse = view.parse
    at = parse.text[first - 1] == "At" and view.opens_sentence(first - 1)
    return at and view.joined(end) and parse.text[end] == ","


def _in_address(view: View, first: int) -> bool:
    """Whether the name is a street behind its number, or the town behind that: "of 4 Elm Rise, Lenn"."""
    parse = view.parse
    street, end = first, first + 1
    if parse.text[first - 1] == ",":
        end = first - 1
        street = capital_run(view, end)
    if not (view.joined(street) and parse.text[street - 1].isdecimal()):
        return False
    while view.joined(end) and view.capital[end]:
        end += 1
    named = parse.text[end - 1] in words("names/place_words")
    return named and parse.lower[street - 2 : street - 1] != ["the"]


def _after(view: View, end: int) -> Iterator[str]:
    if not view.joined(end):
        return
    after = view.parse.lower[end]
    if after in cue("firm_nouns"):
        yield "firm_noun_after"
    if after in POSSESSIVES:
        yield from _owned(view.parse.lower[end + 1 : end + 3])
    if after in cue("reigns"):
        yield "reign_after"
    if after in cue("place_nouns"):
        yield "place_noun"
    if after in cue("facilities"):
        yield "facility_after"
    counted = end + (after.isdecimal() and view.joined(end + 1))
    if view.parse.lower[counted] in {"index", "indices"}:
        yield "index_after"
    if after == "who":
        yield "who_after"
    if after in {",", "("} and view.joined(end + 1):
        yield from _after_comma(view, end + 1)


def _owned(nouns: Sequence[str]) -> Iterator[str]:
    """What the noun behind a possessive shows of the owner."""
    if not cue("holdings").isdisjoint(nouns[:1]) or tuple(nouns) in _HEADS_OF_FIRMS:
        yield "holding_after"
    if not cue("of_places").isdisjoint(nouns[:1]):
        yield "of_place_after"
    if not cue("wares").isdisjoint(nouns[:1]):
        yield "ware_after"


def _after_comma(view: View, token: int) -> Iterator[str]:
    """What the word behind a comma or bracket shows: "who", an age, the country of a town."""
    parse = view.parse
    if parse.lower[token] == "who":
        yield "who_after"
    if parse.text[token] in words("names/places") and parse.text[token - 1] == ",":
        yield "place_after"
    at = token + (parse.lower[token] in {"a", "an", "now", "aged"})
    if (
        parse.text[at : at + 2]
        and parse.text[at].isdecimal()
        and parse.lower[at + 1 : at + 3] == ["-", "year"]
    ):
        yield "age_after"
    closed = view.joined(token + 1) and parse.text[token + 1] in {",", ")", "."}
    if closed and parse.text[token].isdecimal() and 5 <= int(parse.text[token]) <= 110:
        yield "age_after"


def _verb(view: View, head: int) -> Iterator[str]:
    """What the verb shows of which the name is the subject."""
    parse = view.parse
    if parse.dep[head] in {"nsubj", "nsubjpass"}:
        verb = parse.lower[parse.head[head]]
        if _is_plural(view, head):
            yield "plural_verb"
        if reports_speech(verb):
            yield "speech_verb"
            if parse.lower[parse.head[head] + 1 : parse.head[head] + 2] in (["he"], ["she"]):
                yield "pronoun_after"
        if verb in words("names/person_verbs"):
            yield "person_verb"


def _is_plural(view: View, head: int) -> bool:
    """Whether a name in the singular has a verb in the plural, as teams and bands do: "Arden are"."""
    parse = view.parse
    if not view.joined(head + 1) or parse.lower[head + 1] not in {"are", "were", "have"}:
        return False
    if parse.text[head] in words("names/places"):
        return False
    joined = any(parse.dep[child] in {"conj", "cc", "appos"} for child in parse.tied.get(head, ()))
    return (
        parse.tag[head] == "NNP"
        and not parse.lower[head].endswith("s")
        and not joined
        and parse.dep[head] != "conj"
    )


def _tied(view: View, first: int, end: int) -> Iterator[str]:
    """What the names and nouns show that stand in apposition to the name or are listed with it."""
    parse = view.parse
    head = end - 1
    pairs = [(child, parse.dep[child]) for child in view.parse.tied.get(head, ()) if child >= end]
    if parse.head[head] < first:
        pairs.append((parse.head[head], parse.dep[head]))
    for token, dep in pairs:
        if dep == "appos":
            yield from _apposition(view, token)
            if token > end and view.parse.text[end] == "," and parse.lower[token] in words("names/org_leads"):
                yield "described_as_firm"
        elif dep == "conj" and parse.ent_type[token] in _CONJUNCTS:
            yield _CONJUNCTS[parse.ent_type[token]]


def _apposition(view: View, token: int) -> Iterator[str]:
    word = view.parse.lower[token]
    if word in {"year", "old"}:
        yield "age_after"
    elif is_role(word) and word not in words("names/org_leads"):
        yield "role_apposition"
        if roles()[word][0] != "either":  # a woman, a widow: no body is called that
            yield "gendered_apposition"
    elif word in words("names/org_leads") and not is_role(word):
        yield "firm_apposition"
    elif word in cue("place_nouns"):
        yield "place_noun"


def _modifies(view: View, end: int) -> bool:
    """Whether the name stands before its noun or its belonging: "the Biden administration", "in Biden's"."""
    parse = view.parse
    if not view.joined(end):
        return False
    before_noun = parse.dep[end - 1] in {"compound", "nmod"} and parse.head[end - 1] >= end
    return before_noun or parse.text[end] in POSSESSIVES
