"""Which letters stand for which name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.lexicon import words

_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "at", "&", "-", "de", "la", "du", "des", "del", "'s", "’s"}
)


def is_letters(word: str) -> bool:
    """Whether a word looks like an acronym: "IAEA", "U.N.", "BoG"."""
    return 2 <= len(word) <= 10 and word[0].isupper() and sum(letter.isupper() for letter in word) >= 2


def abbreviates(letters: str, name: Sequence[str]) -> bool:
    """Whether `letters` are the initials of the words of `name`; small words may be left out."""
    return is_letters(letters) and plain(letters) in initials(name)


def plain(letters: str) -> str:
    """An acronym in lower case without its full stops."""
    return letters.replace(".", "").lower()


def initials(name: Sequence[str]) -> frozenset[str]:
    """The initials of a name of several words: with its small words, without them, without "Ltd"."""
    every = [word for word in name if word[:1].isalpha()]
    content = [word for word in every if word.lower() not in _SMALL]
    bare = [word for word in content if word not in words("names/org_legal")]
    rows = [row for row in (every, content, bare) if len(row) > 1]
    return frozenset("".join(word[0] for word in row).lower() for row in rows)
