"""A word or phrase → the entity of the article that it means, or none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

from pipeline.core.document import Document, Mention, Quantity, Quote
from pipeline.core.errors import UsageError
from pipeline.core.lexicon import words
from pipeline.coreference.bodies import Bodies
from pipeline.coreference.genders import GENDER_OF, gender_of_noun
from pipeline.coreference.grammar import antecedent, appositions, head_of
from pipeline.coreference.persons import Persons
from pipeline.coreference.reference import LEAST, SHARE_RIGHT, Reference
from pipeline.coreference.roles import Roles, is_determined
from pipeline.coreference.scene import Scene
from pipeline.coreference.titles import titled_person
from pipeline.coreference.turns import label_of_turn, labelled_person
from pipeline.names import gender_evidence
from pipeline.names.titles import is_role

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "myself"])
_PLURAL = frozenset(["we", "us", "our", "ours", "they", "them", "their", "theirs"])

Span = tuple[int, int]


class Resolver:
    """Finds the entities behind the words of one article; reads it when a word needs it, a name does not."""

    def __init__(self, scene: Scene, genders: Mapping[int, str] | None = None) -> None:
        self.scene = scene
        self.entities = scene.document.entities
        self._genders = genders
        self._quotes: dict[int, Quote] = {}

    @classmethod
    def of(cls, document: Document) -> Self:
        """The resolver of an annotated document; with its quotes, words inside quotes are resolved too."""
        found = cls(Scene.of(document))
        found.persons.read_quotes(document.quotes)
        found._quotes = {quote.quote_id: quote for quote in document.quotes}
        return found

    @cached_property
    def persons(self) -> Persons:
        """The persons of the article; their genders as given, else as titles and first names show them."""
        document, genders = self.scene.document, self._genders
        if genders is None:
            genders = gender_evidence(document, document.mentions, document.entities)
        return Persons.of(self.scene, genders)

    @property
    def roles(self) -> Roles:
        """Which person has which role."""
        return self.persons.roles

    @cached_property
    def bodies(self) -> Bodies:
        """The organizations of the article."""
        return Bodies(self.scene)

    def resolve(self, mention: Span | Mention | Quote | Quantity) -> Reference:
        """What is meant by a span of the text, by a mention, or by the speaker of a quote or quantity.

        Raises UsageError for a span without a word.
        """
        if isinstance(mention, Mention):
            return self._known(mention.entity_id, "name")
        if isinstance(mention, Quantity):
            quote = None if mention.quote_id is None else self._quotes.get(mention.quote_id)
            return self._none("unclear") if quote is None else self.resolve(quote)
        if isinstance(mention, Quote):
            if mention.speaker_start is None or mention.speaker_end is None:
                return self._none("unclear")
            mention = (mention.speaker_start, mention.speaker_end)
        start, end = mention
        tokens = self.scene.parse.tokens_in(start, end)
        if not tokens:
            raise UsageError(
                f"the span ({start}, {end}) has no word; give code points of the document's text"
            )
        return self.meaning_of(head_of(self.scene.parse, tokens))

    def meaning_of(self, head: int) -> Reference:
        """What is meant by the phrase round a head token."""
        parse = self.scene.parse
        noun = antecedent(parse, head)
        if noun != head:
            found = self.meaning_of(noun)
            return found._replace(how="relative") if found.how in ("name", "apposition") else found
        word = parse.lower[head]
        if self._is_group(head) or word in _PLURAL:
            return self._none("group")
        if word in FIRST_PERSON:
            return self._first_person(head)
        if word in GENDER_OF:
            return self._likeliest(head, GENDER_OF[word], "pronoun")
        named = self._by_name(head)
        if named is not None:
            return named
        body = self.bodies.meant_by(head)
        return self._by_role(head, word) if body is None else self._known(body, "body")

    def is_known_noun(self, token: int) -> bool:
        """Whether a token is a noun that means an entity: `the senator`, `the company`."""
        person = self.persons.meant[token].person if token in self.persons.meant else None
        return (person is not None and person >= 0) or self.bodies.meant_by(token) is not None

    def _none(self, how: str) -> Reference:
        return Reference(None, how, SHARE_RIGHT[how])

    def _known(self, entity_id: int, how: str) -> Reference:
        return Reference(self.entities[entity_id], how, SHARE_RIGHT[how])

    def _likeliest(self, head: int, gender: str | None, how: str) -> Reference:
        """The likeliest person, where a name is known and the probability is high enough."""
        person, probability = self.persons.ranked(head, gender)[0]
        if person is None or probability < LEAST[how]:
            return self._none("unclear")
        if person < 0:
            return self._none("unnamed")
        return Reference(self.entities[person], how, round(probability * SHARE_RIGHT[how], 3))

    def _by_role(self, head: int, word: str) -> Reference:
        """The person behind `the senator`, or the one who stands out where `the Oregon farmer` is said."""
        writer = self._writer_of(head)
        if writer is not None:
            return self.meaning_of(writer)
        if not is_determined(self.scene.parse, head) or not self.roles.is_definite(head):
            relative = self.roles.relative_called(word)
            return self._none("unnamed") if relative is None else self._known(relative, "role")
        person = self.persons.person_at(head)
        if person is not None and person >= 0:
            return self._known(person, "role")
        if person in self.roles.introduced:
            return self._none("unnamed")
        found = self._likeliest(head, gender_of_noun(word), "salient")
        if found.entity is None or self.roles.may_describe(head, found.entity.entity_id):
            return found
        return self._none("unnamed")

    def _first_person(self, head: int) -> Reference:
        """Who says I: the speaker of the quote, or of the turn in a transcript."""
        label = label_of_turn(self.scene, head)
        named = None if label is None else self._by_name(label)
        quote_id = self.scene.quote_of[head]
        quote = None if quote_id is None else self._quotes.get(quote_id)
        if named is None and quote is not None and quote.speaker_entity_id is not None:
            named = self._known(quote.speaker_entity_id, "first person")
            named = named._replace(confidence=round(named.confidence * quote.confidence, 3))
        return named or self._none("unclear")

    def _by_name(self, head: int) -> Reference | None:
        """The entity named by the head, by a name in apposition to it, or by one name of one bearer."""
        parse, scene = self.scene.parse, self.scene
        mention = scene.mention_of[head]
        if mention is not None:
            return self._known(mention.entity_id, "name")
        if parse.text[head] in words("names/post_nominals") and head and scene.mention_of[head - 1]:
            return self._by_name(head - 1)
        for child in appositions(parse, head):
            mention = scene.mention_of[child]
            if mention is not None and self._may_name(head, mention.label):
                return self._known(mention.entity_id, "apposition")
        ranked = self._behind_rank(head)
        if ranked is not None:
            return self._known(ranked.entity_id, "apposition")
        titled = titled_person(scene, head)
        if titled is not None:
            return self._known(titled, "apposition")
        person = scene.single_names.get(parse.lower[head]) if parse.text[head][0].isupper() else None
        person = labelled_person(scene, head) if person is None else person
        return None if person is None else self._known(person, "name")

    def _writer_of(self, head: int) -> int | None:
        """The he or she whose letter, speech or post a noun means: `her letter`."""
        parse = self.scene.parse
        if parse.lower[head] not in words("coreference/writings"):
            return None
        owners = [child for child in parse.children[head] if parse.dep[child] == "poss"]
        return next((child for child in owners if parse.lower[child] in GENDER_OF), None)

    def _behind_rank(self, head: int) -> Mention | None:
        """The person named behind a shortened rank whose full stop ended the sentence: `said Sgt. | Vega`."""
        parse, scene = self.scene.parse, self.scene
        after = head + 2
        if parse.text[head + 1 : after] != ["."] or not is_role(
            parse.text[head], kinds=("rank", "honorific")
        ):
            return None
        mention = scene.mention_of[after] if after < len(parse) else None
        here = mention is not None and scene.block_of[after] == scene.block_of[head]
        return mention if here and mention is not None and mention.label == "PERSON" else None

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
            if own_article or parse.tag[child] != "NN" or not self.roles.is_definite(head):
                return True
        return False
