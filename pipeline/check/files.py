"""The files of a folder of tables → what is wrong with each as a whole: columns, types, versions, errors."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.check.rows import check_key, check_values
from pipeline.core import schema
from pipeline.core.storage import stored_type, table_path


def check_files(folder: Path, unchanged: Collection[str] = ()) -> Iterator[str]:
    """Whether each file can be read, has the columns of its table, and comes from the same run as others.

    The rows of the tables in `unchanged` are not read here: their files are as they were written.
    """
    schemas = {}
    for name in schema.TABLES:
        try:
            schemas[name] = pq.read_schema(table_path(folder, name))
        except (pa.ArrowInvalid, OSError) as error:
            yield f"{name} cannot be read: {error}"
            continue
        yield from _check_columns(name, schemas[name])
    if len(schemas) == len(schema.TABLES):
        yield from _check_versions(schemas)
        yield from _check_content(folder, unchanged)


def _check_columns(name: str, found: pa.Schema) -> Iterator[str]:
    """The columns, types and null flags of one file against the schema."""
    table = schema.TABLES[name]
    for column in table.columns:
        if column.name not in found.names:
            yield f"{name}: the column {column.name} is missing"
            continue
        field = found.field(column.name)
        if field.type != stored_type(column) or field.nullable != column.nullable:
            yield f"{name}.{column.name} is {field}; expected {column.type}, nullable={column.nullable}"
    if unknown := [column for column in found.names if column not in table.names]:
        yield f"{name}: the columns {unknown} are unknown"


def _check_versions(schemas: dict[str, pa.Schema]) -> Iterator[str]:
    """Whether all files come from the same schema, pipeline and model."""
    made_by = {
        name: {key: value for key, value in (found.metadata or {}).items() if key.startswith(b"attribune.")}
        for name, found in schemas.items()
    }
    first = made_by["articles"]
    if b"attribune.schema_version" not in first:
        yield "articles does not say which version made it"
    for name, metadata in made_by.items():
        if metadata != first:
            yield f"{name} was made by {_readable(metadata)}, but articles by {_readable(first)}"


def _readable(metadata: dict[bytes, bytes]) -> str:
    return ", ".join(
        f"{key.decode().removeprefix('attribune.')} {value.decode()}" for key, value in metadata.items()
    )


def _check_content(folder: Path, unchanged: Collection[str]) -> Iterator[str]:
    """Whether every page of every file can be read; and the rows of the errors, which have no article."""
    for name in (name for name in schema.TABLES if name not in unchanged):
        path = table_path(folder, name)
        try:
            for batch in pq.ParquetFile(path).iter_batches():
                batch.validate(full=True)
        except (pa.ArrowException, OSError) as error:
            yield f"{name} cannot be read: {error}"
        else:
            if name == "errors":
                columns = pq.read_table(path).to_pydict()
                yield from (f"errors: {problem}" for problem in check_values(schema.ERRORS, columns))
                yield from (f"errors: {problem}" for problem in check_key(schema.ERRORS, columns))
