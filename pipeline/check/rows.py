"""The rows of one table of one article → what is wrong with them on their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import Any

from pipeline.core import schema
from pipeline.core.columns import Table

#: The columns of one article's rows of a table, by name; empty where there are none.
Columns = dict[str, list[Any]]

_DISJOINT = {"blocks", "tokens", "sentences", "quotes"}
_VALUES = ("value_low", "value_high", "base_value_low", "base_value_high")


def check_rows(name: str, columns: Columns, text: str) -> Iterator[str]:
    """Whether the rows are numbered, allowed, in order, and slices of the text."""
    table = schema.TABLES[name]
    if not columns:
        return
    ids = columns[table.key[-1]]
    if ids != list(range(len(ids))):
        yield f"{table.key[-1]} does not count 0, 1, 2, ..."
    problems = list(check_values(table, columns))
    yield from problems
    yield from _check_spans(table, columns, text)
    if not problems:
        yield from _check_order(name, columns)
        yield from _check_numbers(columns)


def check_values(table: Table, columns: Columns) -> Iterator[str]:
    """Nulls where there may be none, and values outside of closed lists."""
    for column in table.columns:
        values = columns.get(column.name, [])
        if not column.nullable and None in values:
            yield f"{column.name} is null in row {values.index(None)}"
        if column.values and (unknown := set(values) - {*column.values, None}):
            yield f"{column.name} holds {sorted(unknown)}"


def check_key(table: Table, columns: Columns) -> Iterator[str]:
    """Keys that stand twice; of tables whose rows are numbered, `check_rows` sees it by their numbers."""
    keys = Counter(zip(*(columns[name] for name in table.key), strict=True))
    for key, rows in keys.items():
        if rows > 1:
            yield f"{rows} rows with the key {', '.join(map(str, key))}"


def _check_spans(table: Table, columns: Columns, text: str) -> Iterator[str]:
    """Every text is the slice of the article between its offsets."""
    for column in table.columns:
        if column.cut is None:
            continue
        spans = zip(*(columns[name] for name in (*column.cut, column.name)), strict=True)
        for row, (start, end, value) in enumerate(spans):
            if (start is None) != (end is None) or (start is None) != (value is None):
                yield f"{column.name} and its offsets are not null together in row {row}"
            elif start is not None and (not 0 <= start < end <= len(text) or text[start:end] != value):
                yield f"{column.name} in row {row} is not the text from {start} to {end}"


def _check_order(name: str, columns: Columns) -> Iterator[str]:
    """Rows stand in reading order; those of layers that part the text do not overlap."""
    starts = columns["first_start"] if name == "entities" else columns["start"]
    if starts != sorted(starts):
        yield "the rows are not in reading order"
    if name in _DISJOINT:
        for row, (end, start) in enumerate(zip(columns["end"], starts[1:], strict=False)):
            if start < end:
                yield f"the rows {row} and {row + 1} overlap"


def _check_numbers(columns: Columns) -> Iterator[str]:
    """Values are numbers, intervals the right way round, probabilities between 0 and 1."""
    if not all(0 <= value <= 1 for value in columns.get("confidence", ())):
        yield "a confidence lies outside of 0 to 1"
    if "value_low" not in columns:
        return
    if any(low > high for low, high in zip(columns["value_low"], columns["value_high"], strict=True)):
        yield "a value_low is above its value_high"
    for name in _VALUES:
        if not all(value is None or isfinite(value) for value in columns[name]):
            yield f"a {name} is no finite number"
    spans = (columns[name] for name in ("start", "number_start", "number_end", "end"))
    for row, (first, start, end, last) in enumerate(zip(*spans, strict=True)):
        if not first <= start < end <= last:
            yield f"the number in row {row} lies outside of the row's own span"
