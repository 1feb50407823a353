"""A speaker as written → the entity of the article: names, relative clauses, roles, pronouns.

Where no candidate agrees in gender and number the speaker stays unresolved.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.core.document import Entity
from pipeline.core.lexicon import rows, words
from pipeline.quotes.pronouns import GENDER_OF, Persons
from pipeline.quotes.scene import Scene

_RELATIVE = frozenset(["who", "that", "which"])
_DEFINITE = frozenset(["the", "this", "that"])


class Speaker(NamedTuple):
    """Who a source is: the entity (None: nobody known by name) and how it was found."""

    entity: Entity | None
    how: str


class Resolver:
    """Finds the entities behind the sources of one article."""

    def __init__(self, scene: Scene, genders: dict[int, str]) -> None:
        self.scene = scene
        self.entities = scene.document.entities
        self.persons = Persons(scene, genders)
        self.surnames: dict[str, set[int]] = {}
        for entity in self.entities:
            if entity.label == "PERSON" and entity.name:
                self.surnames.setdefault(entity.name.split()[-1].lower(), set()).add(entity.entity_id)

    def resolve(self, head: int, *, in_quote: frozenset[int], last_speaker: int | None) -> Speaker:
        """The entity behind a head token; `in_quote`: those named in the quote, rarely its speaker."""
        parse = self.scene.parse
        head = self._antecedent(head)
        word = parse.lower[head]
        conjuncts = [child for child in parse.children[head] if parse.dep[child] == "conj"]
        if any(parse.pos[child] in ("NOUN", "PROPN", "PRON") for child in conjuncts):
            return Speaker(None, "group")
        named = self._by_name(head) or self._by_role(head)
        if named is not None:
            return named
        if word not in GENDER_OF and not self._is_definite_person(head):
            return Speaker(None, "noun")
        found = self.persons.most_salient(
            head,
            GENDER_OF.get(word) or _gender_of_role(word),
            in_quote=in_quote,
            last_speaker=last_speaker,
        )
        return self._speaker(found, "pronoun" if word in GENDER_OF else "salient")

    def _speaker(self, entity_id: int | None, how: str) -> Speaker:
        return Speaker(None if entity_id is None else self.entities[entity_id], how)

    def _antecedent(self, head: int) -> int:
        """The noun that a relative clause belongs to where the head is its pronoun, else the head."""
        parse = self.scene.parse
        if parse.lower[head] not in _RELATIVE:
            return head
        node = head
        while parse.head[node] != node and parse.dep[node] != "relcl":
            node = parse.head[node]
        return parse.head[node] if parse.dep[node] == "relcl" else head

    def _by_name(self, head: int) -> Speaker | None:
        """The entity named by the head, by a name in apposition to it, or by a surname of only one."""
        parse = self.scene.parse
        mention = self.scene.mention_of[head]
        if mention is not None:
            return self._speaker(mention.entity_id, "name")
        for child in parse.children[head]:
            mention = self.scene.mention_of[child]
            if parse.dep[child] == "appos" and mention is not None and mention.label == "PERSON":
                return self._speaker(mention.entity_id, "apposition")
        bearers = self.surnames.get(parse.lower[head], set())
        if len(bearers) == 1 and parse.text[head][0].isupper():
            return self._speaker(next(iter(bearers)), "name")
        return None

    def _by_role(self, head: int) -> Speaker | None:
        """The person last named before `the senator`, `the president` who is described so."""
        if not self._is_definite_person(head):
            return None
        word = self.scene.parse.lower[head]
        for entity_id in self.persons.named_before(head):
            if word in _roles_in(self.entities[entity_id].description or ""):
                return self._speaker(entity_id, "role")
        return None

    def _is_definite_person(self, head: int) -> bool:
        """Whether a head makes a phrase like `the Oregon senator`: one known person, no `of` behind it."""
        parse = self.scene.parse
        if parse.lower[head] not in words("quotes/role_nouns") or parse.tag[head] not in ("NN", "NNP"):
            return False
        children = parse.children[head]
        if any(parse.dep[child] == "prep" and child > head for child in children):
            return False
        return any(parse.lower[child] in _DEFINITE for child in children if parse.dep[child] == "det")


def _roles_in(description: str) -> set[str]:
    """The role nouns that a description gives or implies (`Vermont Sen.` → senator)."""
    roles = set()
    for word in description.lower().split():
        roles |= {word.rstrip(",."), *_role_forms().get(word, ())}
    return roles


@cache
def _role_forms() -> dict[str, list[str]]:
    table = rows("quotes/role_forms", ("form", "nouns"))
    return {row["form"]: row["nouns"].split() for row in table}


@cache
def _genders_of_roles() -> dict[str, str]:
    table = rows("names/roles", ("role", "gender", "kind"))
    return {row["role"]: row["gender"] for row in table if row["gender"] != "either"}


def _gender_of_role(word: str) -> str | None:
    """The gender that a role noun shows (`spokeswoman`), or None."""
    return _genders_of_roles().get(word)
