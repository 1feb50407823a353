"""it, the company, the union → the organization meant, where the article makes clear which one that is.

All names of organizations and definite nouns for bodies are read in order, outside quotes and brackets; each
noun is tied to an organization or to none, and so stands in focus for the next one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.core.lexicon import rows, words
from pipeline.coreference.grammar import SUBJECTS, appositions
from pipeline.coreference.salience import reports
from pipeline.coreference.scene import Scene

_DEFINITE = frozenset(["the", "this", "that"])
_KINDS = frozenset(["paragraph", "heading", "list"])
_BRACKETS = {"-LRB-": 1, "-RRB-": -1}
_REACH = 40
_BLOCKS_BACK = 2
_TOPIC_BLOCKS = 3


class Naming(NamedTuple):
    """A place where an organization is named or meant (None: a body that is not known by name)."""

    token: int
    entity_id: int | None
    is_subject: bool


class Bodies:
    """The organizations of one article where they are named or meant."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.namings: list[Naming] = []
        self.meant: dict[int, int | None] = {}
        self.sorts = {
            entity.entity_id: _name_words([entity.name, *entity.aliases])
            for entity in scene.document.entities
            if entity.label == "ORG"
        }
        self._walk()

    def meant_by(self, head: int) -> int | None:
        """The entity_id of the organization that `it` or a noun for a body means, or None."""
        return self.meant.get(head)

    def _walk(self) -> None:
        """Lists names, nouns and `it` in reading order, each with its organization."""
        for token in self._reporters_words():
            word, mention = self.scene.parse.lower[token], self.scene.mention_of[token]
            if mention is not None:
                if mention.label == "ORG" and self.scene.parse.end[token] >= mention.end:
                    self._note_kind(token, mention.entity_id)
                    self._add(token, mention.entity_id)
            elif word == "it" and reports(self.scene, token):
                self._mean(token, self._in_focus(token))
            elif word in _body_nouns() and self._has_definite_article(token):
                named = self._named_beside(token)
                self._mean(token, self._by_noun(token, word) if named is None else named)
            elif word in words("coreference/document_nouns") and self._is_subject(token):
                self._add(token, None)

    def _reporters_words(self) -> Iterator[int]:
        """The names and the nouns of running text and headings outside quotes and brackets."""
        scene, depth, block = self.scene, 0, -1
        brackets = [token for token, tag in enumerate(scene.parse.tag) if tag in _BRACKETS]
        for token in sorted({*scene.parse.places(_nouns()), *scene.name_ends, *brackets}):
            if scene.block_of[token] != block:
                depth, block = 0, scene.block_of[token]
            depth = max(0, depth + _BRACKETS.get(scene.parse.tag[token], 0))
            kept = not depth and scene.quote_of[token] is None
            if kept and scene.document.blocks[block].kind in _KINDS:
                yield token

    def _note_kind(self, token: int, entity_id: int) -> None:
        """Adds what an apposition says about the organization (`Norvik, the steel maker`)."""
        parse = self.scene.parse
        found = {parse.lower[child] for child in parse.children[token] if parse.dep[child] == "appos"}
        self.sorts[entity_id] = self.sorts[entity_id] | (found & _body_nouns().keys())

    def _named_beside(self, token: int) -> int | None:
        """The organization whose name stands in apposition to a noun: `the union, Norvik Dockers`."""
        found = (self.scene.mention_of[child] for child in appositions(self.scene.parse, token))
        return next((one.entity_id for one in found if one is not None and one.label == "ORG"), None)

    def _mean(self, token: int, entity_id: int | None) -> None:
        self.meant[token] = entity_id
        self._add(token, entity_id)

    def _add(self, token: int, entity_id: int | None) -> None:
        self.namings.append(Naming(token, entity_id, self._is_subject(token)))

    def _in_focus(self, token: int) -> int | None:
        """The organization that was the last subject in the block of a token, or in the one before it."""
        return next((naming.entity_id for naming in self._near(token, blocks=1) if naming.is_subject), None)

    def _by_noun(self, token: int, noun: str) -> int | None:
        """The organization whose name fits a noun, the latest; else the only one in focus that may be it."""
        sort, shown_by = _body_nouns()[noun]
        near = list(self._near(token, blocks=_BLOCKS_BACK))
        if sort != "company":
            for naming in reversed(self.namings) if sort == "body" else near:
                if naming.entity_id is not None and self.sorts[naming.entity_id] & {noun, *shown_by}:
                    return naming.entity_id
        if sort == "loose" or any(
            self.scene.parse.dep[child] != "det" for child in self.scene.parse.children[token]
        ):
            return None
        near = [naming for naming in near if self._may_be(naming, noun)]
        in_focus = {naming.entity_id for naming in near if naming.is_subject}
        possible = in_focus or {naming.entity_id for naming in near} or self._topic(noun)
        return possible.pop() if len(possible) == 1 else None

    def _topic(self, noun: str) -> set[int | None]:
        """The organization with which the article begins, where a noun for a company may mean it."""
        for naming in self.namings:
            if self.scene.block_of[naming.token] >= _TOPIC_BLOCKS or _body_nouns()[noun].sort != "company":
                break
            if self._may_be(naming, noun):
                return {naming.entity_id}
        return set()

    def _may_be(self, naming: Naming, noun: str) -> bool:
        """Whether nothing in the name of an organization speaks against a noun."""
        if naming.entity_id is None:
            return False
        shown = self.sorts[naming.entity_id]
        return not shown or (_body_nouns()[noun].sort == "company" and shown <= _company_words())

    def _near(self, token: int, *, blocks: int) -> Iterator[Naming]:
        """The namings before a token in its block and so many blocks before, the latest first."""
        at = bisect_left(self.namings, token, key=lambda naming: naming.token)
        for naming in reversed(self.namings[max(at - _REACH, 0) : at]):
            if self.scene.block_of[token] - self.scene.block_of[naming.token] > blocks:
                return
            yield naming

    def _is_subject(self, token: int) -> bool:
        return self.scene.parse.dep[token] in SUBJECTS

    def _has_definite_article(self, token: int) -> bool:
        parse = self.scene.parse
        return parse.tag[token] == "NN" and any(
            parse.dep[child] == "det" and parse.lower[child] in _DEFINITE for child in parse.children[token]
        )


def _name_words(names: list[str]) -> frozenset[str]:
    """The words of names that show a sort of body."""
    return frozenset(word.rstrip(",") for name in names for word in name.lower().split()) & _all_words()


class BodyNoun(NamedTuple):
    """A noun for bodies with the words in names that show one.

    `sort`: "body" is meant by such a name, however far back; "company" by any name in focus that shows no
    other sort; "loose" by such a name near by.
    """

    sort: str
    name_words: frozenset[str]


@cache
def _body_nouns() -> dict[str, BodyNoun]:
    table = rows("coreference/body_nouns", ("noun", "sort", "name_words"))
    return {row["noun"]: BodyNoun(row["sort"], frozenset(row["name_words"].split())) for row in table}


@cache
def _nouns() -> frozenset[str]:
    """All words that may mean an organization or a document."""
    return words("coreference/document_nouns").union(_body_nouns(), ["it"])


@cache
def _all_words() -> frozenset[str]:
    """Every noun for a body and every word in names that shows one."""
    return frozenset(_body_nouns()).union(*(noun.name_words for noun in _body_nouns().values()))


@cache
def _company_words() -> frozenset[str]:
    """The nouns for companies and the words in names that show one."""
    companies = {word: noun for word, noun in _body_nouns().items() if noun.sort == "company"}
    return frozenset(companies).union(*(noun.name_words for noun in companies.values()))
