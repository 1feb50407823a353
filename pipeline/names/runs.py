"""Rows of capitalised words: how far a name may reach to the left and to the right."""

from __future__ import annotations

from pipeline.core.lexicon import words
from pipeline.names.titles import is_role
from pipeline.names.view import LONGEST_NAME, NAME_TAGS, View

_NOUN_TAGS = NAME_TAGS | {"JJ", "NN", "NNS"}
_HYPHENS = frozenset({"-", "‑"})


def capital_run(view: View, end: int) -> int:
    """The first token of the unbroken row of capitalised words before the token `end`, of `LONGEST_NAME`."""
    first = end
    while max(end - LONGEST_NAME, 0) < first and (first == end or view.joined(first)):
        if not _in_run(view, first - 1):
            break
        first -= 1
    return first


def name_end(view: View, first: int) -> int:
    """The end of the row of capitalised name words and particles at `first`, or `first`."""
    parse = view.parse
    end = at = first
    while view.joined(at) and at - first < 6:
        if at > first and parse.text[at] in words("names/post_nominals"):
            break
        if view.capital[at] and parse.tag[at] in NAME_TAGS and not ends_name(parse.text[at]):
            end = at + 1
        elif end == at and _is_tied_on(view, at):
            at += 1
            end = at + 1
        elif not (parse.lower[at] in words("names/particles") or parse.text[at] in _HYPHENS):
            break
        at += 1
    return end


def _is_tied_on(view: View, hyphen: int) -> bool:
    """Whether a hyphen ties a small-letter part to the name before it: "Hwang In-beom"."""
    after = hyphen + 1
    if not (view.glued(hyphen) and view.glued(after) and view.parse.text[hyphen] in _HYPHENS):
        return False
    return view.parse.text[after].islower() and continues_name(view.parse.text[after], "PERSON")


def continues_name(word: str, label: str) -> bool:
    """Whether what follows a hyphen is a part of the name: "Jae-in", but not "Trump-backed"."""
    if word[:1].isupper():
        return True
    compound = word.endswith(("ed", "ly", "ing")) and len(word) > 5
    return label == "PERSON" and word.isalpha() and not compound and word not in words("names/hyphen_tails")


def ends_name(word: str) -> bool:
    """Whether a capitalised word cannot be part of a personal name: a title, a month, "Editing"."""
    return is_role(word) or word in words("names/not_names") or word in words("names/month_day")


def names_body(word: str) -> bool:
    """Whether a capitalised row that ends with this word names no person: "Foundation", "Street"."""
    return word in words("names/org_heads") or word in words("names/place_words")


def _in_run(view: View, token: int) -> bool:
    parse = view.parse
    if parse.text[token] == "&" or (parse.text[token] in _HYPHENS and view.glued(token)):
        return token > 0 and view.capital[token - 1] and view.joined(token)
    return view.capital[token] and parse.tag[token] in _NOUN_TAGS
