"""Documents, one after the other → what the pages over all articles need, in bounded memory.

Rows go to a temporary SQLite database that grows on disk, not in memory, and vanishes when it is closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.core.document import Document, Entity
from pipeline.report import amounts, wording
from pipeline.report.article import quote_line
from pipeline.report.largest import Largest
from pipeline.report.marks import entity_anchor, quantity_anchor
from pipeline.report.speakers import is_joined, speaker_name, spoken
from pipeline.report.tally import Tally

_QUOTE_LENGTH = 800
_TABLES = """
CREATE TABLE article (
  number INTEGER PRIMARY KEY, address, title, published, words, quotes, no_speaker, people, quantities);
CREATE TABLE named (who, article, anchor, label, name, qid, description, aliases, mentions, quotes);
CREATE TABLE quote (who, article, anchor, text, kind, facts, confidence);
CREATE TABLE number (who, article, anchor, words, measured);
"""
#: `min(rowid)` makes SQLite take label, name and item from the first row of each speaker.
_SPEAKERS = """
CREATE INDEX named_who ON named (who);
CREATE INDEX quote_who ON quote (who);
CREATE INDEX number_who ON number (who);
CREATE TABLE speaker AS
  SELECT who, label, name, qid,
    (SELECT description FROM named AS role WHERE role.who = named.who AND description IS NOT NULL
      GROUP BY description ORDER BY count(*) DESC, min(rowid) LIMIT 1) AS description,
    sum(quotes) AS quotes, count(DISTINCT article) AS articles, min(rowid) AS first
  FROM named GROUP BY who HAVING sum(quotes) > 0
  ORDER BY sum(quotes) DESC, count(DISTINCT article) DESC, name, who;
