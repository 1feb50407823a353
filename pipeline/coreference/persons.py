"""he, she, the senator → the person meant: who stands out most among those before it that agree in gender.

The words outside quotes are read in order. Names, pronouns, role nouns and people without a name (`a woman`)
each leave an anchor, so that each of them makes its person stand out for the next pronoun. A softmax over all
persons who can be meant, and over nobody, gives the probability of each; somebody without a name has an id
below zero.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from math import exp, log2
from typing import NamedTuple

from pipeline.core.verbs import reporting_form
from pipeline.coreference.grammar import OBJECTS, SUBJECTS, antecedent, joined_with, own_subject, subjects_above
from pipeline.coreference.nouns import UNNAMED, People, gender_of_role
from pipeline.coreference.scene import Scene
from pipeline.coreference.titles import titled_head

GENDER_OF = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
REFLEXIVE = frozenset(["himself", "herself"])

W = dict(SENTENCE=-0.6, MOST=8, BLOCK=-1.5, SUBJECT=1.3, REPORTER=0.6, POSS=-0.5, OBJECT=-0.7, KNOWN=0.6,
         TOPIC=0.2, ABOVE=0.8, FURTHER=0.3, REFLEX=4.0, AFTER=0.0, STRANGER=-0.3, DEFINITE=-1.0, NOBODY=-3.0, HEAT=1.3,
         PRON=0.0, INNER=0.0, LOOSE=-0.8, INQ=-1.5, LASTSP=0.7, CLOSEQ=0.0)
_REACH = 40
_FAR_REACH = 400


class Anchor(NamedTuple):
    """A place where a person is named or meant, and how much it makes the person stand out."""

    token: int
    person: int
    weight: float


class Standing(NamedTuple):
    """A person (None: nobody of those known) and the probability that a word means that person."""

    person: int | None
    probability: float


class Persons:
    """The persons of one article where they are named or meant, outside quotes."""

    def __init__(self, scene: Scene, genders: Mapping[int, str]) -> None:
        self.scene = scene
        self.genders = dict(genders)
        self.anchors: list[Anchor] = []
        self.tokens: list[int] = []
        self.meant: dict[int, Standing] = {}
        self.people = People(scene, self.person_at)
        self._seen: Counter[int] = Counter()
        self.speakers = {}
        self._walk()

    def ranked(self, token, gender, *, in_quote=frozenset(), last_speaker=None):
        scene, parse = self.scene, self.scene.parse
        word = parse.lower[token]
        barred = self._barred(token)
        above = [self.person_at(subject) for subject in subjects_above(parse, token) if scene.quote_of[token] is not None or scene.quote_of[subject] is None]
        scores: dict[int, float] = {}
        at = bisect_left(self.tokens, token)
        for anchor in self.anchors[max(at - _REACH, 0) : at]:
            if anchor.person in barred:
                continue
            known = self.genders.get(anchor.person)
            if gender and known and known != gender:
                continue
            score = anchor.weight + self._nearness(anchor.token, token)
            scores[anchor.person] = max(score, scores.get(anchor.person, score))
        for nth, person in enumerate(above):
            if person is None or person in barred: continue
            known = self.genders.get(person)
            if gender and known and known != gender: continue
            if person not in scores:
                scores[person] = W["SUBJECT"] + W["AFTER"]
            if word in REFLEXIVE: scores[person] += W["REFLEX"] if nth == 0 else 0
            else: scores[person] += W["ABOVE"] if nth == 0 else W["FURTHER"]
        for person in scores:
            scores[person] += W["KNOWN"] * (self.genders.get(person) is not None)
            scores[person] += W["TOPIC"] * log2(1 + self._seen[person])
            scores[person] += W["INQ"] * (person in in_quote) + W["LASTSP"] * (person == last_speaker)
        return _softmax(scores)

    def before(self, token: int) -> Iterator[Anchor]:
        """The places before a token where persons are named or meant, the latest first, not too far back."""
        at = bisect_left(self.tokens, token)
        return reversed(self.anchors[max(at - _FAR_REACH, 0) : at])

    def person_at(self, token: int) -> int | None:
        """Who is named or meant by a token: an entity_id, an id below zero, or None."""
        parse, scene = self.scene.parse, self.scene
        token = antecedent(parse, token)
        mention = scene.mention_of[token]
        if mention is not None:
            return mention.entity_id if mention.label == "PERSON" else None
        if token in self.meant:
            return self.meant[token].person
        for child in parse.children[token]:
            mention = scene.mention_of[child]
            if parse.dep[child] == "appos" and mention is not None and mention.label == "PERSON":
                return mention.entity_id
        return None

    def read_quotes(self, speakers) -> None:
        """speakers: quote_id -> (entity_id, is direct)"""
        self.speakers = speakers
        self._walk(inside=True)

    def _walk(self, *, inside=False) -> None:
        scene = self.scene
        for token, word in enumerate(scene.parse.lower):
            if (scene.quote_of[token] is not None) != inside:
                continue
            mention = scene.mention_of[token]
            if mention is not None:
                if scene.parse.end[token] >= mention.end and mention.label == "PERSON":
                    self._add(token, mention.entity_id, 0.0 if not inside else W["INNER"])
            elif word in GENDER_OF:
                ranked = self.ranked(token, GENDER_OF[word])
                self.meant[token] = ranked[0]
                if ranked[0].person is not None:
                    self._add(token, ranked[0].person, W["PRON"])
            else:
                self._read_noun(token, word)

    def _read_noun(self, token, word):
        found = self.people.read(token, self.before)
        if found is None: return
        person, is_new, definite = found
        gender = gender_of_role(word)
        if person < 0 and gender: self.genders[person] = gender
        self.meant[token] = Standing(person, 1.0)
        self._add(token, person, (W["DEFINITE"] if definite else W["STRANGER"]) if person < 0 else W["LOOSE"])

    def _add(self, token: int, person: int, extra: float) -> None:
        at = bisect_right(self.tokens, token)
        self.anchors.insert(at, Anchor(token, person, self._part(titled_head(self.scene, token)) + extra))
        self.tokens.insert(at, token)
        self._seen[person] += 1

    def _part(self, token: int) -> float:
        parse = self.scene.parse
        dep = parse.dep[token]
        if dep in SUBJECTS:
            return W["SUBJECT"] + W["REPORTER"] * (reporting_form(parse.text[parse.head[token]]) is not None)
        if dep == "poss":
            return W["POSS"]
        return W["OBJECT"] if dep in OBJECTS else 0.0

    def _nearness(self, anchor: int, token: int) -> float:
        scene = self.scene
        blocks = scene.block_of[token] - scene.block_of[anchor]
        sentences = min(scene.sentence_of[token] - scene.sentence_of[anchor], W["MOST"])
        return W["BLOCK"] * blocks + W["SENTENCE"] * sentences

    def _barred(self, token: int) -> set[int | None]:
        parse = self.scene.parse
        barred = {self.person_at(other) for other in joined_with(parse, token)}
        if parse.lower[token] not in REFLEXIVE:
            subject = own_subject(parse, token)
            if subject is not None and subject != token:
                barred.add(self.person_at(subject))
        quote = self.scene.quote_of[token]
        if quote is not None and quote in self.speakers:
            person, direct = self.speakers[quote]
            if direct: barred.add(person)
        return barred - {None}


def _softmax(scores: dict[int, float]) -> list[Standing]:
    everybody: dict[int | None, float] = {None: W["NOBODY"], **dict(reversed(scores.items()))}
    highest = max(everybody.values())
    raw = {person: exp(W["HEAT"] * (score - highest)) for person, score in everybody.items()}
    total = sum(raw.values())
    return sorted((Standing(p, r / total) for p, r in raw.items()), key=lambda s: -s.probability)
