"""he, she, the senator → the person meant: who stands out most among those before it that agree in gender.

All pronouns outside quotes are resolved in reading order, so that each of them makes its person stand out
for the next one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.core.verbs import reporting_form
from pipeline.quotes.phrases import titled_head
from pipeline.quotes.scene import Scene

GENDER_OF = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip

_REACH = 40
_FAR_REACH = 400
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_OBJECTS = frozenset(["dobj", "pobj", "dative"])

_SENTENCE = -0.6
_MOST_SENTENCES = 8
_BLOCK = -1.5
_SUBJECT = 1.3
_REPORTER = 0.6
_POSSESSIVE = -0.5
_OBJECT = -0.7
_KNOWN_GENDER = 0.6
_LAST_SPEAKER = 0.7
_NAMED_IN_QUOTE = -1.5
_LEAST = -4.0


class Anchor(NamedTuple):
    """A place where a person is named or meant, and how much it makes the person stand out."""

    token: int
    entity_id: int
    weight: float


class Standing(NamedTuple):
    """A person and how much the person stands out at a place."""

    entity_id: int
    score: float


class Persons:
    """The persons of one article where they are named or meant by a pronoun, outside quotes."""

    def __init__(self, scene: Scene, genders: dict[int, str]) -> None:
        self.scene = scene
        self.genders = genders
        self.anchors: list[Anchor] = []
        self.tokens: list[int] = []
        self.entities: dict[int, int] = {}
        self._walk()

    def ranked(
        self,
        token: int,
        gender: str | None,
        *,
        in_quote: frozenset[int] = frozenset(),
        last_speaker: int | None = None,
    ) -> list[Standing]:
        """The persons whom a pronoun or role noun can mean, the likeliest first.

        Only persons of that gender or of an unknown one count (all, where the word shows no gender), and
        nobody who was named too long ago. `in_quote`: those named in the quote, who are rarely its speaker.
        """
        barred = self._subject_of_its_verb(token)
        scores: dict[int, float] = {}
        at = bisect_left(self.tokens, token)
        for anchor in self.anchors[max(at - _REACH, 0) : at]:
            known = self.genders.get(anchor.entity_id)
            if anchor.entity_id == barred or (gender and known and known != gender):
                continue
            score = anchor.weight + self._nearness(anchor.token, token)
            score += _KNOWN_GENDER * (known is not None)
            score += _LAST_SPEAKER * (anchor.entity_id == last_speaker)
            score += _NAMED_IN_QUOTE * (anchor.entity_id in in_quote)
            scores[anchor.entity_id] = max(score, scores.get(anchor.entity_id, score))
        found = [Standing(entity_id, score) for entity_id, score in scores.items() if score >= _LEAST]
        found.reverse()
        found.sort(key=lambda standing: -standing.score)
        return found

    def before(self, token: int) -> Iterator[Anchor]:
        """The places before a token where persons are named or meant, the latest first, not too far back."""
        at = bisect_left(self.tokens, token)
        return reversed(self.anchors[max(at - _FAR_REACH, 0) : at])

    def entity_at(self, token: int) -> int | None:
        """The entity_id of the person whom a name or a pronoun at a token means."""
        return self.entities.get(token)

    def _walk(self) -> None:
        """Lists names and pronouns outside quotes in reading order, each pronoun with its person."""
        scene = self.scene
        seen = -1
        for token, word in enumerate(scene.parse.lower):
            if scene.quote_of[token] is not None:
                continue
            mention = scene.mention_of[token]
            if mention is not None:
                is_last = scene.parse.end[token] >= mention.end
                if is_last and mention.label == "PERSON" and mention.mention_id != seen:
                    seen = mention.mention_id
                    self._add(token, mention.entity_id)
            elif word in GENDER_OF:
                for standing in self.ranked(token, GENDER_OF[word])[:1]:
                    self._add(token, standing.entity_id)

    def _add(self, token: int, entity_id: int) -> None:
        self.anchors.append(Anchor(token, entity_id, self._part(titled_head(self.scene, token))))
        self.tokens.append(token)
        self.entities[token] = entity_id

    def _part(self, token: int) -> float:
        """How much the part that a name plays in its sentence makes it stand out."""
        parse = self.scene.parse
        dep = parse.dep[token]
        if dep in _SUBJECTS:
            return _SUBJECT + _REPORTER * (reporting_form(parse.text[parse.head[token]]) is not None)
        if dep == "poss":
            return _POSSESSIVE
        return _OBJECT if dep in _OBJECTS else 0.0

    def _nearness(self, anchor: int, token: int) -> float:
        scene = self.scene
        blocks = scene.block_of[token] - scene.block_of[anchor]
        sentences = min(scene.sentence_of[token] - scene.sentence_of[anchor], _MOST_SENTENCES)
        return _BLOCK * blocks + _SENTENCE * sentences

    def _subject_of_its_verb(self, token: int) -> int | None:
        """The person who is the subject where the token is an object (`Vega met him`: not Vega)."""
        parse = self.scene.parse
        if parse.dep[token] not in _OBJECTS:
            return None
        verb = parse.head[token]
        if parse.dep[token] == "pobj":
            verb = parse.head[verb]
        for child in parse.children[verb]:
            mention = self.scene.mention_of[child]
            if parse.dep[child] in _SUBJECTS and mention is not None:
                return mention.entity_id
        return None