"""


class ArticleLine(NamedTuple):
    """An article in a list; `quotes` are the direct and the mixed ones."""

    number: int
    address: str
    title: str
    published: str
    words: int
    quotes: int
    no_speaker: int
    people: int
    quantities: int


class SpeakerLine(NamedTuple):
    """Who is quoted, how often, and in how many articles the name stands."""

    who: str
    label: str
    name: str
    qid: str | None
    description: str | None
    quotes: int
    articles: int


class NamedLine(NamedTuple):
    """An entity of an article that is this speaker; `aliases` is a JSON list."""

    article: int
    anchor: str
    name: str
    description: str | None
    aliases: str
    mentions: int
    quotes: int


class SaidLine(NamedTuple):
    """A quote of a speaker."""

    article: int
    anchor: str
    text: str
    kind: str
    facts: str
    confidence: float


class NumberLine(NamedTuple):
    """A quantity inside a quote of a speaker."""

    article: int
    anchor: str
    words: str
    measured: str


class Corpus:
    """All articles: first each is added, then `join_speakers` is called, then it can be asked."""

    def __init__(self) -> None:
        self.tally, self.largest = Tally(), Largest()
        self._rows = sqlite3.connect("")  # a file that has no name and that nobody else can open
        self._rows.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")

    def close(self) -> None:
        """Gives the disk space back."""
        self._rows.close()

    def add(self, document: Document, address: str) -> None:
        """Takes an article in, whose page has that address."""
        self.tally.add(document)
        self.largest.add(document, address)
        article = self.tally.articles
        self._insert("article", [_article(document, article, address)])
        quoted = [row.speaker_entity_id for row in spoken(document)]
        kept = [row for row in document.entities if row.entity_id in quoted or is_joined(row.name, row.qid)]
        who = {row.entity_id: speaker_name(document, row) for row in kept}
        rows = ((who[row.entity_id], *_named(row, article, quoted.count(row.entity_id))) for row in kept)
        self._insert("named", rows)
        said_by = {
            row.quote_id: who[row.speaker_entity_id]
            for row in spoken(document)
            if row.speaker_entity_id is not None
        }
        self._insert("quote", _quotes(document, article, said_by))
        self._insert("number", _numbers(document, article, said_by))

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            places = ", ".join("?" * len(row))
            self._rows.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608  our own names

    def join_speakers(self) -> None:
        """Finds out who is quoted, after the last article was added."""
        self._rows.executescript(_SPEAKERS)

    def articles(self, most: int) -> list[ArticleLine]:
        """The first articles."""
        return [ArticleLine(*row) for row in self._ask("SELECT * FROM article ORDER BY number LIMIT ?", most)]

    def article(self, number: int) -> ArticleLine:
        """The article of that number."""
        return ArticleLine(*next(self._ask("SELECT * FROM article WHERE number = ?", number)))

    def speakers(self, label: str = "", most: int = -1) -> Iterator[SpeakerLine]:
        """Who is quoted, or only people or organizations; most quoted first, at most that many (-1: all).

        An equal number of quotes goes by articles, then by name.
        """
        columns = ", ".join(SpeakerLine._fields)
        query = f"SELECT {columns} FROM speaker WHERE ? IN ('', label) ORDER BY rowid LIMIT ?"  # noqa: S608
        return (SpeakerLine(*row) for row in self._ask(query, label, most))

    def speaker_count(self) -> int:
        """How many people and organizations are quoted."""
        return int(next(self._ask("SELECT count(*) FROM speaker"))[0])

    def named(self, who: str, most: int) -> list[NamedLine]:
        """Where a speaker is named, in the order of the articles."""
        return [NamedLine(*row) for row in self._of("named", NamedLine._fields, who, most)]

    def quotes(self, who: str, most: int) -> list[SaidLine]:
        """What a speaker said, in the order of the articles."""
        return [SaidLine(*row) for row in self._of("quote", SaidLine._fields, who, most)]

    def numbers(self, who: str, most: int) -> list[NumberLine]:
        """The quantities in what a speaker said, in the order of the articles."""
        return [NumberLine(*row) for row in self._of("number", NumberLine._fields, who, most)]

    def number_count(self, who: str) -> int:
        """How many quantities a speaker gave."""
        return int(next(self._ask("SELECT count(*) FROM number WHERE who = ?", who))[0])

    def _of(self, table: str, columns: tuple[str, ...], who: str, most: int) -> Iterator[tuple[Any, ...]]:
        names = ", ".join(columns)
        query = f"SELECT {names} FROM {table} WHERE who = ? ORDER BY rowid LIMIT ?"  # noqa: S608
        return self._ask(query, who, most)

    def _ask(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        return self._rows.execute(query, values)


def _article(document: Document, number: int, address: str) -> ArticleLine:
    quotes = spoken(document)
    return ArticleLine(
        number,
        address,
        wording.title(document),
        document.published.date().isoformat() if document.published else "",
        words=len(document.text.split()),
        quotes=len(quotes),
        no_speaker=sum(quote.speaker_entity_id is None and quote.speaker_start is None for quote in quotes),
        people=sum(entity.label == "PERSON" for entity in document.entities),
        quantities=len(document.quantities),
    )


def _named(row: Entity, article: int, quotes: int) -> tuple[object, ...]:
    """The columns of `named` after `who`."""
    about = (row.label, row.name, row.qid, row.description, json.dumps(row.aliases))
    return article, entity_anchor(row.entity_id), *about, row.n_mentions, quotes


def _quotes(document: Document, article: int, said_by: dict[int, str]) -> Iterator[tuple[object, ...]]:
    for quote in document.quotes:
        if who := said_by.get(quote.quote_id):
            yield who, article, *quote_line(document, quote, _QUOTE_LENGTH)[:5]


def _numbers(document: Document, article: int, said_by: dict[int, str]) -> Iterator[tuple[object, ...]]:
    for row in document.quantities:
        if row.quote_id is not None and (who := said_by.get(row.quote_id)):
            anchor = quantity_anchor(row.quantity_id)
            yield who, article, anchor, amounts.in_words(row), amounts.measured(document, row)
