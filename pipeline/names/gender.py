"""Whether a person is called "he" or "she", from titles, role nouns and first names."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.document import Document, Entity, Mention
from pipeline.names.titles import given_names, roles, title_start
from pipeline.names.view import View

SHOWN = {"male": 1, "female": -1}
"""Evidence is a sum: above 0 for "he", below 0 for "she"."""
GIVEN = 3
_TITLE, _ROLE = 6, 4
_MARGIN = 2


def gender_evidence(
    document: Document, mentions: Sequence[Mention], entities: Sequence[Entity]
) -> dict[int, str]:
    """entity_id → "male" or "female" for the persons of whom the article or the first name shows it."""
    view = View(document)
    votes = {
        entity.entity_id: GIVEN * SHOWN.get(given_gender(entity.name.split()), 0)
        for entity in entities
        if entity.label == "PERSON"
    }
    for mention in mentions:
        if mention.entity_id in votes:
            tokens = document.parse.tokens_in(mention.start, mention.end)
            votes[mention.entity_id] += mention_gender(view, tokens.start, tokens.stop)
    return {entity_id: gender for entity_id, vote in votes.items() if (gender := clear_winner(vote))}


def clear_winner(votes: int) -> str:
    """The gender with clearly more evidence, or nothing."""
    if abs(votes) < _MARGIN:
        return ""
    return "male" if votes > 0 else "female"


def given_gender(pieces: Sequence[str]) -> str:
    """The gender of the first name of a full name, or nothing."""
    if len(pieces) < 2:
        return ""
    names = given_names()
    found = names.get(pieces[0]) or names.get(pieces[0].title(), "")
    return found if found in {"male", "female"} else ""


def mention_gender(view: View, first: int, end: int) -> int:
    """What the titles before a name and the nouns in apposition to it show."""
    votes = 0
    lower = view.parse.lower
    start = title_start(view, first)
    for token in range(start, end - 1 if start == first else first):
        gender, kind = roles().get(lower[token], ("either", ""))
        votes += SHOWN.get(gender, 0) * (_TITLE if kind in {"honorific", "rank"} else _ROLE)
    for token in range(first, end):
        for noun in appositions(view, token, first, end):
            votes += SHOWN.get(roles().get(lower[noun], ("either", ""))[0], 0) * _ROLE
    return votes


def appositions(view: View, token: int, first: int, end: int) -> list[int]:
    """The nouns in apposition to the name: below it, or above it."""
    parse = view.parse
    below = parse.tied.get(token, ())
    nouns = [child for child in below if parse.dep[child] == "appos" and child >= end] if below else []
    if parse.dep[token] == "appos" and not first <= parse.head[token] < end:
        nouns.append(parse.head[token])
    return nouns
