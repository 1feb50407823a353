"""Parquet files: written whole or not at all, read article by article."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core import schema
from pipeline.core.columns import Column, Table
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.staging import is_half_done
from pipeline.core.tables import Provenance, error_table

#: Rows that are held in memory before they are written; those of `articles` hold whole texts.
ROW_GROUP, ROW_GROUP_OF_TEXTS = 100_000, 256
#: So many pieces wait at most: each keeps the whole file alive from which it was read.
_PIECES = 32
_DELTA = "DELTA_BINARY_PACKED"


class TableWriter:
    """Writes one table to `<folder>/<name>.parquet`.

    It has row groups of 100,000 rows, or 256 articles: the bytes depend on the rows alone, however they are
    handed in, and memory does not grow with them. The file appears under its name when the `with` block
    ends well; until then, and after an error, an old file stays as it was.
    """

    def __init__(self, folder: Path, name: str, provenance: Provenance) -> None:
        self.path = folder / f"{name}.parquet"
        self.rows = 0
        self._group = ROW_GROUP_OF_TEXTS if name == "articles" else ROW_GROUP
        self._schema = schema.TABLES[name].arrow(provenance.metadata())
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        self._temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        folder.mkdir(parents=True, exist_ok=True)
        path = self._temporary.absolute()  # Arrow takes a relative path with a colon for an address
        self._writer = pq.ParquetWriter(path, self._schema, **_encoding(schema.TABLES[name]))

    def write(self, table: pa.Table) -> None:
        """Adds the rows of a table of the same schema."""
        self.rows += table.num_rows
        self._waiting.append(table)
        self._waiting_rows += table.num_rows
        if len(self._waiting) > _PIECES:
            self._waiting = [pa.concat_tables(self._waiting).combine_chunks()]
        while self._waiting_rows >= self._group:
            self._flush(self._group)

    def _flush(self, rows: int) -> None:
        waiting = pa.concat_tables(self._waiting)
        self._writer.write_table(waiting.slice(0, rows).combine_chunks(), row_group_size=self._group)
        rest = waiting.slice(rows)
        self._waiting, self._waiting_rows = [rest], rest.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._waiting_rows:
                self._flush(self._waiting_rows)
            self._writer.close()
            if kind is None:
                self._temporary.replace(self.path)
        finally:
            self._temporary.unlink(missing_ok=True)


def stored_type(column: Column) -> pa.DataType:
    """The type of a column in the file: Parquet has no times in whole seconds and keeps milliseconds."""
    return pa.timestamp("ms", column.type.tz) if pa.types.is_timestamp(column.type) else column.type


def _encoding(table: Table) -> dict[str, Any]:
    """zstd; integers as packed differences, all else by dictionary where that is smaller."""
    integers = [column.name for column in table.columns if column.type == pa.int32()]
    nested = {column.name for column in table.columns if pa.types.is_list(column.type)}
    others = [column.name for column in table.columns if column.name not in {*integers, *nested}]
    return {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": others,
        "column_encoding": dict.fromkeys(integers, _DELTA),
        "write_statistics": True,
    }


def write_errors(folder: Path, errors: Iterable[ArticleError], provenance: Provenance) -> None:
    """Writes the `errors` table."""
    with TableWriter(folder, "errors", provenance) as writer:
        writer.write(error_table(errors, provenance))


def read_errors(folder: Path) -> list[ArticleError]:
    """The rows of the `errors` table; raises UsageError as `read_table` does."""
    return [ArticleError(**row) for row in read_table(folder, "errors").to_pylist()]


def table_path(folder: Path, name: str) -> Path:
    """The file of a table; raises UsageError where it is missing."""
    path = folder / f"{name}.parquet"
    if is_half_done(folder):
        raise UsageError(
            f"{folder} holds old and new tables: a run was killed while it put them in place. Run it again"
        )
    if not path.is_file():
        raise UsageError(
            f"{path} is missing. Run the earlier stages first: `dvc repro`, or "
            f"`python -m pipeline run --raw INPUT --out {folder}`"
        )
    return path


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raises UsageError where a file turns out to be damaged while the block reads it."""
    try:
        yield
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        fault = " ".join(str(error).split())
        raise UsageError(f"{path} cannot be read ({fault}); delete it and run its stage again") from error


def open_table(folder: Path, name: str) -> pq.ParquetFile:
    """The open file of a table; raises UsageError where it is missing, damaged or no table of ours."""
    path = table_path(folder, name)
    with readable(path):
        file = pq.ParquetFile(path.absolute())
    missing = [column for column in schema.TABLES[name].names if column not in file.schema_arrow.names]
    if missing:
        raise UsageError(f"{path} lacks the columns {missing}; delete it and run its stage again")
    return file


def read_table(folder: Path, name: str) -> pa.Table:
    """A whole table; raises UsageError as `open_table` does."""
    with readable(table_path(folder, name)):
        table = open_table(folder, name).read(schema.TABLES[name].names)
        return table.cast(schema.TABLES[name].arrow(_metadata(table)))


def _metadata(table: pa.Table) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}


def read_batches(folder: Path, name: str, columns: Sequence[str] | None = None) -> Iterable[pa.RecordBatch]:
    """The rows of a table, or some columns of it, in batches; raises UsageError as `open_table` does."""
    size = ROW_GROUP_OF_TEXTS if name == "articles" else 16_384
    batches = open_table(folder, name).iter_batches(batch_size=size, columns=columns)
    return _readable(batches, table_path(folder, name))


def _readable(batches: Iterable[pa.RecordBatch], path: Path) -> Iterator[pa.RecordBatch]:
    with readable(path):
        yield from batches
