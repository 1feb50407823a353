"""raw files → articles: .txt, .html, .jsonl, .jsonl.gz, .csv and .parquet, a file or a folder of them.

Text is taken verbatim (UTF-8; a byte order mark is no text); of .html the main text, by trafilatura. Whatever
cannot be taken becomes an error with a reason; the other files and records come through.

`records` reads files, `html` finds the main text of a page, `article` makes articles of records.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError, UsageError
from pipeline.ingest.article import to_article
from pipeline.ingest.records import Fields, UnusableError, read_records

__all__ = ["Fields", "UnusableError", "read_articles"]


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
            for name, record in read_records(path, source, fields):
                yield from to_article(source, name, record, fields)
        except (OSError, EOFError, zlib.error) as error:
            detail = getattr(error, "strerror", None) or error
            message = f"{detail}; the rest of the file was left out: mend, replace or remove it"
            yield ArticleError(source, None, "ingest", "unreadable", message)
        except UnusableError as error:
            yield ArticleError(source, None, "ingest", error.reason, str(error))


def _files(raw: Path) -> list[Path]:
    """All files below a folder but hidden ones, by their path; a single file is its own list."""
    if raw.is_file():
        return [raw]
    files = (path for path in raw.rglob("*") if path.is_file())
    visible = (p for p in files if not any(part.startswith(".") for part in p.relative_to(raw).parts))
    return sorted(visible, key=lambda path: path.relative_to(raw).as_posix())
