"""raw files → articles: .txt, .jsonl, .jsonl.gz, .csv and .parquet, a file or a folder of them.

Text is taken verbatim (UTF-8; a byte order mark is no text). Whatever cannot be taken becomes an
error with a reason; the other files and records come through.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError, UsageError

_LONGEST_CSV_FIELD = 2**31 - 1


class Fields(NamedTuple):
    """The names of a record's fields."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    date: str = "date"


class _UnusableError(Exception):
    """A file or record that cannot be taken: `reason` and message of its row in `errors`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


#: A record as read, under the name that it has without an id ("wire.jsonl#7"), or what is wrong with it.
_Record = tuple[str, Mapping[str, Any] | _UnusableError]


def read_articles(raw: Path, fields: Fields | None = None) -> Iterator[Document | ArticleError]:
    """The articles of a file or folder, by path and then by place in the file, and the errors.

    An id that stands twice keeps its first article. Raises UsageError where `raw` does not exist.
    """
    if not raw.exists():
        raise UsageError(f"{raw}: no such file or folder; name your articles with --raw")
    return _without_duplicates(_read_all(raw, fields or Fields()))


def _without_duplicates(items: Iterator[Document | ArticleError]) -> Iterator[Document | ArticleError]:
    first_source: dict[str, str] = {}
    for item in items:
        if isinstance(item, Document):
            if item.article_id in first_source:
                where = first_source[item.article_id]
                message = f"the id stands already in {where}; that article was kept, this one left out"
                yield ArticleError(item.source, item.article_id, "ingest", "duplicate id", message)
                continue
            first_source[item.article_id] = item.source
        yield item


def _read_all(raw: Path, fields: Fields) -> Iterator[Document | ArticleError]:
    root = raw if raw.is_dir() else raw.parent
    for path in _files(raw):
        source = path.relative_to(root).as_posix()
        try:
            for name, record in _records(path, source, fields):
                yield from _article(source, name, record, fields)
        except (OSError, EOFError, zlib.error) as error:
            detail = getattr(error, "strerror", None) or error
            message = f"{detail}; the rest of the file was left out: mend, replace or remove it"
            yield ArticleError(source, None, "ingest", "unreadable", message)
        except _UnusableError as error:
            yield ArticleError(source, None, "ingest", error.reason, str(error))


def _files(raw: Path) -> list[Path]:
    """All files below a folder but hidden ones, by their path; a single file is its own list."""
    if raw.is_file():
        return [raw]
    files = (path for path in raw.rglob("*") if path.is_file())
    visible = (p for p in files if not any(part.startswith(".") for part in p.relative_to(raw).parts))
    return sorted(visible, key=lambda path: path.relative_to(raw).as_posix())


def _records(path: Path, source: str, fields: Fields) -> Iterator[_Record]:
    """The records of a file by its suffix; raises _UnusableError for a suffix that is not known."""
    for suffix, read in _READERS.items():
        if source.endswith(suffix):
            return read(path, source.removesuffix(suffix) if suffix == ".txt" else source, fields)
    raise _UnusableError(
        "unknown format", f"not one of {', '.join(_READERS)}; convert it or move it elsewhere"
    )


def _read_txt(path: Path, name: str, fields: Fields) -> Iterator[_Record]:
    yield name, {fields.id: name, fields.text: _decode(path.read_bytes())}


def _read_jsonl(path: Path, name: str, _fields: Fields) -> Iterator[_Record]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"{name}#{number}", _json_record(line)


def _json_record(line: bytes) -> Mapping[str, Any] | _UnusableError:
    try:
        record = json.loads(_decode(line))
    except json.JSONDecodeError as error:
        return _UnusableError("bad record", f"not valid JSON: {error}")
    except _UnusableError as error:
        return error
    if not isinstance(record, dict):
        return _UnusableError("bad record", "the line holds no JSON object")
    return record


def _read_csv(path: Path, name: str, fields: Fields) -> Iterator[_Record]:
    csv.field_size_limit(_LONGEST_CSV_FIELD)
    reader = csv.DictReader(io.StringIO(_decode(path.read_bytes()), newline=""))
    _need_text_column(reader.fieldnames or [], fields)
    try:
        for record in reader:
            yield f"{name}#{reader.line_num}", {key: value for key, value in record.items() if value != ""}
    except csv.Error as error:
        raise _UnusableError(
            "bad record", f"line {reader.line_num}: {error}; the rest was left out"
        ) from error


def _read_parquet(path: Path, name: str, fields: Fields) -> Iterator[_Record]:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise _UnusableError("unreadable", f"no Parquet file: {error}") from error
    columns = [column for column in file.schema_arrow.names if column in fields]
    _need_text_column(columns, fields)
    number = 0
    for batch in file.iter_batches(batch_size=256, columns=columns):
        for record in batch.to_pylist():
            number += 1
            yield f"{name}#{number}", record


_READERS = {
    ".txt": _read_txt,
    ".jsonl": _read_jsonl,
    ".jsonl.gz": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}


def _need_text_column(names: Any, fields: Fields) -> None:  # noqa: ANN401  a list in csv's typing, a sequence in Arrow's
    if fields.text not in names:
        hint = "name it with ingest.text_field in params.yaml or --text-field"
        raise _UnusableError("missing field", f"no column {fields.text!r} among {list(names)}; {hint}")


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not valid UTF-8; convert it to UTF-8 (iconv -f ... -t utf-8)"
        raise _UnusableError("not UTF-8", message) from error


def _article(
    source: str, name: str, record: Mapping[str, Any] | _UnusableError, fields: Fields
) -> Iterator[Document | ArticleError]:
    """The article of a record, with an error for a date that was left out; or the error alone."""
    article_id = name
    try:
        if isinstance(record, _UnusableError):
            raise record
        if record.get(fields.id) is not None:
            article_id = str(record[fields.id])
        text, title = _text(record, fields), record.get(fields.title)
    except _UnusableError as error:
        yield ArticleError(source, article_id, "ingest", error.reason, str(error))
        return
    published = None
    try:
        published = _published(record.get(fields.date))
    except ValueError as error:
        message = f"{error}; the article was taken without a date"
        yield ArticleError(source, article_id, "ingest", "bad date", message)
    title = None if title is None else str(title)
    yield Document(article_id, text, source=source, title=title, published=published)


def _text(record: Mapping[str, Any], fields: Fields) -> str:
    text = record.get(fields.text)
    if text is None:
        raise _UnusableError("missing field", f"no {fields.text!r} in the record")
    if not isinstance(text, str):
        raise _UnusableError("bad record", f"{fields.text!r} holds {type(text).__name__}, not text")
    if not text.strip():
        raise _UnusableError("empty", "there is no text but white space")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair; mend the \\u escapes"
        raise _UnusableError("bad record", message) from error
    return text


def _published(value: object) -> datetime | None:
    """A date or time (ISO 8601 where it is text) as a time in UTC; one without a zone is read as UTC."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise ValueError(f"{value!r} is no ISO 8601 date")  # noqa: TRY004  a wrong value in the data, not a wrong call
    value = value if value.tzinfo else value.replace(tzinfo=UTC)
    return value.astimezone(UTC).replace(microsecond=0)
