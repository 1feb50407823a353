"""One file → its records, by its suffix.

Files of many records are read piece by piece. What is wrong with one record stays with it wherever the next
one can be found.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedIOBase
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.time_limit import time_limit
from pipeline.ingest.encoding import decode, encoding_of, marked, not_decodable
from pipeline.ingest.unusable import UnusableError

_UTF8_BYTES = 4  # the most that a character takes
_JSON_BYTES = 12  # the most that a character takes as \u escapes
_OTHER_FIELDS = 1_000_000  # bytes for what is not the text
_CELL = 4  # so many texts of the most length fit into a cell: what is longer begins with an open quote mark
_LONGEST_CELL = 2**31 - 1  # the most that the csv module takes on every system
_AT_ONCE = 256
_NO_RECORD = "there is no record in it"
_OTHER_SEPARATOR = re.compile(r"[;\t|]")


class Fields(NamedTuple):
    """The names of a record's fields; the longest text that is taken, and the time for a page (0: any)."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    date: str = "date"
    most_characters: int = 0
    most_seconds: float = 0


class Record(NamedTuple):
    """A record as read, or what is wrong with it.

    `file` is the file's own name, without suffix where the file is one article; `number` the record's place
    in a file of many; `guessed` the encoding, where the file did not say it and is no UTF-8.
    """

    file: str
    content: Mapping[str, Any] | UnusableError
    number: int | None = None
    guessed: str | None = None

    @property
    def name(self) -> str:
        """The id of a record that brings none: "wire.jsonl#7"."""
        return self.file if self.number is None else f"{self.file}#{self.number}"


def read_records(path: Path, source: str, fields: Fields) -> Iterator[Record]:
    """The records of a file by its suffix; raises UnusableError for a suffix that is not known.

    An article that is a file of its own is named by its path without suffix, a record by its place.
    """
    for suffix, read in _READERS.items():
        if source.lower().endswith(suffix):
            return read(path, source[: -len(suffix)] if suffix in _SINGLE else source, fields)
    raise UnusableError(
        "unknown format", f"not one of {', '.join(_READERS)}; convert it or move it elsewhere"
    )


def too_long(size: str, fields: Fields) -> UnusableError:
    """What is said of a text that is longer than the settings allow."""
    most = f"{fields.most_characters:,} characters (limits.characters of the settings)"
    return UnusableError("too long", f"{size}; the most is {most}: is it one article? split it")


