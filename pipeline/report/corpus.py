"""The lines of many articles → what the pages over all articles need, in bounded memory.

Rows go to a temporary SQLite database that grows on disk, not in memory, and vanishes when it is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.report.groups import Group, bounds
from pipeline.report.largest import Largest
from pipeline.report.lines import COLUMNS, ArticleLine, as_table
from pipeline.report.tally import Tally

#: `min(rowid)` makes SQLite take label, name and item from the first row of each speaker.
_SPEAKERS = """
CREATE UNIQUE INDEX article_number ON article (number);
CREATE INDEX named_who ON named (who);
CREATE INDEX quote_who ON quote (who);
CREATE INDEX number_who ON number (who);
CREATE TABLE speaker AS
  SELECT who, label, name, qid,
    (SELECT description FROM named AS role WHERE role.who = named.who AND description IS NOT NULL
      GROUP BY description ORDER BY count(*) DESC, min(rowid) LIMIT 1) AS description,
    sum(quotes) AS quotes, count(DISTINCT article) AS articles,
    (SELECT count(*) FROM number WHERE number.who = named.who) AS numbers
  FROM named GROUP BY who HAVING sum(quotes) > 0
  ORDER BY sum(quotes) DESC, count(DISTINCT article) DESC, name, who;
CREATE UNIQUE INDEX speaker_who ON speaker (who);
"""
_TEXT, _WHOLE = pa.string(), pa.int64()
_PLACE = {"address": _TEXT, "title": _TEXT, "published": _TEXT}
#: The columns of the lines that the pages of speakers show, by kind.
GROUPED: dict[str, dict[str, pa.DataType]] = {
    "speaker": {
        **dict.fromkeys(("who", "label", "name", "qid", "description"), _TEXT),
        **dict.fromkeys(("quotes", "articles", "numbers"), _WHOLE),
    },
    **{
        kind: {"who": _TEXT, **_PLACE, **{name: COLUMNS[kind][name] for name in names}}
        for kind, names in (
            ("named", ("anchor", "name", "description", "aliases", "mentions", "quotes")),
            ("quote", ("anchor", "text", "kind", "facts", "confidence")),
            ("number", ("anchor", "words", "measured")),
        )
    },
}
#: So many lines of each kind a page has at most.
MOST = {"named": 100, "quote": 200, "number": 100}


class SpeakerLine(NamedTuple):
    """Who is quoted, how often, in how many articles the name stands, and how many numbers were given."""

    who: str
    label: str
    name: str
    qid: str | None
    description: str | None
    quotes: int
    articles: int
    numbers: int


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

    def groups(self) -> Iterator[Group]:
        """All who are quoted with the lines of their pages, in groups, by page name."""
        names = (who for (who,) in self._ask("SELECT who FROM speaker ORDER BY who"))
        for first, last in bounds(names):
            yield Group({kind: self._lines(kind, first, last) for kind in GROUPED})

    def _lines(self, kind: str, first: str, last: str) -> pa.Table:
        """The first lines of a kind of each speaker from `first` to `last`, in the order of the articles."""
        columns = GROUPED[kind]
        names = ", ".join(columns)
        if kind == "speaker":
            query = f"SELECT {names} FROM speaker WHERE who BETWEEN ? AND ? ORDER BY who"  # noqa: S608
            return as_table(columns, self._ask(query, first, last))
        query = f"""
            SELECT {names} FROM (
                SELECT {kind}.*, {kind}.rowid AS line, address, title, published,
                    row_number() OVER (PARTITION BY {kind}.who ORDER BY {kind}.rowid) AS place
                FROM {kind} JOIN article ON article.number = {kind}.article
                WHERE {kind}.who BETWEEN ? AND ? AND {kind}.who IN (SELECT who FROM speaker)
            ) WHERE place <= ? ORDER BY who, line"""  # noqa: S608  our own names
        return as_table(columns, self._ask(query, first, last, MOST[kind]))

    def _ask(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        return self._rows.execute(query, values)
