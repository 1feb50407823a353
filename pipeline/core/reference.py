"""The schemas → the table reference in docs/tables.md."""

from __future__ import annotations

from pipeline.core.columns import Column, Table
from pipeline.core.schema import TABLES

_INTRODUCTION = """\
# The tables

One Parquet file a table. Offsets are Unicode code points into `articles.text`, half-open: every text
column equals `articles.text[start:end]` of its offsets. Rows stand in reading order, articles in the order
of their files. Zero articles still give every table with its full schema. The key-value metadata of each
file names the versions of schema, pipeline and model; each field's metadata holds its description.

This page is made from `pipeline/core/schema.py` by `python -m pipeline tables > docs/tables.md`.
"""


def as_markdown() -> str:
    """The reference of all tables as a Markdown page."""
    return "\n".join([_INTRODUCTION, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    rows = "\n".join(_row(table, column) for column in table.columns)
    head = "| column | type | null | meaning |\n|---|---|---|---|"
    return f"## {table.name}\n\n{table.description} Key: {', '.join(table.key)}.\n\n{head}\n{rows}\n"


def _row(table: Table, column: Column) -> str:
    targets = {name: f"{target}.{key}" for name, target, key in table.references}
    meaning = column.description
    if column.name in targets:
        meaning += f" Joins {targets[column.name]}."
    if column.values:
        meaning += f" One of: {', '.join(f'`{value}`' for value in column.values if value)}."
    return f"| {column.name} | {column.type} | {'yes' if column.nullable else ''} | {meaning} |"
