"""tables → a folder of CSV files, for spreadsheets or for programs.

UTF-8, commas, a header line, line ends CR LF, texts in quotes with their own line ends as they are (RFC
4180); lists as JSON, times in ISO 8601, nulls as empty cells.

Safe cells are for spreadsheets: texts come from strangers, and a spreadsheet runs a cell that begins with one
of `= + - @`, a tab or a line end as a formula. Such a cell gets a single quote in front, as OWASP advises
("CSV Injection"), and the file a byte order mark, without which Excel misreads curly quotes. It can be
undone: a cell is touched where it begins with any number of single quotes and then such a character.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.core import schema
from pipeline.core.columns import Column
from pipeline.core.storage import read_batches
from pipeline.export.output import new_file

#: The beginnings of a cell that a spreadsheet may run, full-width forms too.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def write(data: Path, out: Path, *, safe_cells: bool, tokens: bool) -> int:
    """Writes `<out>/<table>.csv` for every table; the number of articles.

    Without `tokens`, an older `tokens.csv` goes away.
    """
    articles = 0
    for name, table in schema.TABLES.items():
        if name == "tokens" and not tokens:
            (out / f"{name}.csv").unlink(missing_ok=True)  # of older tables
            continue
        with (
            new_file(out / f"{name}.csv") as path,
            path.open("w", encoding="utf-8-sig" if safe_cells else "utf-8", newline="") as file,
        ):
            writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
            writer.writerow(table.names)
            for rows in _rows(data, name, safe_cells=safe_cells):
                writer.writerows(rows)
                articles += len(rows) if name == "articles" else 0
    return articles


def safe_cell(text: str) -> str:
    """The text with a single quote before it where a spreadsheet might run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(data: Path, name: str, *, safe_cells: bool) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table, batch by batch, as cells."""
    table = schema.TABLES[name]
    writers = [_writer(column, safe_cells=safe_cells) for column in table.columns]
    for batch in read_batches(data, name):
        columns = (batch.column(column).to_pylist() for column in table.names)
        cells = (map(writer, column) for writer, column in zip(writers, columns, strict=True))
        yield list(zip(*cells, strict=True))


def _writer(column: Column, *, safe_cells: bool) -> Callable[[Any], Any]:
    """How the values of a column become cells."""
    if pa.types.is_string(column.type):
        return lambda text: "" if text is None else safe_cell(text) if safe_cells else text
    if pa.types.is_list(column.type):
        return lambda values: json.dumps(values, ensure_ascii=False)
    if pa.types.is_timestamp(column.type):
        return _iso
    if pa.types.is_boolean(column.type):
        return lambda flag: "" if flag is None else str(flag).lower()
    return lambda number: "" if number is None else number


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
