"""Documents → Arrow tables, and tables → documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.core import schema
from pipeline.core.columns import Column, Table
from pipeline.core.document import (
    Block,
    Document,
    Entity,
    Mention,
    Parse,
    Quantity,
    Quote,
    Sentence,
)
from pipeline.core.errors import ArticleError, UsageError

#: The row type of each layer of a document; `articles`, `tokens` and `errors` are built on their own.
LAYERS: dict[str, type[Any]] = {
    "blocks": Block,
    "sentences": Sentence,
    "mentions": Mention,
    "entities": Entity,
    "quantities": Quantity,
    "quotes": Quote,
}
PARSE_COLUMNS = tuple(field.name for field in fields(Parse))


class Provenance(NamedTuple):
    """What made a table; stands in the metadata of every file."""

    pipeline_version: str
    model: str
    model_version: str

    def metadata(self) -> dict[str, str]:
        """The key-value pairs of the Parquet file."""
        return {
            "attribune.schema_version": schema.SCHEMA_VERSION,
            "attribune.pipeline_version": self.pipeline_version,
            "attribune.model": self.model,
            "attribune.model_version": self.model_version,
            "attribune.offsets": "Unicode code points, half-open",
        }


def build(name: str, documents: Sequence[Document], provenance: Provenance) -> pa.Table:
    """The table `name` with the rows of all documents, in their order; complete schema for no rows.

    Raises ValueError where a row does not fit the schema (a null or a value that it does not allow).
    """
    columns = _BUILDERS.get(name, _layer_columns)(name, documents)
    table = schema.TABLES[name]
    arrays = [_array(table, column, columns[column.name]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.arrow(provenance.metadata()))


def build_sound(
    names: Sequence[str], documents: Sequence[Document], provenance: Provenance
) -> dict[str, pa.Table]:
    """The named tables; an article with a row that its table does not allow gets an error and no rows."""
    try:
        return {name: build(name, documents, provenance) for name in names}
    except (ValueError, pa.ArrowException) as error:
        if len(documents) > 1:
            parts = [build_sound(names, [document], provenance) for document in documents]
            return {name: pa.concat_tables(part[name] for part in parts) for name in names}
        documents[0].fail("tables", error)
        documents[0].clear()
        return {name: build(name, documents, provenance) for name in names}


def error_table(errors: Iterable[ArticleError], provenance: Provenance) -> pa.Table:
    """The `errors` table, sorted by source, record, article and stage."""
    rows = sorted(errors, key=lambda e: (e.source, e.record or 0, e.article_id or "", *e[2:5]))
    table = schema.ERRORS
    arrays = [_array(table, column, [getattr(row, column.name) for row in rows]) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.arrow(provenance.metadata()))


def _array(table: Table, column: Column, values: list[Any]) -> pa.Array:
    """The Arrow array of a column, after the checks that Arrow leaves out."""
    array = pa.array(values, column.type)
    if not column.nullable and array.null_count:
        raise ValueError(f"{table.name}.{column.name} is null in row {values.index(None)}; it may not be")
    if column.values is not None:
        unknown = set(array.unique().to_pylist()) - {*column.values, None}
        if unknown:
            raise ValueError(f"{table.name}.{column.name}: {sorted(unknown)} not among {list(column.values)}")
    return array


def _article_columns(_name: str, documents: Sequence[Document]) -> dict[str, list[Any]]:
    return {
        "article_id": [doc.article_id for doc in documents],
        "source": [doc.source for doc in documents],
        "title": [doc.title for doc in documents],
        "published": [doc.published for doc in documents],
        "text": [doc.text for doc in documents],
        "n_chars": [len(doc.text) for doc in documents],
        "sha256": [hashlib.sha256(doc.text.encode()).hexdigest() for doc in documents],
    }


def _token_columns(_name: str, documents: Sequence[Document]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in schema.TOKENS.names}
    for doc in documents:
        columns["article_id"] += [doc.article_id] * len(doc.parse)
        columns["token_id"] += range(len(doc.parse))
        for name in PARSE_COLUMNS:
            columns[name] += getattr(doc.parse, name)
    return columns


def _layer_columns(name: str, documents: Sequence[Document]) -> dict[str, list[Any]]:
    """The columns of a layer of rows; texts are cut from the articles here."""
    owners = [doc for doc in documents for _ in getattr(doc, name)]
    rows = [row for doc in documents for row in getattr(doc, name)]
    fields = LAYERS[name]._fields
    columns: dict[str, list[Any]] = {"article_id": [doc.article_id for doc in owners]}
    columns |= zip(fields, map(list, zip(*rows, strict=True)) if rows else ([] for _ in fields), strict=True)
    for column in schema.TABLES[name].columns:
        if column.cut:
            starts, ends = columns[column.cut[0]], columns[column.cut[1]]
            columns[column.name] = [
                None if start is None else doc.text[start:end]
                for doc, start, end in zip(owners, starts, ends, strict=True)
            ]
    return columns


_BUILDERS = {"articles": _article_columns, "tokens": _token_columns}


class Groups:
    """The rows of one table, handed out article by article from batches in the order of `articles`."""

    def __init__(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        self._name = name
        self._groups = _grouped(batches)
        self._next: tuple[str, dict[str, list[Any]]] | None = next(self._groups, None)

    def take(self, article_id: str) -> dict[str, list[Any]]:
        """The columns of that article's rows; empty where the next rows belong to another article."""
        if self._next is None or self._next[0] != article_id:
            return {}
        columns = self._next[1]
        self._next = next(self._groups, None)
        return columns

    def check_done(self) -> None:
        """Raises UsageError where rows are left that belong to no article, or stand in another order."""
        if self._next is not None:
            raise left_over(self._name, self._next[0])


