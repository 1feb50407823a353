"""Entries of a word list, of one or more words, found at a token."""

from __future__ import annotations

from functools import cache

from pipeline.core.lexicon import sections, words
from pipeline.names.view import View


@cache
def phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The entries of a list by their first word, longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(words(name), key=lambda entry: (-len(entry.split()), entry)):
        pieces = tuple(entry.replace("-", " - ").replace("'s", " 's").split())
        table.setdefault(pieces[0], []).append(pieces)
    return table


def match_phrase(view: View, token: int, name: str) -> int:
    """The end of the longest entry of the list `name` that begins at `token`, or `token`."""
    for pieces in phrases(name).get(view.parse.text[token], ()):
        end = token + len(pieces)
        if tuple(view.parse.text[token:end]) == pieces and view.block[end - 1] == view.block[token]:
            return end
    return token


@cache
def cue(name: str) -> frozenset[str]:
    """The words of one list in `lexicon/names/cues.toml`."""
    return frozenset(sections("names/cues")[name])
