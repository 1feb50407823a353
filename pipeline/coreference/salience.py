"""How much a person stands out where a pronoun or a noun may mean them, and how probable each person is.

The weights were chosen by hand and by hill climbing, by the likelihood of the right person for he and she: on
GUM news, PolNeAR dev and quotes of PolNeAR train. A softmax with `HEAT` over the persons and `NOBODY` makes
them probabilities.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from math import exp, log2
from typing import NamedTuple

from pipeline.coreference.grammar import OBJECTS, SUBJECTS, in_main_clause
from pipeline.coreference.scene import Scene
from pipeline.coreference.titles import titled_head

SENTENCE_BACK = -0.5
MOST_SENTENCES = 8
BLOCK_BACK = -1.65
SUBJECT = 0.8
SUBJECT_FOR_OTHERS = -0.8
REPORTER = 0.7
MAIN_CLAUSE = 0.5
REPORTER_FOR_REPORTER = 0.3
SUBJECT_BEFORE_REPORTER = 0.7
POSSESSIVE = -0.4
OBJECT = 0.1
INTRODUCED = 0.6
KNOWN_GENDER = 1.3
LEANING = 0.5
NAMED_OFTEN = 0.35
MOST_NAMED = 16
NAMED_SO_OFTEN = [NAMED_OFTEN * log2(1 + count) for count in range(MOST_NAMED + 1)]
NEAREST_ABOVE = 1.5
FURTHER_ABOVE = 0.7
NAMED_AFTER = -0.5
REFLEXIVE = 4.0
NAMED_IN_ITS_QUOTE = -2.2
NOBODY = -3.2
HEAT = 1.2


class Anchor(NamedTuple):
    """A place where a person is named or meant, and how much it makes the person stand out."""

    block: int
    sentence: int
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
    if scene.parse.dep[top] == "appos":
        top = scene.parse.head[top]
    dep = scene.parse.dep[top]
    weight = extra
    if dep in SUBJECTS:
        weight += SUBJECT + REPORTER * reports(scene, top) + MAIN_CLAUSE * in_main_clause(scene.parse, top)
    elif dep == "poss":
        weight += POSSESSIVE
    elif dep in OBJECTS:
        weight += OBJECT
    block, sentence = scene.block_of[token], scene.sentence_of[token]
    return Anchor(block, sentence, person, weight, dep in SUBJECTS, reports(scene, top))


def reports(scene: Scene, token: int) -> bool:
    """Whether a token is the subject of a reporting verb."""
    parse = scene.parse
    return parse.dep[token] in SUBJECTS and scene.verb_of[parse.head[token]] is not None


def scores_of(
    scene: Scene, token: int, anchors: Iterable[Anchor], barred: Set[int | None]
) -> dict[int, float]:
    """How much each person of the anchors stands out at best for the word at a token, without the barred."""
    block, sentence = scene.block_of[token], scene.sentence_of[token]
    is_other, is_reporter = scene.parse.dep[token] not in SUBJECTS, reports(scene, token)
    scores: dict[int, float] = {}
    for anchor_block, anchor_sentence, person, weight, is_subject, is_report in anchors:
        if person in barred:
            continue
        sentences = min(sentence - anchor_sentence, MOST_SENTENCES)
        score = weight + BLOCK_BACK * (block - anchor_block) + SENTENCE_BACK * sentences
        if is_subject and is_other:
            score += SUBJECT_FOR_OTHERS
        if is_report and is_reporter:
            score += REPORTER_FOR_REPORTER
        if is_subject and is_reporter and sentences == 1 and anchor_block == block:
            score += SUBJECT_BEFORE_REPORTER
        if person not in scores or score > scores[person]:
            scores[person] = score
    return scores


def standings(scores: dict[int, float]) -> list[Standing]:
    """The persons and nobody with their probabilities, the likeliest first; of equals the one scored last."""
    raw: dict[int | None, float] = {None: exp(HEAT * NOBODY)}
    for person in reversed(scores):
        raw[person] = exp(HEAT * scores[person])
    total = sum(raw.values())
    found = [Standing(person, share / total) for person, share in raw.items()]
    return sorted(found, key=lambda standing: -standing.probability)
