"""A Parquet file → its rows for some articles at a time, read only where they are needed."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.core.storage import open_table, read_batches, readable, table_path
from pipeline.core.tables import left_over


class Mark(NamedTuple):
    """How many rows of a table a part has, and a digest that changes with them."""

    rows: int
    digest: str


_NONE = Mark(0, "")


class Rows:
    """Rows of one table, read when they are asked for; `digest` changes with them."""

    def __init__(self, read: Callable[[], pa.Table], digest: str = "") -> None:
        self._read = read
        self._digest = digest

    @cached_property
    def table(self) -> pa.Table:
        """The rows, in memory of their own."""
        return self._read()

    @cached_property
    def digest(self) -> str:
        """The one that was given, else a hash of the rows."""
        return self._digest or digest_of(self.table)

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs: the rows, and no open file."""
        return {"table": self.table, "digest": self.digest}


class TableRows:
    """One table, whose rows are handed out for some articles at a time in the order of `articles`."""

    def __init__(self, folder: Path, name: str, marks: Iterable[Mark] | None) -> None:
        self._name = name
        self._mark = _Counted(read_batches(folder, name, ["article_id"])) if marks is None else _given(marks)
        self._file = open_table(folder, name)
        self._path = table_path(folder, name)
        sizes = [self._file.metadata.row_group(at).num_rows for at in range(self._file.num_row_groups)]
        self._starts = list(accumulate(sizes, initial=0))
        self._group = lru_cache(maxsize=1)(self._read_group)  # parts come in order
        self._next = 0

    def take(self, ids: Collection[str]) -> Rows:
        """The next rows, those of these articles."""
        mark = self._mark(ids)
        start, self._next = self._next, self._next + mark.rows
        return Rows(partial(self._read, start, self._next, ids), mark.digest)

    def _read(self, start: int, end: int, ids: Collection[str]) -> pa.Table:
        """The rows from `start` to `end`; raises UsageError where one is of another article."""
        pieces = [self._file.schema_arrow.empty_table()]
        for at in range(bisect_right(self._starts, start) - 1, len(self._starts) - 1):
            first = self._starts[at]
            if first < end:
                pieces.append(self._group(at).slice(max(start - first, 0), end - max(start, first)))
        rows = pa.concat_tables(pieces)
        strange = pc.filter(rows["article_id"], pc.invert(pc.is_in(rows["article_id"], pa.array(ids))))
        if len(strange):
            raise left_over(self._name, strange[0].as_py())
        return copied(rows)

    def _read_group(self, at: int) -> pa.Table:
        with readable(self._path):
            return self._file.read_row_group(at)

    def check_done(self) -> None:
        """Raises UsageError where rows are left over."""
        if self._next < self._starts[-1]:
            at = bisect_right(self._starts, self._next) - 1
            raise left_over(self._name, self._group(at)["article_id"][self._next - self._starts[at]].as_py())


def _given(marks: Iterable[Mark]) -> Callable[[Collection[str]], Mark]:
    rest = iter(marks)
    return lambda _: next(rest, _NONE)


class _Counted:
    """The number of the next rows that belong to some articles, from the column of their ids."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._rest = _runs(batches)
        self._next = next(self._rest, None)

    def __call__(self, ids: Collection[str]) -> Mark:
        wanted = set(ids)
        rows = 0
        while self._next is not None and self._next[0] in wanted:
            rows += self._next[1]
            self._next = next(self._rest, None)
        return Mark(rows, "")


def _runs(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, int]]:
    """(article_id, rows) for each run of rows of one article."""
    for batch in batches:
        encoded = pc.run_end_encode(batch.column("article_id"))
        start = 0
        for article_id, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
            yield article_id, end - start
            start = end


def copied(rows: pa.Table) -> pa.Table:
    """The rows as one chunk of memory of their own, which goes to another process without the rest."""
    return rows.take(pa.array(range(rows.num_rows), pa.int64())).combine_chunks()


def digest_of(table: pa.Table) -> str:
    """A hash of the rows, however they lie in memory."""
    sink = pa.BufferOutputStream()
    plain = table.replace_schema_metadata(None)
    with pa.ipc.new_stream(sink, plain.schema) as writer:
        writer.write_table(plain)
    return hashlib.blake2b(memoryview(sink.getvalue()), digest_size=20).hexdigest()
