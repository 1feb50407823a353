"""Nouns for people: the senator → who bears the role; a woman, his wife → somebody without a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pipeline.core.lexicon import rows, words
from pipeline.coreference.grammar import SUBJECTS
from pipeline.coreference.scene import Scene

_DEFINITE = frozenset(["the", "this", "that", "its"])
_INDEFINITE = frozenset(["a", "an", "one", "another"])
_BREAKS = frozenset(["of", "for", "at", "in", "to", "on", "from", "with", "since", "and"])
_PREDICATES = frozenset(["attr", "oprd", "compound", "amod", "npadvmod"])
UNNAMED = -1


class People:
    def __init__(self, scene, person_at):
        self.scene, self.person_at = scene, person_at
        self.roles: dict[int, set[str]] = {}
        self.strangers: dict[str, int] = {}
        self.count = 0
        for entity in scene.document.entities:
            if entity.label == "PERSON":
                self.roles[entity.entity_id] = roles_in(entity.description) if entity.description else set()
        for mention in scene.document.mentions:
            if mention.label == "PERSON":
                tokens = scene.parse.tokens_in(mention.start, mention.end)
                if tokens and scene.quote_of[tokens[-1]] is None:
                    self.roles[mention.entity_id] |= self._nouns_beside(tokens)
        self.nouns = words("coreference/role_nouns").union(*self.roles.values())

    def is_definite(self, head: int) -> bool:
        """Whether a head makes a phrase like `the Oregon senator`: one known person, no `of` behind it."""
        parse = self.scene.parse
        if parse.lower[head] not in self.nouns or parse.tag[head] not in ("NN", "NNP"):
            return False
        children = parse.children[head]
        if any(parse.dep[child] == "prep" and child > head for child in children):
            return False
        return any(
            parse.lower[child] in _DEFINITE for child in children if parse.dep[child] in ("det", "poss")
        )

    def read(self, token, before):
        parse, word = self.scene.parse, self.scene.parse.lower[token]
        if word not in self.nouns or parse.tag[token] not in ("NN", "NNP"):
            return None
        subject = self._subject_of_predicate(token)
        if subject is not None:
            if subject >= 0 and word in words("coreference/role_nouns"):
                self.roles[subject].add(word)
            return None
        if self._names_somebody(token) or parse.dep[token] in _PREDICATES:
            return None
        dets = [parse.lower[c] for c in parse.children[token] if parse.dep[c] in ("det", "poss")]
        if self.is_definite(token):
            person = self.bearer(token, before)
            if person is not None:
                return person, False, True
            return self._new(word), True, True
        if any(d in _INDEFINITE for d in dets):
            return self._new(word), True, False
        if dets or parse.tag[token] == "NN" and False:
            return (self.strangers.get(word) or self._new(word)), True, dets[0] in _DEFINITE
        return None

    def _new(self, word):
        self.count -= 1
        self.strangers[word] = self.count
        return self.count

    def bearer(self, head, before):
        """The person last named or meant before a definite role noun who has that role."""
        word = self.scene.parse.lower[head]
        for anchor in before(head):
            if anchor.person >= 0 and word in self.roles.get(anchor.person, ()) or anchor.person == self.strangers.get(word):
                return anchor.person
        return None

    def _names_somebody(self, token):
        parse, scene = self.scene.parse, self.scene
        beside = [c for c in parse.children[token] if parse.dep[c] == "appos"]
        if parse.dep[token] == "appos": beside.append(parse.head[token])
        if token + 1 < len(parse): beside.append(token + 1)
        return any(scene.mention_of[b] is not None and scene.mention_of[b].label == "PERSON" for b in beside)

    def _nouns_beside(self, tokens: range) -> set[str]:
        parse = self.scene.parse
        found = {tokens[0] - 1} if tokens[0] else set()
        beside: set[int] = set()
        for token in tokens:
            beside |= {c for c in parse.children[token] if parse.dep[c] == "appos" or c in found}
            if parse.dep[token] == "appos":
                beside.add(parse.head[token])
        return {parse.lower[child] for child in beside if parse.tag[child] == "NN"}

    def _subject_of_predicate(self, token: int) -> int | None:
        """The person of whom a role noun is said: `Vega is chair`, `Vega spoke as chair`."""
        parse = self.scene.parse
        verb = parse.head[token]
        if parse.dep[token] == "pobj" and parse.lower[verb] == "as":
            verb = parse.head[verb]
        elif parse.dep[token] != "attr":
            return None
        subjects = [child for child in parse.children[verb] if parse.dep[child] in SUBJECTS]
        return self.person_at(subjects[0]) if subjects else None


def roles_in(description: str) -> set[str]:
    """The role nouns that a description gives or implies (`Vermont Sen.` → senator)."""
    plain: list[str] = []
    for word in description.lower().split():
        if word in _BREAKS:
            break
        plain.append(word)
    roles = {plain[-1].rstrip(",.")} if plain else set()
    for word in plain:
        roles |= {word.rstrip(",.")} & words("coreference/role_nouns")
        roles |= set(_role_forms().get(word, ()))
    return roles


@cache
def _role_forms() -> dict[str, list[str]]:
    table = rows("coreference/role_forms", ("form", "nouns"))
    return {row["form"]: row["nouns"].split() for row in table}


@cache
def _genders_of_roles() -> dict[str, str]:
    table = rows("names/roles", ("role", "gender", "kind"))
    return {row["role"]: row["gender"] for row in table if row["gender"] != "either"}


def gender_of_role(word: str) -> str | None:
    """The gender that a role noun shows (`spokeswoman`), or None."""
    return _genders_of_roles().get(word)
