"""Whether a word or a person is called he or she: pronouns, nouns that show it, and what pronouns show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.core.lexicon import rows
from pipeline.coreference.salience import Standing
from pipeline.coreference.scene import Scene

GENDER_OF = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_LEANING = {"a": "female", "o": "male"}
REFLEXIVES = frozenset(["himself", "herself"])

_LEAST_PROBABILITY = 0.6
_LEAST_VOTES = 0.8
_LEAST_SHARE = 0.8


def genders_shown(scene: Scene, known: Mapping[int, str], meant: Mapping[int, Standing]) -> dict[int, str]:
    """The known genders, and those that pronouns show of persons whom they mean with little doubt."""
    votes: dict[int, dict[str, float]] = {}
    for token, (person, probability) in meant.items():
        gender = GENDER_OF.get(scene.parse.lower[token])
        if gender and person is not None and person >= 0 and probability >= _LEAST_PROBABILITY:
            count = votes.setdefault(person, {"male": 0.0, "female": 0.0})
            count[gender] += probability
    shown = dict(known)
    for person, count in votes.items():
        gender = max(count, key=lambda name: count[name])
        is_clear = count[gender] >= max(_LEAST_VOTES, _LEAST_SHARE * sum(count.values()))
        if person not in known and is_clear:
            shown[person] = gender
    return shown


def leanings(scene: Scene) -> dict[int, str]:
    """The gender that the last letter of a first name makes likely: -a is mostly she, -o mostly he."""
    found: dict[int, str] = {}
    for entity in scene.document.entities:
        first, *others = entity.name.split() or [""]
        if entity.label == "PERSON" and others and first[-1] in _LEANING:
            found[entity.entity_id] = _LEANING[first[-1]]
    return found


def gender_of_noun(word: str) -> str | None:
    """The gender that a noun for a person shows (`spokeswoman`), or None."""
    gender = _genders().get(word)
    return None if gender == "either" else gender


@cache
def person_nouns() -> frozenset[str]:
    """The nouns for people who are often brought in without a name (`cyclist`, `mum`)."""
    return frozenset(row["noun"] for row in rows("coreference/person_nouns", ("noun", "gender")))


@cache
def _genders() -> dict[str, str]:
    roles = {row["role"]: row["gender"] for row in rows("names/roles", ("role", "gender", "kind"))}
    return roles | {
        row["noun"]: row["gender"] for row in rows("coreference/person_nouns", ("noun", "gender"))
    }
