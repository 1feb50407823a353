"""the senator, the old skipper, its own chair → the person whom the article gives that role.

A source without a name (`a council official said`) that stands nearer than any bearer of the role is meant
instead, and stays without a name.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from pipeline.core.lexicon import rows, words
from pipeline.quotes.pronouns import Persons
from pipeline.quotes.scene import Scene

_DEFINITE = frozenset(["the", "this", "that", "its"])
_INDEFINITE = frozenset(["a", "an", "one", "another"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_BREAKS = frozenset(["of", "for", "at", "in", "to", "on", "from", "with", "since", "and"])


class Bearer(NamedTuple):
    """Who bears a role: a person, nobody (None), or somebody without a name."""

    entity_id: int | None
    is_unnamed: bool


class Roles:
    """Which person of one article has which role, and where people without names are brought in."""

    def __init__(self, scene: Scene, persons: Persons) -> None:
        self.scene = scene
        self.persons = persons
        self.roles: dict[int, set[str]] = {}
        for entity in scene.document.entities:
            if entity.label == "PERSON" and entity.description:
                self.roles[entity.entity_id] = roles_in(entity.description)
        self.unnamed: dict[str, list[int]] = {}
        for token, entity_id in persons.entities.items():
            self.roles.setdefault(entity_id, set()).update(self._nouns_beside(token))
        self._walk()
        self.nouns = words("quotes/role_nouns").union(*self.roles.values())

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

    def bearer(self, head: int) -> Bearer:
        """The person last named or meant before a definite role noun who has that role."""
        word = self.scene.parse.lower[head]
        found = next(
            (one for one in self.persons.before(head) if word in self.roles.get(one.entity_id, ())), None
        )
        introduced = self.unnamed.get(word, [])
        at = bisect_left(introduced, head)
        if at and (found is None or introduced[at - 1] > found.token):
            return Bearer(None, is_unnamed=True)
        return Bearer(found.entity_id if found else None, is_unnamed=False)

    def _walk(self) -> None:
        """Reads the roles that predicates give (`as chair`, `is the chair`), and the indefinite nouns."""
        scene, parse = self.scene, self.scene.parse
        for token, word in enumerate(parse.lower):
            if word not in words("quotes/role_nouns") or scene.quote_of[token] is not None:
                continue
            person = self._subject_of_predicate(token)
            if person is not None:
                self.roles.setdefault(person, set()).add(word)
            elif scene.mention_of[token] is None and self._is_unnamed(token):
                self.unnamed.setdefault(word, []).append(token)

    def _nouns_beside(self, token: int) -> set[str]:
        """The nouns that stand directly before a name or in apposition to it (`shepherd Vega`)."""
        parse, mention = self.scene.parse, self.scene.mention_of[token]
        if mention is None:
            return set()
        before = parse.tokens_in(mention.start, mention.end)[0] - 1
        children = parse.children[token]
        beside = [child for child in children if parse.dep[child] == "appos" or child == before]
        if parse.dep[token] == "appos":
            beside.append(parse.head[token])
        return {parse.lower[child] for child in beside if parse.tag[child] == "NN"}

    def _subject_of_predicate(self, token: int) -> int | None:
        """The person of whom a role noun is said: `Vega is chair`, `Vega spoke as chair`."""
        parse = self.scene.parse
        verb = parse.head[token]
        if parse.dep[token] == "pobj" and parse.lower[verb] == "as":
            verb = parse.head[verb]
        elif parse.dep[token] != "attr":
            return None
        subjects = [child for child in parse.children[verb] if parse.dep[child] in _SUBJECTS]
        return self.persons.entity_at(subjects[0]) if subjects else None

    def _is_unnamed(self, token: int) -> bool:
        """Whether a noun brings somebody in without a name: `a senior official`."""
        parse = self.scene.parse
        children = parse.children[token]
        if any(
            self.persons.entity_at(child) is not None for child in children if parse.dep[child] == "appos"
        ):
            return False
        return any(parse.lower[child] in _INDEFINITE for child in children if parse.dep[child] == "det")


def roles_in(description: str) -> set[str]:
    """The role nouns that a description gives or implies (`Vermont Sen.` → senator).

    Words behind a preposition are no roles; of the others, those that are role nouns and the last one count.
    """
    plain: list[str] = []
    for word in description.lower().split():
        if word in _BREAKS:
            break
        plain.append(word)
    roles = {plain[-1].rstrip(",.")} if plain else set()
    for word in plain:
        roles |= {word.rstrip(",.")} & words("quotes/role_nouns")
        roles |= set(_role_forms().get(word, ()))
    return roles


@cache
def _role_forms() -> dict[str, list[str]]:
    table = rows("quotes/role_forms", ("form", "nouns"))
    return {row["form"]: row["nouns"].split() for row in table}
