"""Tables → parts: runs of articles that are worked on together, with their rows of some tables.

Where a part ends depends on the articles in it (on a hash of the last one's id), so one article more or
less changes one part and leaves the others as they were. A finished part is known by its key: a hash of
everything that went into it. Rows whose digest is known already are read only where they are needed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError
from pipeline.core.rows import Mark, Rows, TableRows, copied, digest_of
from pipeline.core.storage import read_batches
from pipeline.core.tables import to_documents

#: About how many articles a part has, and how many characters end it at the latest.
USUAL_ARTICLES = 16
MOST_CHARS = 160_000


@dataclass(frozen=True)
class Part:
    """Some articles in their order, their rows of other tables, and what could not be done with them."""

    articles: pa.Table
    layers: Mapping[str, Rows] = field(default_factory=dict)
    errors: tuple[ArticleError, ...] = ()

    def __len__(self) -> int:
        """The number of articles."""
        return int(self.articles.num_rows)

    def __str__(self) -> str:
        ids = self.ids
        return f"the articles {ids[0]!r} to {ids[-1]!r}" if len(ids) > 1 else f"the article {ids[0]!r}"

    @property
    def ids(self) -> list[str]:
        """The ids of the articles."""
        return self.articles.column("article_id").to_pylist()  # type: ignore[no-any-return]

    def key(self, fingerprint: str) -> str:
        """Names what comes out of this part when it is worked on by what `fingerprint` names."""
        names = [f"{name} {rows.digest}" for name, rows in sorted(self.layers.items())]
        whole = "\n".join((fingerprint, digest_of(self.articles), *names, *map(repr, self.errors)))
        return hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()

    def single(self) -> Iterator[Part]:
        """A part for each of the articles."""
        for article_id in self.ids:
            own = partial(_of_article, article_id=article_id)
            layers = {name: Rows(partial(own, rows.table)) for name, rows in self.layers.items()}
            yield Part(own(self.articles), layers, self.errors)

    def documents(self) -> Iterator[Document]:
        """The articles as documents with the layers and the errors that the part holds."""
        tables = {"articles": self.articles, **{name: rows.table for name, rows in self.layers.items()}}
        for document in to_documents(lambda name: tables[name].to_batches(), list(self.layers)):
            document.errors = [error for error in self.errors if error.article_id == document.article_id]
            yield document


def read_parts(
    folder: Path,
    layers: Sequence[str],
    marks: Mapping[str, Sequence[Mark]] | None = None,
    errors: Iterable[ArticleError] = (),
) -> Iterator[Part]:
    """The articles of a folder of tables in parts, with the named layers, in bounded memory.

    `marks` are those of the parts of some layers, in order; where there are none, the rows are looked
    through. Raises UsageError for a missing or damaged table, and for rows that belong to no article.
    """
    known = marks or {}
    tables = {name: TableRows(folder, name, known.get(name)) for name in layers}
    problems: dict[str | None, list[ArticleError]] = {}
    for error in errors:
        problems.setdefault(error.article_id, []).append(error)
    for articles in _cut(read_batches(folder, "articles")):
        ids = articles.column("article_id").to_pylist()
        own = (error for article_id in ids for error in problems.get(article_id, ()))
        yield Part(articles, {name: table.take(ids) for name, table in tables.items()}, tuple(own))
    for table in tables.values():
        table.check_done()


def read_documents(folder: Path, layers: Sequence[str]) -> Iterator[Document]:
    """The articles of a folder of tables in order, with the named layers, in bounded memory."""
    for part in read_parts(folder, layers):
        yield from part.documents()


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The articles in runs that end where an id says so, or where they have grown long."""
    waiting: list[pa.RecordBatch] = []
    chars = 0
    for batch in batches:
        start = 0
        ids, lengths = batch.column("article_id").to_pylist(), batch.column("n_chars").to_pylist()
        for at, (article_id, length) in enumerate(zip(ids, lengths, strict=True)):
            chars += length
            if chars >= MOST_CHARS or crc32(article_id.encode()) % USUAL_ARTICLES == 0:
                yield copied(pa.Table.from_batches([*waiting, batch.slice(start, at + 1 - start)]))
                waiting, start, chars = [], at + 1, 0
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
    if waiting:
        yield copied(pa.Table.from_batches(waiting))


def _of_article(table: pa.Table, article_id: str) -> pa.Table:
    return table.filter(pc.equal(table.column("article_id"), article_id))
