"""A speaker as written → the entity of the article: names, relative clauses, roles, pronouns.

Where no candidate agrees in gender and number the speaker stays unresolved.
"""

from __future__ import annotations

from pipeline.core.lexicon import words
from pipeline.names import gender_evidence
from pipeline.coreference.bodies import Bodies
from pipeline.coreference.grammar import antecedent
from pipeline.coreference.nouns import gender_of_role
from pipeline.coreference.persons import GENDER_OF, Persons, Standing
from pipeline.coreference.reference import SHARE_RIGHT, Reference
from pipeline.coreference.scene import Scene
from pipeline.coreference.titles import titled_head, titled_person
from pipeline.coreference.turns import label_of_turn, labelled_person

T = dict(LEAST=0.5, SALIENT=0.8)

class Resolver:
    """Finds the entities behind the sources of one article."""

    def __init__(self, scene: Scene, genders: dict[int, str]) -> None:
        self.scene = scene
        self.entities = scene.document.entities
        self.persons = Persons(scene, genders)
        self.people = self.persons.people
        self.bodies = Bodies(scene)
        self.single_names: dict[str, set[int]] = {}
        for entity in self.entities:
            if entity.label == "PERSON" and entity.name:
                for part in _ends_of(entity.name.lower()):
                    self.single_names.setdefault(part, set()).add(entity.entity_id)

    def resolve(self, head: int, *, in_quote: frozenset[int] = frozenset(), last_speaker: int | None = None) -> Reference:
        """The entity behind a head token; `in_quote`: those named in the quote, rarely its speaker."""
        parse = self.scene.parse
        noun = antecedent(parse, head)
        if noun != head:
            found = self.resolve(noun)
            return found
        word = parse.lower[head]
        if self._is_group(head):
            return self._none("group")
        named = self._by_name(head) or self._by_noun(head)
        if named is not None:
            return named
        quote = self.scene.quote_of[head]
        if word in ("i","me","my","myself","mine") and quote is not None:
            q = self.speakers.get(quote)
            if q is None or q.speaker_entity_id is None: return self._none("unclear")
            return Reference(self.entities[q.speaker_entity_id], "first person", round(q.confidence*.95,3))
        if word not in GENDER_OF and not self.people.is_definite(head):
            return self._none("unnamed")
        gender = GENDER_OF.get(word) or gender_of_role(word)
        ranked = self.persons.ranked(head, gender, in_quote=in_quote, last_speaker=last_speaker)
        return self._likeliest(ranked, is_pronoun=word in GENDER_OF)

    @classmethod
    def of(cls, document):
        out = cls(Scene.of(document), gender_evidence(document, document.mentions, document.entities))
        out.persons.read_quotes({q.quote_id: (q.speaker_entity_id, q.kind == "direct") for q in document.quotes})
        out.speakers = {q.quote_id: q for q in document.quotes}
        return out

    def _none(self, how):
        return Reference(None, how, SHARE_RIGHT[how])

    def _likeliest(self, ranked: list[Standing], *, is_pronoun: bool) -> Reference:
        person, p = ranked[0]
        if person is None: return self._none("unclear")
        if person < 0: return self._none("unnamed")
        if p < (T["LEAST"] if is_pronoun else T["SALIENT"]):
            return Reference(None, "unclear", 1 - p)
        return Reference(self.entities[person], "pronoun" if is_pronoun else "salient", round(p,3) if is_pronoun else SHARE_RIGHT["salient"])

    def _speaker(self, entity_id, how):
        return Reference(self.entities[entity_id], how, SHARE_RIGHT[how])

    def _by_name(self, head: int) -> Reference | None:
        """The entity named by the head, by a name in apposition to it, or by one name of one bearer."""
        parse = self.scene.parse
        mention = self.scene.mention_of[head]
        if mention is not None:
            return self._speaker(mention.entity_id, "name")
        for child in parse.children[head]:
            mention = self.scene.mention_of[child]
            if parse.dep[child] == "appos" and mention is not None and self._may_name(head, mention.label):
                return self._speaker(mention.entity_id, "apposition")
        titled = titled_person(self.scene, head)
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
        return label == "PERSON" or noun not in words("coreference/role_nouns")

    def _is_group(self, head: int) -> bool:
        """Whether others are joined to a head (`Ruiz and Weller`), not a role (`the owner and coach`)."""
        parse = self.scene.parse
        for child in parse.children[head]:
            if parse.dep[child] != "conj" or parse.pos[child] not in ("NOUN", "PROPN", "PRON"):
                continue
            own_article = any(parse.dep[below] in ("det", "poss") for below in parse.children[child])
            if own_article or parse.tag[child] != "NN" or not self.people.is_definite(head):
                return True
        return False

    def _by_noun(self, head: int) -> Reference | None:
        """The organization behind `it` or `the company`, or the person with the role of `the senator`."""
        body = self.bodies.meant_by(head)
        if body is not None:
            return self._speaker(body, "body")
        if not self.people.is_definite(head):
            return None
        meant = self.persons.meant.get(head)
        if meant is None or meant.person is None: return None
        if meant.person < 0:
            return None if meant.probability < 1 else None
        return self._speaker(meant.person, "role")


def _ends_of(name: str) -> set[str]:
    """The first and the last word of a name."""
    parts = name.split()
    return {parts[0], parts[-1]}
