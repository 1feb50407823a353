"""How much a person stands out where a pronoun or a noun may mean them, and how probable each person is.

The weights were chosen on PolNeAR dev and GUM news by the likelihood of the right person.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from pipeline.core.verbs import reporting_form
from pipeline.coreference.grammar import OBJECTS, SUBJECTS
from pipeline.coreference.scene import Scene
from pipeline.coreference.titles import titled_head

SENTENCE_BACK = -0.4
MOST_SENTENCES = 8
BLOCK_BACK = -1.5
SUBJECT = 0.5
SUBJECT_FOR_OTHERS = -0.8
REPORTER = 1.0
REPORTER_FOR_REPORTER = 0.3
POSSESSIVE = -0.4
OBJECT = 0.1
INTRODUCED = 0.3
KNOWN_GENDER = 1.0
LEANING = 0.5
NAMED_OFTEN = 0.25
NEAREST_ABOVE = 1.2
FURTHER_ABOVE = 0.7
NAMED_AFTER = -0.5
REFLEXIVE = 4.0
NAMED_IN_ITS_QUOTE = -2.2
NOBODY = -3.2
HEAT = 1.2


class Anchor(NamedTuple):
    """A place where a person is named or meant, and how much it makes the person stand out."""

    token: int
    person: int
    weight: float
    is_subject: bool
    reports: bool


class Standing(NamedTuple):
    """A person (None: nobody of those who are known) and the probability that a word means that person."""

    person: int | None
    probability: float


def anchor_at(scene: Scene, token: int, person: int, *, extra: float = 0.0) -> Anchor:
    """The anchor of a person at a token, by the part that the token plays in its sentence."""
    top = titled_head(scene, token)
    dep = scene.parse.dep[top]
    weight = extra
    if dep in SUBJECTS:
        weight += SUBJECT + REPORTER * reports(scene, top)
    elif dep == "poss":
        weight += POSSESSIVE
    elif dep in OBJECTS:
        weight += OBJECT
    return Anchor(token, person, weight, dep in SUBJECTS, reports(scene, top))


def reports(scene: Scene, token: int) -> bool:
    """Whether a token is the subject of a reporting verb."""
    parse = scene.parse
    return parse.dep[token] in SUBJECTS and reporting_form(parse.text[parse.head[token]]) is not None


def score_of(scene: Scene, anchor: Anchor, token: int) -> float:
    """How much the person of an anchor stands out for the word at a token."""
    blocks = scene.block_of[token] - scene.block_of[anchor.token]
    sentences = min(scene.sentence_of[token] - scene.sentence_of[anchor.token], MOST_SENTENCES)
    score = anchor.weight + BLOCK_BACK * blocks + SENTENCE_BACK * sentences
    if anchor.is_subject and scene.parse.dep[token] not in SUBJECTS:
        score += SUBJECT_FOR_OTHERS
    if anchor.reports and reports(scene, token):
        score += REPORTER_FOR_REPORTER
    return score


def standings(scores: dict[int, float]) -> list[Standing]:
    """The persons and nobody with their probabilities, the likeliest first; of equals the one scored last."""
    raw: dict[int | None, float] = {None: exp(HEAT * NOBODY)}
    for person in reversed(scores):
        raw[person] = exp(HEAT * scores[person])
    total = sum(raw.values())
    found = [Standing(person, share / total) for person, share in raw.items()]
    return sorted(found, key=lambda standing: -standing.probability)
