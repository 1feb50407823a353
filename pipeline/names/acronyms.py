"""Which letters stand for which name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from pipeline.core.lexicon import words
from pipeline.names.shape import REMEMBERED
from pipeline.names.view import Span, View

_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "at", "&", "-", "de", "la", "du", "des", "del", "'s", "’s"}
)


def is_letters(word: str) -> bool:
    """Whether a word looks like an acronym: "IAEA", "U.N.", "BoG"."""
    return 2 <= len(word) <= 10 and word[0].isupper() and sum(map(str.isupper, word)) >= 2


def abbreviates(letters: str, name: Sequence[str]) -> bool:
    """Whether `letters` are the initials of the words of `name`; small words may be left out."""
    return is_letters(letters) and plain(letters) in initials(tuple(name))


def plain(letters: str) -> str:
    """An acronym in lower case without its full stops."""
    return letters.replace(".", "").lower()


@lru_cache(maxsize=REMEMBERED)
def initials(name: tuple[str, ...]) -> frozenset[str]:
    """The initials of a name of several words: with its small words, without them, without "Ltd"."""
    every = [word for word in name if word[:1].isalnum()]
    content = [word for word in every if word.lower() not in _SMALL]
    opened = every[:1] + [word for word in every[1:] if word.lower() not in _SMALL]
    bare = [word for word in content if word not in words("names/org_legal")]
    rows = [row for row in (every, content, opened, bare) if len(row) > 1]
    return frozenset("".join(map(_initial, row)).lower() for row in rows)


def _initial(word: str) -> str:
    """The first letter of a word, or all letters of "U.S."."""
    letters = plain(word)
    return letters if len(letters) < len(word) - 1 and word.isupper() else word[0]


def explained(view: View, spans: Sequence[Span]) -> dict[int, int]:
    """The index of each organization's letters → that of its name, one of them in brackets behind the other.

    The letters need not be the initials: "Italian Episcopal Conference (CEI)". Letters that stand beside
    several names are no short form of any; they say where each is from.
    """
    found: dict[int, int] = {}
    owners: dict[str, set[str]] = defaultdict(set)
    behind = {span.first: index for index, span in enumerate(spans)}
    for index, span in enumerate(spans):
        other = behind.get(span.end + 1)
        if other is None or not _in_brackets(view, spans[other]) or not view.joined(spans[other].end):
            continue
        short, full = sorted((index, other), key=lambda i: spans[i].end - spans[i].first)
        letters = view.surface(*spans[short][:2])
        owners[letters].add(view.surface(*spans[full][:2]))
        long = spans[full].end - spans[full].first > 1
        if long and is_letters(letters) and spans[short].label == spans[full].label == "ORG":
            found[short] = full
    return {short: full for short, full in found.items() if len(owners[view.surface(*spans[short][:2])]) == 1}


def _in_brackets(view: View, span: Span) -> bool:
    return view.parse.text[span.first - 1] == "(" and view.parse.text[span.end : span.end + 1] == [")"]
