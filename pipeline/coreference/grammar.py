"""What the parse says of a word: the subjects above it, that of its own verb, the noun before `who`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.core.document import Parse

SUBJECTS = frozenset(["nsubj", "nsubjpass"])
OBJECTS = frozenset(["dobj", "pobj", "dative"])
_OF_OFFICES = frozenset(["for", "of", "at", "in", "with", "from", "on"])
_RELATIVE = frozenset(["who", "whom", "that", "which"])


def subjects_above(parse: Parse, token: int) -> Iterator[int]:
    """The subjects of the verbs above a token, the nearest first; not those whose phrase it stands in.

    In `After his win, Vega said` and `Vega said he had won` that is Vega, of `his` and of `he`.
    """
    below, node = token, parse.head[token]
    while below != node:
        yield from (
            child for child in parse.children[node] if parse.dep[child] in SUBJECTS and child != below
        )
        below, node = node, parse.head[node]


def in_main_clause(parse: Parse, subject: int) -> bool:
    """Whether a subject belongs to the main verb of its sentence, or to one that `and` joins to it."""
    verb = parse.head[subject]
    while parse.dep[verb] == "conj":
        verb = parse.head[verb]
    return parse.dep[verb] == "ROOT"


def own_subject(parse: Parse, token: int) -> int | None:
    """The subject of the verb whose object a token is (`Vega met him`: Vega), or None."""
    if parse.dep[token] not in OBJECTS:
        return None
    verb = parse.head[token]
    if parse.dep[token] == "pobj":
        verb = parse.head[verb]
    return next((child for child in parse.children[verb] if parse.dep[child] in SUBJECTS), None)


def joined_with(parse: Parse, token: int) -> list[int]:
    """The words that `and` joins to a token: they are somebody else."""
    above = [parse.head[token]] if parse.dep[token] == "conj" else []
    return [*above, *(child for child in parse.children[token] if parse.dep[child] == "conj")]


def antecedent(parse: Parse, token: int) -> int:
    """The noun that a relative clause belongs to where the token is its pronoun, else the token."""
    if parse.lower[token] not in _RELATIVE:
        return token
    node = token
    while parse.head[node] != node and parse.dep[node] != "relcl":
        node = parse.head[node]
    return parse.head[node] if parse.dep[node] == "relcl" else token


def appositions(parse: Parse, head: int) -> Iterator[int]:
    """The names in apposition to a noun, also those hung on what its office is for.

    In `the minister for housing, Ana Vega, said` the parser hangs the name on the housing.
    """
    yield from (child for child in parse.children[head] if parse.dep[child] == "appos")
    for preposition in parse.children[head]:
        if parse.dep[preposition] == "prep" and parse.lower[preposition] in _OF_OFFICES:
            for field in parse.children[preposition]:
                yield from (
                    child
                    for child in parse.children[field]
                    if parse.dep[child] == "appos" and parse.text[field + 1] == ","
                )


def head_of(parse: Parse, tokens: range) -> int:
    """The token of a phrase on which all others hang, the last one where there are several."""
    return [token for token in tokens if parse.head[token] not in tokens or parse.head[token] == token][-1]
