"""Titles and roles: where a name begins after "US President", and how a person is described."""

from __future__ import annotations

from functools import cache

from pipeline.core.lexicon import rows, words
from pipeline.names.view import View

_HONORIFICS = ("honorific", "rank")
_TIES = frozenset({"of", "and", "for", "the", "&"})


@cache
def roles() -> dict[str, tuple[str, str]]:
    """Each title or role noun in lower case → (gender, kind)."""
    table = rows("names/roles", ("role", "gender", "kind"))
    return {row["role"]: (row["gender"], row["kind"]) for row in table}


def is_role(word: str, *, kinds: tuple[str, ...] = ()) -> bool:
    """Whether the word is a title or role noun (of the given kinds, if any are named)."""
    entry = roles().get(word.lower())
    return entry is not None and (not kinds or entry[1] in kinds)


def title_end(view: View, first: int, end: int) -> int:
    """The token after a title at the beginning of [first, end), or `first` where there is none.

    A title may hold words that are no title: "US Secretary of State", "Russian Foreign Minister".
    """
    at = first
    given = given_names()
    for token in range(first, end - 1):
        word = view.parse.text[token]
        if word in given and not is_role(word):
            break
        if is_role(word):
            after = _portfolio_end(view, token + 1, end)
            if after < end and view.capital[after]:
                at = after
    return at


def title_start(view: View, first: int) -> int:
    """The first token of the title that stands directly before the name at `first`, or `first`."""
    parse = view.parse
    anchor = first - 1
    if parse.lower[anchor] not in _title_words():
        return first
    while view.joined(anchor + 1) and is_portfolio(parse.text[anchor]):
        anchor -= 1
    if not view.joined(anchor + 1) or not is_role(parse.text[anchor]):
        return first
    if anchor < first - 1 and _portfolio_end(view, anchor + 1, first) < first:
        return first
    start = anchor
    while view.joined(start) and (is_role(parse.text[start - 1]) or _is_modifier(view, start - 1)):
        start -= 1
    return start


@cache
def _title_words() -> frozenset[str]:
    """All words, in lower case, that a title before a name can end with."""
    fields = map(str.lower, words("names/portfolios"))
    return frozenset({*roles(), *fields, *_TIES})


def follows_title(view: View, first: int) -> bool:
    """Whether a title or role noun stands directly before the token `first`."""
    return title_start(view, first) < first


def description(view: View, first: int, end: int) -> str | None:
    """The role of the person named by [first, end), as written beside the name outside credits."""
    if view.document.blocks[view.block[first]].kind not in {"paragraph", "heading", "caption", "list"}:
        return None
    start = title_start(view, first)
    before = view.surface(start, first) if start < first else ""
    plain = [word for word in before.split() if not is_role(word.lower(), kinds=("honorific",))]
    if plain and not all(is_role(word, kinds=_HONORIFICS) and word.endswith(".") for word in plain):
        return before
    return _apposition_after(view, first, end) or _apposition_before(view, first, end)


@cache
def given_names() -> dict[str, str]:
    """Each given name → "male", "female" or "either"."""
    return {row["name"]: row["gender"] for row in rows("names/given", ("name", "gender"))}


def _portfolio_end(view: View, token: int, end: int) -> int:
    """The token after "of State", "of Defense", "for Foreign Affairs"; `token` where there is none."""
    if token < end and view.parse.lower[token] in {"of", "for"}:
        after = token + 1
        while after < end and is_portfolio(view.parse.text[after]):
            after += 1
        return after if after > token + 1 else token
    return token


def is_portfolio(word: str) -> bool:
    """Whether a word is a field of office ("Defense", "Foreign Affairs") or ties two of them."""
    return word in words("names/portfolios") or word in _TIES


def _is_modifier(view: View, token: int) -> bool:
    """Whether the token is a word before a title: "former", "US", "Defense", "vice"."""
    word = view.parse.text[token]
    if word.title() in words("names/role_modifiers") or word in words("names/nationalities"):
        return True
    return word in words("names/places") or (view.capital[token] and view.parse.dep[token] == "compound")


def _apposition_after(view: View, first: int, end: int) -> str | None:
    """The role behind a name: "aide to the president" in "Jane Doe, aide to the president, said"."""
    parse = view.parse
    if not view.joined(end) or parse.text[end] != ",":
        return None
    for token in range(first, end):
        for child in view.parse.tied.get(token, ()):
            if child > end and parse.dep[child] == "appos" and is_role(parse.text[child]):
                return _role_phrase(view, parse.left_edge(child), parse.right_edge(child) + 1)
    return None


def _apposition_before(view: View, first: int, end: int) -> str | None:
    """The role that a name explains: "her chief of staff" in "her chief of staff, Jane Doe"."""
    parse = view.parse
    for token in range(first, end):
        head = parse.head[token]
        if parse.dep[token] == "appos" and head < first and is_role(parse.text[head]):
            return _role_phrase(view, parse.left_edge(head), first)
    return None


def _role_phrase(view: View, first: int, end: int) -> str | None:
    """The phrase without article, relative clause and marks at its edges; None if it is too long."""
    parse = view.parse
    stops = [
        i
        for i in range(first + 1, end)
        if parse.text[i] in ',;:(—–-"“”' or parse.tag[i] in {"WP", "WDT", "VBD"}
    ]
    stop = stops[0] if stops else end
    while first < stop and parse.lower[first] in {"the", "a", "an", "his", "her", "its", "their", "and"}:
        first += 1
    return view.surface(first, stop) if 0 < stop - first <= 12 else None
