"""A speaker as written → the entity of the article: names, relative clauses, roles, pronouns.

Where no candidate agrees in gender and number the speaker stays unresolved.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.core.document import Entity
from pipeline.core.lexicon import rows, words
from pipeline.quotes.bodies import Bodies
from pipeline.quotes.interviews import label_of_turn, labelled_person
from pipeline.quotes.phrases import titled_head
from pipeline.quotes.pronouns import GENDER_OF, Persons, Standing
from pipeline.quotes.roles import Roles
from pipeline.quotes.scene import Scene

_CLOSE = 1.0
_CLEAR = 2.0
_RELATIVE = frozenset(["who", "that", "which"])


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
        self.roles = Roles(scene, self.persons)
        self.bodies = Bodies(scene)
        self.single_names: dict[str, set[int]] = {}
        for entity in self.entities:
            if entity.label == "PERSON" and entity.name:
                for part in _ends_of(entity.name.lower()):
                    self.single_names.setdefault(part, set()).add(entity.entity_id)

    def resolve(self, head: int, *, in_quote: frozenset[int], last_speaker: int | None) -> Speaker:
        """The entity behind a head token; `in_quote`: those named in the quote, rarely its speaker."""
        parse = self.scene.parse
        head = self._antecedent(head)
        word = parse.lower[head]
        if self._is_group(head):
            return Speaker(None, "group")
        named = self._by_name(head) or self._by_noun(head)
        if named is not None:
            return named
        if word not in GENDER_OF and not self.roles.is_definite(head):
            return Speaker(None, "noun")
        gender = GENDER_OF.get(word) or _gender_of_role(word)
        ranked = self.persons.ranked(head, gender, in_quote=in_quote, last_speaker=last_speaker)
        return self._likeliest(ranked, is_pronoun=word in GENDER_OF)

    def _likeliest(self, ranked: list[Standing], *, is_pronoun: bool) -> Speaker:
        """The first of the persons; nobody for a noun where the second comes close."""
        if not ranked:
            return Speaker(None, "unclear")
        margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else _CLEAR
        if is_pronoun:
            return self._speaker(ranked[0].entity_id, "pronoun" if margin >= _CLOSE else "close")
        return self._speaker(ranked[0].entity_id if margin >= _CLEAR else None, "salient")

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
        """The entity named by the head, by a name in apposition to it, or by one name of one bearer."""
        parse = self.scene.parse
        mention = self.scene.mention_of[head]
        if mention is not None:
            return self._speaker(mention.entity_id, "name")
        for child in parse.children[head]:
            mention = self.scene.mention_of[child]
            if parse.dep[child] == "appos" and mention is not None and self._may_name(head, mention.label):
                return self._speaker(mention.entity_id, "apposition")
        titled = self._titled(head)
        if titled is not None:
            return self._speaker(titled, "apposition")
        bearers = self.single_names.get(parse.lower[head], set())
        if len(bearers) == 1 and parse.text[head][0].isupper():
            return self._speaker(next(iter(bearers)), "name")
        label = label_of_turn(self.scene, head) if parse.lower[head] == "i" else None
        if label is not None:
            return self._by_name(label)
        person = labelled_person(self.scene, head)
        return None if person is None else self._speaker(person, "name")

    def _may_name(self, head: int, label: str) -> bool:
        """Whether a name of that sort in apposition to a noun names it: no organization is a mayor."""
        noun = self.scene.parse.lower[head]
        return label == "PERSON" or noun not in words("quotes/role_nouns")

    def _is_group(self, head: int) -> bool:
        """Whether others are joined to a head (`Ruiz and Weller`), not a role (`the owner and coach`)."""
        parse = self.scene.parse
        for child in parse.children[head]:
            if parse.dep[child] != "conj" or parse.pos[child] not in ("NOUN", "PROPN", "PRON"):
                continue
            own_article = any(parse.dep[below] in ("det", "poss") for below in parse.children[child])
            if own_article or parse.tag[child] != "NN" or not self.roles.is_definite(head):
                return True
        return False

    def _titled(self, head: int) -> int | None:
        """The person whose title is the head: `President of Zembla Karel Novak`."""
        parse = self.scene.parse
        for preposition in parse.children[head]:
            for child in parse.children[preposition]:
                mention = self.scene.mention_of[child]
                if mention is not None and titled_head(self.scene, child) == head:
                    return mention.entity_id
        return None

    def _by_noun(self, head: int) -> Speaker | None:
        """The organization behind `it` or `the company`, or the person with the role of `the senator`."""
        body = self.bodies.meant_by(head)
        if body is not None:
            return self._speaker(body, "body")
        if not self.roles.is_definite(head):
            return None
        bearer = self.roles.bearer(head)
        if bearer.is_unnamed:
            return Speaker(None, "noun")
        return None if bearer.entity_id is None else self._speaker(bearer.entity_id, "role")


def _ends_of(name: str) -> set[str]:
    """The first and the last word of a name."""
    parts = name.split()
    return {parts[0], parts[-1]}


@cache
def _genders_of_roles() -> dict[str, str]:
    table = rows("names/roles", ("role", "gender", "kind"))
    return {row["role"]: row["gender"] for row in table if row["gender"] != "either"}


def _gender_of_role(word: str) -> str | None:
    """The gender that a role noun shows (`spokeswoman`), or None."""
    return _genders_of_roles().get(word)
