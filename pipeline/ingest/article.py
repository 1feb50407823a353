"""One record → an article, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from pipeline.core.document import Document
from pipeline.core.errors import INGEST, ArticleError
from pipeline.ingest.records import Fields, Record, too_long
from pipeline.ingest.unusable import UnusableError


def to_article(source: str, record: Record, fields: Fields) -> Iterator[Document | ArticleError]:
    """The article of a record, with an error for each thing that was left out; or an error alone."""
    article_id = record.name
    content = record.content

    def fault(reason: str, message: str) -> ArticleError:
        return ArticleError(source, article_id, INGEST, reason, message, record.number)

    try:
        if isinstance(content, UnusableError):
            raise content
        article_id = _id(content.get(fields.id), record.name)
        text = _text(content, fields)
    except UnusableError as error:
        yield fault(error.reason, str(error))
        return
    if record.guessed and not text.isascii():
        message = f"no UTF-8; read as {record.guessed}, the likeliest: look at it, or convert it to UTF-8"
        yield fault("encoding guessed", message)
    title, published = content.get(fields.title), None
    if title is not None and (wrong := _fault_of_title(title)):
        yield fault("bad title", f"{wrong}; the article was taken without a title")
        title = None
    try:
        published = _published(content.get(fields.date))
    except (ValueError, OverflowError) as error:
        yield fault("bad date", f"{error}; the article was taken without a date")
    named = None if title is None else str(title)
    yield Document(article_id, text, source=source, title=named, published=published)


def _id(value: object, name: str) -> str:
    """The id of a record, or its name where it has none."""
    if value is None or value == "":
        return name
    if not isinstance(value, str | int | float):
        raise UnusableError("bad record", f"the id is no text and no number but {type(value).__name__}")
    if fault := _fault(str(value)):
        raise UnusableError("bad record", f"the id: {fault}")
    return str(value)


def _text(content: Mapping[str, Any], fields: Fields) -> str:
    text = content.get(fields.text)
    if text is None:
        raise UnusableError("missing field", f"no {fields.text!r} in the record")
    if not isinstance(text, str):
        raise UnusableError("bad record", f"{fields.text!r} holds {type(text).__name__}, not text")
    if not text.strip():
        raise UnusableError("empty", "there is no text but white space")
    if fields.most_characters and len(text) > fields.most_characters:
        raise too_long(f"{len(text):,} characters", fields)
    if fault := _fault(text):
        raise UnusableError("bad record", fault)
    return text


def _fault_of_title(title: object) -> str | None:
    if not isinstance(title, str | int | float):
        return f"it is no text and no number but {type(title).__name__}"
    return _fault(str(title))


def _fault(text: str) -> str | None:
    """What makes a string one that no text is, if anything."""
    if (at := text.find("\0")) >= 0:
        return f"character {at} is NUL, as in no text"
    return _half_pair(text)


def _half_pair(text: str) -> str | None:
    """What is wrong with a string that holds half of a surrogate pair, so that no file can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"character {error.start} is half of a surrogate pair; mend the \\u escapes"
    return None


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
