"""Tables → parts: runs of articles that are worked on together, with their rows of some tables.

Where a part ends depends on the articles in it (on a hash of the last one's id), so one article more or
less changes one part and leaves the others as they were. A finished part is known by its key: a hash of
everything that went into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.core.document import Document
from pipeline.core.storage import read_batches
from pipeline.core.tables import Groups, to_documents

#: About how many articles a part has, and how many characters end it at the latest.
USUAL_ARTICLES = 16
MOST_CHARS = 1_000_000


@dataclass(frozen=True)
class Part:
    """Some articles in their order (`tables["articles"]`) and their rows of other tables."""

    tables: dict[str, pa.Table]

    def __len__(self) -> int:
        """The number of articles."""
        return int(self.tables["articles"].num_rows)

    def key(self, fingerprint: str) -> str:
        """Names what comes out of this part when it is worked on by what `fingerprint` names."""
        digest = hashlib.blake2b(fingerprint.encode(), digest_size=20)
        for name, table in sorted(self.tables.items()):
            digest.update(f"\n{name} {table.num_rows}\n".encode())
            digest.update(_serialised(table))
        return digest.hexdigest()

    def single(self) -> Iterator[Part]:
        """A part for each of the articles."""
        for article_id in self.tables["articles"].column("article_id"):
            yield Part(
                {
                    name: table.filter(pc.equal(table.column("article_id"), article_id))
                    for name, table in self.tables.items()
                    if table.num_rows
                }
            )

    def documents(self) -> Iterator[Document]:
        """The articles as documents with the layers that the part holds."""
        layers = [name for name in self.tables if name != "articles"]
        return to_documents(lambda name: self.tables[name].to_batches(), layers)


def read_parts(folder: Path, layers: Sequence[str]) -> Iterator[Part]:
    """The articles of a folder of tables in parts, with the named layers, in bounded memory.

    Raises UsageError for a missing table, ValueError for rows that belong to no article.
    """
    rows = {name: _Rows(name, read_batches(folder, name)) for name in layers}
    for articles in _cut(read_batches(folder, "articles")):
        ids = articles.column("article_id").combine_chunks()
        yield Part({"articles": articles, **{name: layer.take(ids) for name, layer in rows.items()}})
    for layer in rows.values():
        layer.check_done()


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
                yield _table([*waiting, batch.slice(start, at + 1 - start)])
                waiting, start, chars = [], at + 1, 0
        if start < batch.num_rows:
            waiting.append(batch.slice(start))
    if waiting:
        yield _table(waiting)


class _Rows:
    """The rows of one table, handed out for some articles at a time in the order of `articles`."""

    def __init__(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        self._name = name
        self._batches = iter(batches)
        self._rest: pa.RecordBatch | None = next(self._batches, None)
        self._empty = self._rest.slice(0, 0) if self._rest is not None else None

    def take(self, ids: pa.Array) -> pa.Table:
        """The next rows as long as they belong to these articles."""
        taken: list[pa.RecordBatch] = []
        while self._rest is not None:
            outside = pc.index(pc.is_in(self._rest.column("article_id"), value_set=ids), value=False).as_py()
            if outside >= 0:
                taken.append(self._rest.slice(0, outside))
                self._rest = self._rest.slice(outside)
                break
            taken.append(self._rest)
            self._rest = next(self._batches, None)
        return _table(taken or ([self._empty] if self._empty is not None else []))

    def check_done(self) -> None:
        """Raises ValueError where rows are left over."""
        if self._rest is not None and self._rest.num_rows:
            Groups(self._name, [self._rest]).check_done()


def _table(batches: list[pa.RecordBatch]) -> pa.Table:
    """The rows of these batches as one chunk of memory of their own."""
    if not batches:
        return pa.table({})
    rows = pa.Table.from_batches(batches)
    return rows.take(pa.array(range(rows.num_rows), pa.int64())).combine_chunks()


def _serialised(table: pa.Table) -> memoryview:
    sink = pa.BufferOutputStream()
    plain = table.replace_schema_metadata(None)
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    return memoryview(sink.getvalue())
