"""Nouns for people: the senator → who has that role; a woman, his wife → somebody without a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from pipeline.core.document import Parse
from pipeline.core.lexicon import rows, words
from pipeline.coreference.genders import person_nouns
from pipeline.coreference.grammar import SUBJECTS
from pipeline.coreference.salience import Anchor
from pipeline.coreference.scene import Scene
from pipeline.names.phrases import cue

_DEFINITE = frozenset(["the", "this", "that", "its"])
_ADVERBIAL = frozenset(["about", "after", "as", "because", "before", "by", "during", "on", "over", "until"])
_DEPUTIES = frozenset(["vice", "deputy", "assistant", "associate"])
_DESCRIBING = frozenset(["amod", "compound", "nmod"])
_AGE = re.compile(r"\d-year-old$")
_BREAKS = frozenset(["of", "for", "at", "in", "to", "on", "from", "with", "since", "and"])
_NOBODY = "no"
_CALLED = frozenset(["called", "named"])
_NAMED = frozenset(["oprd", "dobj", "attr", "appos"])
_NO_PERSON = frozenset(["attr", "oprd", "compound", "amod", "npadvmod"])
_SINGULAR = frozenset(["NN", "NNP"])


class Bearer(NamedTuple):
    """Whom a noun means: an entity_id, or an id below zero for somebody without a name."""

    person: int
    is_definite: bool


class Roles:
    """Which person of one article has which role, and the people without a name."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.roles: dict[int, set[str]] = {
            entity.entity_id: roles_in(entity.description or "")
            for entity in scene.document.entities
            if entity.label == "PERSON"
        }
        for mention, tokens in zip(scene.document.mentions, scene.named, strict=True):
            if mention.label == "PERSON":
                self.roles[mention.entity_id] |= self._nouns_beside(tokens)
        self.nouns = words("coreference/role_nouns").union(person_nouns(), *self.roles.values())
        self._unnamed: dict[str, int] = {}
        self._n_unnamed = 0
        self.introduced: set[int] = set()

    def is_definite(self, head: int) -> bool:
        """Whether a head makes a phrase like `the Oregon senator` or `the 34-year-old`, no `of` behind it."""
        parse = self.scene.parse
        if not is_determined(parse, head):
            return False
        is_noun = parse.lower[head] in self.nouns and parse.tag[head] in _SINGULAR
        if not is_noun and not self._has_age(head):
            return False
        children = parse.children[head]
        behind = [child for child in children if parse.dep[child] == "prep" and child > head]
        return all(parse.lower[child] in _ADVERBIAL for child in behind)

    def relative_called(self, word: str) -> int | None:
        """The only person of whom a noun such as `husband` is said beside the name, or None."""
        if word not in cue("relatives"):
            return None
        bearers = [person for person, roles in self.roles.items() if word in roles]
        return bearers[0] if len(bearers) == 1 else None

    def may_describe(self, head: int, person: int) -> bool:
        """Whether a noun can describe a person of whom that is not said elsewhere.

        It needs words that describe (`the Oregon farmer`), or a person whose role is not known.
        """
        parse = self.scene.parse
        is_epithet = any(parse.dep[child] in _DESCRIBING for child in parse.children[head])
        return is_epithet or self._has_age(head) or not self.roles[person]

    def read(
        self, token: int, before: Iterator[Anchor], person_at: Callable[[int], int | None]
    ) -> Bearer | None:
        """Whom one of the `nouns` means, where it stands for a person; notes roles and the unnamed.

        `before`: the anchors before the token, the latest first; `person_at`: who is meant by a token.
        """
        parse, word = self.scene.parse, self.scene.parse.lower[token]
        if parse.tag[token] not in _SINGULAR:
            return None
        subject = self._subject_of_predicate(token)
        person = None if subject is None else person_at(subject)
        if person is not None:
            if person >= 0 and word in words("coreference/role_nouns"):
                self.roles[person].add(self._role(token))
            return None
        if parse.dep[token] in _NO_PERSON or self._stands_with_name(token):
            return None
        called = self._called(token)
        if called is None and self.is_definite(token):
            known = self._known(word, self._role(token), before)
            return Bearer(self._bring_in(word) if known is None else known, is_definite=True)
        determiners = _determiners(parse, token)
        if not determiners or determiners[0] == _NOBODY:
            return None
        return self._introduce(word, determiners[0]) if called is None else Bearer(called, is_definite=False)

    def _introduce(self, word: str, determiner: str) -> Bearer:
        """Somebody without a name who is mentioned for the first time."""
        person = self._bring_in(word)
        is_definite = determiner in _DEFINITE
        if not is_definite:
            self.introduced.add(person)
        return Bearer(person, is_definite)

    def _has_age(self, head: int) -> bool:
        """Whether an age stands for a noun or before it: `34-year-old`, `34-year-old forward`."""
        parse = self.scene.parse
        ages = [head, *(child for child in parse.children[head] if parse.dep[child] in _DESCRIBING)]
        return any(_AGE.search("".join(parse.lower[max(age - 4, 0) : age + 1])) for age in ages)

    def _role(self, token: int) -> str:
        """The role that a noun and the word before it name: `president`, `vice president`, `scrum-half`."""
        parse = self.scene.parse
        if token > 1 and parse.text[token - 1] == "-" and parse.start[token] == parse.end[token - 1]:
            return f"{parse.lower[token - 2]}-{parse.lower[token]}"
        return role_of(parse.lower[max(token - 1, 0)], parse.lower[token])

    def _called(self, token: int) -> int | None:
        """The person whose name a noun is given: `a man called Vega`, `the guard, a woman named Ana Ruiz`."""
        parse = self.scene.parse
        nouns = [token, *(child for child in parse.children[token] if parse.dep[child] == "appos")]
        for verb in chain.from_iterable(parse.children[noun] for noun in nouns):
            if parse.dep[verb] == "acl" and parse.lower[verb] in _CALLED:
                for child in parse.children[verb]:
                    mention = self.scene.mention_of[child]
                    if mention is not None and mention.label == "PERSON" and parse.dep[child] in _NAMED:
                        return mention.entity_id
        return None

    def _known(self, word: str, role: str, before: Iterator[Anchor]) -> int | None:
        """The person named or meant last who has a role, or the one without a name last brought in by it."""
        for anchor in before:
            if anchor.person == self._unnamed.get(word) or role in self.roles.get(anchor.person, ()):
                return anchor.person
        return None

    def _bring_in(self, word: str) -> int:
        self._n_unnamed += 1
        self._unnamed[word] = -self._n_unnamed
        return -self._n_unnamed

    def _stands_with_name(self, token: int) -> bool:
        """Whether a noun stands before a person's name or in apposition to it: the name is the anchor."""
        parse, mention_of = self.scene.parse, self.scene.mention_of
        beside = [child for child in parse.children[token] if parse.dep[child] == "appos"]
        beside.append(min(token + 1, len(parse) - 1))
        if parse.dep[token] == "appos":
            beside.append(parse.head[token])
        found = (mention_of[other] for other in beside)
        return any(mention is not None and mention.label == "PERSON" for mention in found)

    def _nouns_beside(self, tokens: range) -> set[str]:
        """The nouns directly before a name or in apposition to it (`shepherd Vega`), outside quotes."""
        parse = self.scene.parse
        if not tokens or self.scene.quote_of[tokens[-1]] is not None:
            return set()
        beside: list[int] = []
        title = parse.lower[tokens[0] - 1] if tokens[0] else ""
        for token in tokens:
            beside += [
                child
                for child in parse.children[token]
                if parse.dep[child] == "appos" or child == tokens[0] - 1
            ]
            if parse.dep[token] == "appos":
                beside.append(parse.head[token])
        return {self._role(noun) for noun in beside if parse.tag[noun] == "NN"}.union(
            _role_forms().get(title, ())
        )

    def _subject_of_predicate(self, token: int) -> int | None:
        """The subject of which a role noun is said: `Vega is chair`, `Vega spoke as chair`."""
        parse = self.scene.parse
        verb = parse.head[token]
        if parse.dep[token] == "pobj" and parse.lower[verb] == "as":
            verb = parse.head[verb]
        elif parse.dep[token] != "attr":
            return None
        return next((child for child in parse.children[verb] if parse.dep[child] in SUBJECTS), None)


