"""The lines of many articles → what the pages over all articles need, in bounded memory.

Rows go to a temporary SQLite database that grows on disk, not in memory, and vanishes when it is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.report.largest import Largest
from pipeline.report.lines import COLUMNS, ArticleLine
from pipeline.report.tally import Tally

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
    """All articles: first their parts are added, then `join_speakers` is called, then it can be asked."""

    def __init__(self) -> None:
        self.tally, self.largest = Tally(), Largest()
        self._rows = sqlite3.connect("")  # a file that has no name and that nobody else can open
        tables = "".join(f"CREATE TABLE {kind} ({', '.join(names)});" for kind, names in COLUMNS.items())
        self._rows.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {tables}")

    def close(self) -> None:
        """Gives the disk space back."""
        self._rows.close()

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Takes in what `render_part` says of some articles."""
        before = self.tally["articles"]
        self.tally.merge(part["tally"])
        self.largest.merge(part["largest"])
        for kind, names in COLUMNS.items():
            columns = part[kind].to_pydict()
            number = "number" if kind == "article" else "article"
            columns[number] = [before + article for article in columns[number]]
            places = ", ".join("?" * len(names))
            rows = zip(*columns.values(), strict=True)
            self._rows.executemany(f"INSERT INTO {kind} VALUES ({places})", rows)  # noqa: S608  our own names

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
