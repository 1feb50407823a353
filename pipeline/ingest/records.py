"""One file → its records, by its suffix."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

_LONGEST_CSV_FIELD = 2**31 - 1


class Fields(NamedTuple):
    """The names of a record's fields."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    date: str = "date"


class UnusableError(Exception):
    """A file or record that cannot be taken: `reason` and message of its row in `errors`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


#: A record as read, under the name that it has without an id ("wire.jsonl#7"), or what is wrong with it.
Record = tuple[str, Mapping[str, Any] | UnusableError]


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


def _read_txt(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    yield name, {fields.id: name, fields.text: _decode(path.read_bytes())}


def _read_html(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    from pipeline.ingest.html import read_page

    page = read_page(path.read_bytes())
    yield name, {fields.id: name, fields.text: page.text, fields.title: page.title, fields.date: page.date}


def _read_jsonl(path: Path, name: str, _fields: Fields) -> Iterator[Record]:
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"{name}#{number}", _json_record(line)


def _json_record(line: bytes) -> Mapping[str, Any] | UnusableError:
    try:
        record = json.loads(_decode(line))
    except json.JSONDecodeError as error:
        return UnusableError("bad record", f"not valid JSON: {error}")
    except UnusableError as error:
        return error
    if not isinstance(record, dict):
        return UnusableError("bad record", "the line holds no JSON object")
    return record


def _read_csv(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    csv.field_size_limit(_LONGEST_CSV_FIELD)
    reader = csv.DictReader(io.StringIO(_decode(path.read_bytes()), newline=""))
    _need_text_column(reader.fieldnames or [], fields)
    try:
        for record in reader:
            yield f"{name}#{reader.line_num}", {key: value for key, value in record.items() if value != ""}
    except csv.Error as error:
        raise UnusableError(
            "bad record", f"line {reader.line_num}: {error}; the rest was left out"
        ) from error


def _read_parquet(path: Path, name: str, fields: Fields) -> Iterator[Record]:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise UnusableError("unreadable", f"no Parquet file: {error}") from error
    columns = [column for column in file.schema_arrow.names if column in fields]
    _need_text_column(columns, fields)
    number = 0
    for batch in file.iter_batches(batch_size=256, columns=columns):
        for record in batch.to_pylist():
            number += 1
            yield f"{name}#{number}", record


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
        raise UnusableError("missing field", f"no column {fields.text!r} among {list(names)}; {hint}")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not valid UTF-8; convert it to UTF-8 (iconv -f ... -t utf-8)"
        raise UnusableError("not UTF-8", message) from error
