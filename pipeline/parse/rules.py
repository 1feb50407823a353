"""tags and arcs → part of speech, morphology, lemma: spaCy's attribute ruler and rule lemmatizer.

A pattern of the attribute ruler asks for a few attributes of a token or of neighbours. Its conditions are
evaluated once for each distinct set of these attributes, the lemma once for each distinct word, part of
speech and morphology.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.lookups import Lookups
from spacy.tokens import Doc

from pipeline.parse.network import Array, Component, distinct

#: What a pattern may ask for.
ASKED = ("TAG", "LOWER", "DEP", "IS_SPACE")
_REMEMBERED = 50_000
#: What rules may set.
SET = {TAG: "TAG", POS: "POS", MORPH: "MORPH", LEMMA: "LEMMA", DEP: "DEP"}


class AttributeRules:
    """The patterns of a spaCy `attribute_ruler`; raises ValueError for one that is not understood."""

    def __init__(self, pipe: Component) -> None:
        self._strings = pipe.vocab.strings
        self._rules = [
            ([self._conditions(token) for token in pattern], index, attributes)
            for rule, index, attributes in zip(pipe.patterns, pipe.indices, pipe.attrs, strict=True)
            for pattern in rule["patterns"]
        ]
        unknown = {attribute for *_, attributes in self._rules for attribute in attributes} - SET.keys()
        if unknown:
            raise ValueError(f"rules that set the attributes {sorted(unknown)}")

    def __call__(self, asked: dict[str, Array], ends: Array) -> dict[int | str, Array]:
        """The attributes in SET; later rules go before earlier ones. `ends` are those of the texts."""
        _, first, index = distinct(*asked.values())
        table = {name: np.unique(column[first], return_inverse=True) for name, column in asked.items()}
        size = len(index)
        found: dict[int | str, Array] = {attribute: np.zeros(size, np.uint64) for attribute in SET.values()}
        found["TAG"][:], found["DEP"][:] = asked["TAG"], asked["DEP"]
        for pattern, at, attributes in self._rules:
            hits = [self._hits(conditions, table) for conditions in pattern]
            if not all(hit.any() for hit in hits):
                continue
            begins = np.flatnonzero(_in_a_row([hit[index] for hit in hits], ends))
            place = begins + (at if at >= 0 else len(pattern) + at)
            for attribute, value in attributes.items():
                found[SET[attribute]][place] = value
        return found

    def _conditions(self, token: dict[str, Any]) -> list[tuple[str, str, Any]]:
        """(attribute, kind, value) of each condition on one token."""
        conditions = []
        for attribute, wanted in token.items():
            kind, value = ("IN", [wanted]) if isinstance(wanted, str | bool) else next(iter(wanted.items()))
            several = isinstance(wanted, dict) and len(wanted) > 1
            if attribute not in ASKED or kind not in {"IN", "NOT_IN", "REGEX"} or several:
                raise ValueError(f"the pattern {token}")
            if kind == "REGEX":
                value = re.compile(value)
            else:
                value = [self._strings.add(v) if isinstance(v, str) else int(v) for v in value]
            conditions.append((attribute, kind, value))
        return conditions

    def _hits(self, conditions: list[tuple[str, str, Any]], table: dict[str, tuple[Array, Array]]) -> Array:
        """Which distinct sets of attributes fulfil all conditions on one token."""
        fulfilled: Array = np.array(True)
        for attribute, kind, value in conditions:
            values, index = table[attribute]
            if kind == "REGEX":
                hit = np.array([bool(value.search(self._strings[key])) for key in values.tolist()])
            else:
                hit = np.isin(values, np.array(value, np.uint64), invert=kind == "NOT_IN")
            fulfilled = fulfilled & hit[index]
        return fulfilled


def _in_a_row(hits: list[Array], ends: Array) -> Array:
    """Where a pattern begins whose tokens fulfil `hits` one after the other, within one text."""
    begins = hits[0].copy()
    for distance, hit in enumerate(hits[1:], 1):
        begins[:-distance] &= hit[distance:]
        begins[-distance:] = False
        for back in range(1, distance + 1):
            begins[np.maximum(ends - back, 0)] = False
    return begins


class Lemmas:
    """A spaCy rule `lemmatizer`, with its lists of words as sets: it looks up thousands of forms in them.

    It remembers what it has found, up to a bound.
    """

    def __init__(self, pipe: Component) -> None:
        lookups = Lookups()
        for name in pipe.lookups.tables:
            content = dict(pipe.lookups.get_table(name).items())
            if name == "lemma_index":
                content = {key: set(words) for key, words in content.items()}
            lookups.add_table(name, content)
        self._pipe = type(pipe)(pipe.vocab, None, mode=pipe.mode)
        self._pipe.initialize(lookups=lookups)

    def __call__(self, orth: Array, pos: Array, morph: Array, lemma: Array) -> Array:
        """The lemma of each token: what a rule has set, else by word, part of speech and morphology."""
        bare = np.flatnonzero(lemma == 0)
        if not len(bare):
            return lemma
        words, *tagged = columns = [column[bare] for column in (orth, pos, morph)]
        _, first, index = distinct(*columns)
        lemmas = self._lemmatize(words[first], np.stack(tagged, axis=1)[first])
        lemma[bare] = lemmas[index]
        return lemma

    def _lemmatize(self, words: Array, tagged: Array) -> Array:
        strings = self._pipe.vocab.strings
        if len(self._pipe.cache) > _REMEMBERED:
            self._pipe.cache.clear()
        doc = Doc(self._pipe.vocab, words=[strings[key] for key in words.tolist()])
        doc.from_array([POS, MORPH], tagged)  # type: ignore[arg-type]  # typed for thinc's arrays
        return np.array([strings.add(self._pipe.lemmatize(token)[0]) for token in doc], np.uint64)