def _read_txt(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    text, encoding = decode(_bytes(path, fields))
    content = {fields.id: name, fields.text: text}
    yield Record(name, content, guessed=encoding.name if encoding.guessed else None)


def _read_html(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    from pipeline.ingest.html import read_page

    try:
        with time_limit(fields.most_seconds):
            page = read_page(_bytes(path, fields))
    except TimeoutError as error:
        raise UnusableError("too slow", f"{error}; simplify the page, or save its text") from error
    content = {fields.id: name, fields.text: page.text, fields.title: page.title, fields.date: page.date}
    yield Record(name, content, guessed=page.guessed)


def _bytes(path: Path, fields: Fields) -> bytes:
    size = path.stat().st_size
    if fields.most_characters and size > fields.most_characters * _UTF8_BYTES:
        raise too_long(f"{size:,} bytes", fields)
    return path.read_bytes()


def _read_jsonl(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        encoding = marked(file.peek(4)[:4])
        is_empty = True
        lines: Iterable[str | bytes | UnusableError] = _bounded_lines(file, fields)
        if encoding not in {None, "utf-8-sig"}:
            lines = io.TextIOWrapper(file, encoding)
        try:
            for number, line in enumerate(lines, start=1):
                if isinstance(line, str | bytes) and not line.strip():
                    continue
                is_empty = False
                if isinstance(line, UnusableError):
                    yield Record(name, line, number)
                else:
                    content, guessed = _json_object(line)
                    yield Record(name, content, number, guessed)
        except UnicodeDecodeError as error:
            raise not_decodable(error) from error
    if is_empty:
        raise UnusableError("empty", _NO_RECORD)


def _bounded_lines(file: BufferedIOBase, fields: Fields) -> Iterator[bytes | UnusableError]:
    """The lines of a file; of one that is too long, nothing but the error is kept in memory."""
    most = fields.most_characters * _JSON_BYTES + _OTHER_FIELDS if fields.most_characters else -1
    while line := file.readline(most):
        if len(line) < most or most < 0 or line.endswith(b"\n"):
            yield line
            continue
        size = len(line)
        while line and not line.endswith(b"\n"):
            line = file.readline(most)
            size += len(line)
        yield too_long(f"a line of {size:,} bytes", fields)


def _json_object(line: str | bytes) -> tuple[Mapping[str, Any] | UnusableError, str | None]:
    """What a line holds, and its encoding where that was guessed."""
    guessed = None
    try:
        if isinstance(line, bytes):
            line, encoding = decode(line)
            guessed = encoding.name if encoding.guessed else None
        record = json.loads(line)
    except UnusableError as error:
        return error, None
    except (ValueError, RecursionError) as error:  # not JSON; a number of too many digits; nested too deep
        return UnusableError("bad record", f"not valid JSON: {error}"), None
    if not isinstance(record, dict):
        return UnusableError("bad record", "the line holds no JSON object"), None
    return record, guessed


def _read_csv(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    with path.open("rb") as file:
        encoding = encoding_of(file)
    longest = min(fields.most_characters * _CELL + _OTHER_FIELDS, _LONGEST_CELL)
    if not fields.most_characters:
        longest = _LONGEST_CELL
    csv.field_size_limit(longest)
    with path.open(encoding=encoding.name, newline="") as lines:
        ended: list[bool] = []
        reader = csv.DictReader(_telling_end(lines, ended))
        try:
            if not reader.fieldnames:
                raise UnusableError("empty", _NO_RECORD)
            _need_text_column(reader.fieldnames, fields)
            for record in reader:
                guessed = encoding.name if encoding.guessed else None
                yield Record(name, _csv_row(record, is_open=bool(ended)), reader.line_num, guessed)
        except csv.Error as error:
            fault = f"a cell of more than {longest:,} characters" if "field limit" in str(error) else error
            message = f"line {reader.line_num}: {fault}; the rest was left out: is a quote mark missing?"
            raise UnusableError("bad record", message) from error
        except UnicodeDecodeError as error:
            raise not_decodable(error) from error


def _telling_end(lines: Iterable[str], ended: list[bool]) -> Iterator[str]:
    """The lines; `ended` is filled when one more is asked for than there are.

    A row is given out at the end of its line, so that happens before the last one only where it is open.
    """
    yield from lines
    ended.append(True)


def _csv_row(row: dict[Any, Any], *, is_open: bool) -> Mapping[str, Any] | UnusableError:
    """A row without its empty cells; cells that no column names stand under None.

    Raises csv.Error for one that the end of the file cut off.
    """
    if is_open:
        raise csv.Error("the row does not end")
    if None in row:
        return UnusableError("bad record", "more cells than columns; is a quote mark missing?")
    return {column: cell for column, cell in row.items() if cell != ""}


def _read_parquet(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise UnusableError("unreadable", f"no Parquet file: {error}") from error
    _need_text_column(file.schema_arrow.names, fields)
    columns = [column for column in file.schema_arrow.names if column in fields]
    number = 0
    with file:
        for batch in file.iter_batches(batch_size=_AT_ONCE, columns=columns):
            for at in range(batch.num_rows):
                number += 1
                yield Record(name, _parquet_row(batch.slice(at, 1)), number)


def _parquet_row(row: pa.RecordBatch) -> Mapping[str, Any] | UnusableError:
    try:
        content: dict[str, Any] = row.to_pylist()[0]
    except (ValueError, OverflowError) as error:  # bytes that are no text; a time that Python cannot hold
        return UnusableError("bad record", str(error))
    return content


_READERS = {
    ".txt": _read_txt,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".jsonl.gz": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
_SINGLE = {".txt", ".html", ".htm"}


def _need_text_column(names: Any, fields: Fields) -> None:  # noqa: ANN401  a list in csv's typing, a sequence in Arrow's
    if fields.text not in names:
        hint = "name it with ingest.text_field in params.yaml or --text-field"
        if len(names) == 1 and _OTHER_SEPARATOR.search(names[0]):
            hint = "part the columns by commas"
        raise UnusableError("missing field", f"no column {fields.text!r} among {list(names)}; {hint}")
    if twice := sorted({name for name in names if name in fields and list(names).count(name) > 1}):
        raise UnusableError("bad record", f"several columns are named {', '.join(twice)}; rename all but one")