def left_over(table: str, article_id: str) -> UsageError:
    """What is raised for rows that belong to no article, or stand in another order."""
    return UsageError(
        f"{table}.parquet: rows of article {article_id!r} are out of order or have no article; "
        "the tables do not belong together: run `ingest` and all stages after it again"
    )


def _grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """(article_id, columns) for each run of rows of one article, also over the edge of a batch."""
    current: str | None = None
    columns: dict[str, list[Any]] = {}
    for batch in batches:
        data = {name: batch.column(name).to_pylist() for name in batch.schema.names if name != "article_id"}
        ids = batch.column("article_id")
        for article_id, start, end in _runs(ids.to_pylist()):
            part = {name: values[start:end] for name, values in data.items()}
            if article_id == current:
                for name, values in part.items():
                    columns[name] += values
                continue
            if current is not None:
                yield current, columns
            current, columns = article_id, part
    if current is not None:
        yield current, columns


def _runs(ids: list[str]) -> Iterator[tuple[str, int, int]]:
    """(value, start, end) of each run of equal values."""
    start = 0
    for at in range(1, len(ids) + 1):
        if at == len(ids) or ids[at] != ids[start]:
            yield ids[start], start, at
            start = at


def to_documents(
    batches: Callable[[str], Iterable[pa.RecordBatch]], layers: Sequence[str]
) -> Iterator[Document]:
    """The articles in order, with the named layers, from the batches of each table by its name."""
    groups = {name: Groups(name, batches(name)) for name in layers}
    for batch in batches("articles"):
        for row in batch.to_pylist():
            document = Document(
                row["article_id"],
                row["text"],
                source=row["source"],
                title=row["title"],
                published=row["published"],
            )
            for name in layers:
                restore(document, name, groups[name].take(document.article_id))
            yield document
    for group in groups.values():
        group.check_done()


def restore(document: Document, name: str, columns: dict[str, list[Any]]) -> None:
    """Fills one layer of a document from that article's columns of the table `name`."""
    if name == "tokens":
        document.parse = Parse(**{column: columns.get(column, []) for column in PARSE_COLUMNS})
        return
    row_type = LAYERS[name]
    rows = zip(*(columns[field] for field in row_type._fields), strict=True) if columns else []
    setattr(document, name, [row_type(*row) for row in rows])
