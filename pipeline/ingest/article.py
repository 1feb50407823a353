"""One record → an article, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError
from pipeline.ingest.records import Fields, UnusableError


def to_article(
    source: str, name: str, record: Mapping[str, Any] | UnusableError, fields: Fields
) -> Iterator[Document | ArticleError]:
    """The article of a record, with an error for a date that was left out; or the error alone."""
    article_id = name
    try:
        if isinstance(record, UnusableError):
            raise record
        if record.get(fields.id) is not None:
            article_id = str(record[fields.id])
        text, title = _text(record, fields), record.get(fields.title)
    except UnusableError as error:
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
        raise UnusableError("missing field", f"no {fields.text!r} in the record")
    if not isinstance(text, str):
        raise UnusableError("bad record", f"{fields.text!r} holds {type(text).__name__}, not text")
    if not text.strip():
        raise UnusableError("empty", "there is no text but white space")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair; mend the \\u escapes"
        raise UnusableError("bad record", message) from error
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
