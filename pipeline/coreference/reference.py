"""What a word can mean, and the closed list of `how` it was found out.

`SHARE_RIGHT`: how often an answer found in that way was right on PolNeAR dev; of pronouns and descriptions,
where the probability of the person is near 1. `LEAST`: the probability below which nobody is given; with it
nine in ten of the pronouns of GUM news that have a name get the right one, and 2 in 100 a wrong one.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.document import Entity

HOWS = {
    "name": "the words name it",
    "apposition": "a name stands beside the noun (`the mayor, Ana Ruiz`)",
    "relative": "who, which or that, after a name (`Ana Ruiz, who …`)",
    "pronoun": "he or she, and one person stands out",
    "first person": "I or me in a quote whose speaker is known",
    "role": "a noun for the office or work of a person named before (`the senator`)",
    "salient": "a description of a person (`the Oregon farmer`), and one of those named stands out",
    "body": "it, or a noun for an organization named before (`the company`)",
    "group": "several together (`Ruiz and Weller`): none",
    "unnamed": "somebody without a name (`a spokesman`): none",
    "unclear": "nobody stands out enough: none",
}
SHARE_RIGHT = {
    "name": 0.97,
    "apposition": 0.98,
    "relative": 0.97,
    "pronoun": 0.97,
    "first person": 0.95,
    "role": 0.9,
    "salient": 0.8,
    "body": 0.75,
    "group": 0.6,
    "unnamed": 0.85,
    "unclear": 0.65,
}
LEAST = {"pronoun": 0.5, "salient": 0.75}


class Reference(NamedTuple):
    """What a word or phrase means: an entity of the article, or None.

    `how` is one of `HOWS`; `confidence` is the probability that the answer is right, also where it is None.
    """

    entity: Entity | None
    how: str
    confidence: float
