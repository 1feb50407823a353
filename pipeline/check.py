"""Tables → what is wrong with them: schemas, keys, references, order, spans, versions.

Run at the end of every pipeline run; the list is empty for a sound set of tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.core import schema
from pipeline.core.columns import Table
from pipeline.core.storage import read_batches, stored_type, table_path
from pipeline.core.tables import Groups

_LAYERS = [name for name in schema.TABLES if name not in {"articles", "errors"}]
_Columns = dict[str, list[Any]]


def check_tables(folder: Path) -> list[str]:
    """The problems of a folder of tables, as sentences; raises UsageError for a missing table."""
    problems = [problem for name in schema.TABLES for problem in _check_file(folder, name)]
    problems += _check_versions(folder)
    return problems or list(_check_articles(folder))


def _check_file(folder: Path, name: str) -> Iterator[str]:
    """The columns, types and null flags of one file against the schema."""
    found = {field.name: field for field in pq.read_schema(table_path(folder, name))}
    for column in schema.TABLES[name].columns:
        field = found.get(column.name)
        if field is None:
            yield f"{name}: the column {column.name} is missing"
        elif field.type != stored_type(column) or field.nullable != column.nullable:
            yield f"{name}.{column.name} is {field}; expected {column.type}, nullable={column.nullable}"


def _check_versions(folder: Path) -> Iterator[str]:
    """Whether all files come from the same schema, pipeline and model."""
    made_by = {}
    for name in schema.TABLES:
        metadata = pq.read_schema(table_path(folder, name)).metadata or {}
        made_by[name] = {key: value for key, value in metadata.items() if key.startswith(b"attribune.")}
    first = made_by["articles"]
    for name, metadata in made_by.items():
        if metadata != first:
            yield f"{name} was made by {_readable(metadata)}, but articles by {_readable(first)}"


def _readable(metadata: dict[bytes, bytes]) -> str:
    return ", ".join(
        f"{key.decode().removeprefix('attribune.')} {value.decode()}" for key, value in metadata.items()
    )


def _check_articles(folder: Path) -> Iterator[str]:
    """The rows, article by article."""
    groups = {name: Groups(name, read_batches(folder, name)) for name in _LAYERS}
    seen: set[str] = set()
    for batch in read_batches(folder, "articles"):
        for article in batch.to_pylist():
            article_id = article["article_id"]
            if article_id in seen:
                yield f"articles: {article_id!r} stands twice"
            seen.add(article_id)
            layers = {name: group.take(article_id) for name, group in groups.items()}
            for name in _LAYERS:
                for problem in _check_layer(name, layers, article["text"]):
                    yield f"{name}, article {article_id!r}: {problem}"
    for group in groups.values():
        try:
            group.check_done()
        except ValueError as error:
            yield str(error)


def _check_layer(name: str, layers: dict[str, _Columns], text: str) -> Iterator[str]:
    table, columns = schema.TABLES[name], layers[name]
    if not columns:
        return
    ids = columns[table.key[-1]]
    if ids != list(range(len(ids))):
        yield f"{table.key[-1]} does not count 0, 1, 2, ..."
    yield from _check_values(table, columns)
    yield from _check_spans(table, columns, text)
    yield from _check_references(table, layers)


def _check_values(table: Table, columns: _Columns) -> Iterator[str]:
    """Nulls and values outside of closed lists; intervals and probabilities the right way round."""
    for column in table.columns:
        values = columns.get(column.name, [])
        if not column.nullable and None in values:
            yield f"{column.name} is null in row {values.index(None)}"
        if column.values and (unknown := set(values) - {*column.values, None}):
            yield f"{column.name} holds {sorted(unknown)}"
    if "confidence" in columns and not all(0 <= value <= 1 for value in columns["confidence"]):
        yield "a confidence lies outside of 0 to 1"
    if "value_low" in columns and any(
        not low <= high for low, high in zip(columns["value_low"], columns["value_high"], strict=True)
    ):
        yield "a value_low is above its value_high"


def _check_spans(table: Table, columns: _Columns, text: str) -> Iterator[str]:
    """Every text is the slice of the article between its offsets; rows stand in reading order."""
    for column in table.columns:
        if column.cut is None:
            continue
        spans = zip(*(columns[name] for name in (*column.cut, column.name)), strict=True)
        for row, (start, end, value) in enumerate(spans):
            if (start is None) != (end is None) or (start is None) != (value is None):
                yield f"{column.name} and its offsets are not null together in row {row}"
            elif start is not None and (not 0 <= start < end <= len(text) or text[start:end] != value):
                yield f"{column.name} in row {row} is not the text from {start} to {end}"
    if "start" in columns and columns["start"] != sorted(columns["start"]):
        yield "the rows are not in reading order"


def _check_references(table: Table, layers: dict[str, _Columns]) -> Iterator[str]:
    for column, target, key in table.references:
        if column == "article_id":
            continue
        known = set(layers[target].get(key, ()))
        unknown = {value for value in layers[table.name][column] if value is not None} - known
        if unknown:
            yield f"{column} {sorted(unknown)[:5]} not among {target}.{key}"
