"""Persons whom the wording shows, whatever the model said; each span carries its rule as method."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.lexicon import words
from pipeline.core.verbs import reports_speech
from pipeline.names.parting import HYPHENS
from pipeline.names.runs import capital_run, name_end, names_body
from pipeline.names.titles import follows_title, given_names, is_role, roles, title_end
from pipeline.names.view import NAME_TAGS, Span, View

_ADDRESSES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss"})


def titled(view: View) -> Iterator[Span]:
    """The capitalised words after a title: "Mr Kato", "President Ana Ruiz"."""
    parse = view.parse
    for token in parse.places(roles().keys()):
        if view.heading[token]:
            continue
        end = name_end(view, token + 1)
        if end == token + 1 or parse.text[token + 1] in HYPHENS:
            continue
        if names_body(parse.text[end - 1]) and not (end == token + 2 and parse.lower[token] in _ADDRESSES):
            continue
        if view.joined(end) and view.capital[end] and is_role(parse.text[end]):
            continue
        lone = end == token + 2
        if lone and (parse.text[token + 1] in words("names/places") or not view.capital[token]):
            continue
        yield Span(token + 1, end, "PERSON", "title")


def with_given_name(view: View) -> Iterator[Span]:
    """A first name with the capitalised words after it: "Ana Ruiz"."""
    parse = view.parse
    for token in view.parse.places_written(given_names().keys()):
        if parse.tag[token] in NAME_TAGS and not view.shouting[token]:
            end = name_end(view, token)
            alone = capital_run(view, token) == token
            if 1 < end - token <= 4 and alone and not names_body(parse.text[end - 1]):
                yield Span(token, end, "PERSON", "given")


def speakers(view: View) -> Iterator[Span]:
    """Capitalised subjects of verbs of saying that are no entity of the model, of unknown type.

    Of other verbs that persons are subjects of, only names of several words.
    """
    parse = view.parse
    not_names = words("names/not_names")
    for token in [token for token, dep in enumerate(parse.dep) if dep == "nsubj"]:
        if parse.tag[token] not in NAME_TAGS or parse.ent_iob[token] in "BI":
            continue
        word = parse.text[token]
        verb = parse.lower[parse.head[token]]
        says = reports_speech(verb)
        if not (says or verb in words("names/person_verbs")) or word in not_names or is_role(word):
            continue
        first = title_end(view, capital_run(view, token + 1), token + 1)
        if first <= (token if says else token - 1) and not follows_title(view, token):
            yield Span(first, token + 1, "", "speaker")
