"""What a column and a table are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """One column: its Arrow type, whether it may be null, its closed list of values if it has one."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = False
    values: tuple[str, ...] | None = None
    cut: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, its key, and the tables that its ids point into."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: tuple[tuple[str, str, str], ...] = ()

    def arrow(self, metadata: dict[str, str] | None = None) -> pa.Schema:
        """The Arrow schema, with the descriptions as field metadata and `metadata` for the file."""
        return pa.schema(self._fields, metadata)

    @cached_property
    def _fields(self) -> list[pa.Field]:
        """The Arrow fields."""
        return [
            pa.field(column.name, column.type, column.nullable, {"description": column.description})
            for column in self.columns
        ]

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]
