"""Teams: "the Lions" in a report on sports, "the Lenn Lions beat the Oslo Rovers", "Team Vector"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.lexicon import words
from pipeline.names.phrases import cue
from pipeline.names.runs import capital_run, ends_name, name_end
from pipeline.names.view import NAME_TAGS, Span, View

_SPORTS_WORDS = 4  # so many different words on sports make an article a report on sports


def teams(view: View) -> Iterator[Span]:
    """Teams in an article with the vocabulary of sports: "the Lions", "Ana Ruiz (Rovers)"."""
    if len(words("names/sports").intersection(view.parse.lower)) < _SPORTS_WORDS:
        return
    for token, word in enumerate(view.parse.text):
        if not token:
            continue
        if word == "(" and view.parse.ent_type[token - 1] == "PERSON":
            end = name_end(view, token + 1)
            if token + 1 < end <= token + 4 and view.joined(end) and view.parse.text[end] == ")":
                yield Span(token + 1, end, "ORG", "team")
        elif word.endswith("s"):
            first = _plural_team(view, token)
            if first < token or (first == token and _is_plural_alone(view, token)):
                yield Span(first, token + 1, "ORG", "team")


def opponents(view: View) -> Iterator[Span]:
    """Both teams of "the Lenn Lions beat the Oslo Rovers", whatever else the article is about."""
    parse = view.parse
    for token in parse.places(cue("contests")):
        if not view.joined(token):
            continue
        after = token + 1
        while view.joined(after) and parse.lower[after] in {"to", "with", "against"}:
            after += 1
        end = name_end(view, after + 1) if view.joined(after) and parse.lower[after] == "the" else after
        pair = _plural_team(view, token - 1), _plural_team(view, end - 1)
        if pair[0] < token and after < pair[1] < end:
            yield Span(pair[0], token, "ORG", "team")
            yield Span(pair[1], end, "ORG", "team")


def named_teams(view: View) -> Iterator[Span]:
    """Names that begin with "Team" or with the letters of a club: "Team Vector", "FC Lenn"."""
    for token in view.parse.places_written(cue("club_marks") | {"Team"}):
        if not view.heading[token] and capital_run(view, token) == token:
            end = name_end(view, token + 1)
            if token + 1 < end <= token + 3:
                yield Span(token, end, "ORG", "team")


def _plural_team(view: View, token: int) -> int:
    """The first token of the capitalised row behind "the" that ends with a plural at `token`.

    The token after `token` where there is no such row.
    """
    parse = view.parse
    word = parse.text[token]
    if not (view.capital[token] and word.endswith("s") and parse.tag[token] in NAME_TAGS):
        return token + 1
    first = capital_run(view, token + 1)
    behind = view.joined(first) and parse.lower[first - 1] == "the"
    other = ("names/nationalities", "names/places", "names/place_words")
    other_kind = ends_name(word) or any(word in words(name) for name in other)
    ends = not (view.joined(token + 1) and view.capital[token + 1])
    return first if behind and ends and not other_kind else token + 1


def _is_plural_alone(view: View, token: int) -> bool:
    return not (view.joined(token + 1) and view.capital[token + 1])