def is_determined(parse: Parse, head: int) -> bool:
    """Whether `the`, `this`, `that` or `its` stands with a head."""
    return not _DEFINITE.isdisjoint(_determiners(parse, head))


def _determiners(parse: Parse, head: int) -> list[str]:
    """The articles and possessors of a noun."""
    return [parse.lower[child] for child in parse.children[head] if parse.dep[child] in ("det", "poss")]


def roles_in(description: str) -> set[str]:
    """The role nouns that a description gives or implies (`Vermont Sen.` → senator).

    Words behind a preposition are no roles; of the others, those that are role nouns and the last one count.
    """
    plain = list(takewhile(lambda word: word not in _BREAKS, description.lower().split()))
    roles: set[str] = set()
    for before, word in pairwise(["", *plain]):
        noun = word.rstrip(",.")
        if noun in words("coreference/role_nouns") or word == plain[-1]:
            roles.add(role_of(before, noun))
        roles.update(_role_forms().get(word, ()))
    return roles


def role_of(before: str, noun: str) -> str:
    """A noun with the word before it where that makes another role of it: `vice president`."""
    return f"{before} {noun}" if before in _DEPUTIES else noun


@cache
def _role_forms() -> dict[str, list[str]]:
    table = rows("coreference/role_forms", ("form", "nouns"))
    return {row["form"]: row["nouns"].split() for row in table}
