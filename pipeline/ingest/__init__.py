"""raw files → articles: .txt, .html, .jsonl, .jsonl.gz, .csv and .parquet, a file or a folder of them.

Text is taken verbatim (a byte order mark is no text); of .html the main text, by trafilatura. Whatever cannot
be taken becomes an error with a reason; the other files and records come through.

`files` finds the files, `records` reads them, `encoding` tells the encoding of one that is no UTF-8, `html`
finds the main text of a page, `article` makes articles of records.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.core.document import Document
from pipeline.core.errors import INGEST, ArticleError, UsageError
from pipeline.ingest.article import to_article
from pipeline.ingest.files import find_files
from pipeline.ingest.records import Fields, Record, read_records
from pipeline.ingest.unusable import UnusableError

__all__ = ["Fields", "UnusableError", "read_articles"]


def read_articles(
    raw: str | Path, fields: Fields | None = None, *, out: str | Path | None = None
) -> Iterator[Document | ArticleError]:
    """The articles of a file or folder, by path and then by place in the file, and the errors.

    An id that stands twice keeps its first article. `out` is where the tables go; what lies there is no
    input. Raises UsageError where `raw` does not exist or is the folder `out`, or where the field of the
    text has no name of its own.
    """
    raw, out, fields = Path(raw), Path(out) if out is not None else None, fields or Fields()
    if not raw.exists():
        raise UsageError(f"{raw}: no such file or folder; name your articles with --raw")
    if out is not None and raw.is_dir() and raw.resolve() == out.resolve():
        raise UsageError(f"{raw} is input and output; name another folder with --out")
    if not fields.text or fields.text in {fields.id, fields.title, fields.date}:
        raise UsageError(f"{fields.text!r} cannot name the text and something else; mend ingest.text_field")
    return _read_all(raw, fields, out)


def _read_all(raw: Path, fields: Fields, out: Path | None) -> Iterator[Document | ArticleError]:
    sources: dict[str, str] = {}
    for path, source, fault in find_files(raw, out):
        if fault:
            yield ArticleError(source, None, INGEST, fault.reason, str(fault))
            continue
        try:
            before = _version(path)
            for record in read_records(path, source, fields):
                yield from _unless_known(list(to_article(source, record, fields)), record, sources)
            if _version(path) != before:
                message = "it changed while it was read; what was taken may be old and new: run again"
                yield ArticleError(source, None, INGEST, "changed", message)
        except UnusableError as error:
            yield ArticleError(source, None, INGEST, error.reason, str(error))
        except Exception as error:  # whatever is wrong with a file stays with that file
            detail = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
            message = f"{detail}; the rest of the file was left out: mend, replace or remove it"
            yield ArticleError(source, None, INGEST, "unreadable", message)


def _unless_known(
    found: list[Document | ArticleError], record: Record, sources: dict[str, str]
) -> list[Document | ArticleError]:
    """What was found of a record; of an article whose id is among `sources`, nothing but an error."""
    article = found[-1]
    if not isinstance(article, Document):
        return found
    where = sources.get(article.article_id)
    if where is None:
        sources[article.article_id] = article.source
        return found
    message = f"the id stands already in {where}; that article was kept, this one left out"
    return [ArticleError(article.source, article.article_id, INGEST, "duplicate id", message, record.number)]


def _version(path: Path) -> tuple[int, int]:
    """Size and time of change, which tell one state of a file from another."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
