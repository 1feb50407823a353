"""Documents → the folder of the report, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.filenames import page_name
from pipeline.report import wording
from pipeline.report.article import article_page
from pipeline.report.index import Overview

#: Stands in every page; by it a folder is known to be a report.
GENERATOR = "Attribune report"


def write_report(
    documents: Iterable[Document],
    errors: Sequence[ArticleError],
    folder: Path,
    *,
    title: str,
    made_by: str,
) -> int:
    """The number of articles, after `index.html` and a page per article were written to `folder`.

    An older report in the folder is replaced when all pages are written; until then, and after an error,
    it stays as it was. Raises UsageError where the folder holds anything else.
    """
    pages = _environment(made_by)
    overview = Overview(title, errors)
    problems = _by_article(errors)
    with _replaced(folder) as new:
        (new / "articles").mkdir()
        template = pages.get_template("article.html.j2")
        for document in documents:
            address = f"articles/{page_name(document.article_id)}.html"
            page = article_page(document, problems.get(document.article_id, []))
            _write(new / address, template.render(page=page))
            overview.add(document, address)
        _write(new / "index.html", pages.get_template("index.html.j2").render(page=overview))
    return len(overview.articles)


def _environment(made_by: str) -> Environment:
    pages = Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(made_by=made_by, generator=GENERATOR)
    pages.filters.update(count=wording.count, share=wording.share, date=wording.date)
    return pages


def _by_article(errors: Sequence[ArticleError]) -> dict[str, list[ArticleError]]:
    found: dict[str, list[ArticleError]] = defaultdict(list)
    for error in errors:
        if error.article_id is not None:
            found[error.article_id].append(error)
    return found


def _write(path: Path, page: str) -> None:
    """Writes a new file; raises FileExistsError where two articles have one name."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(page)


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when the block ends well."""
    folder = folder.resolve()
    ensure_replaceable(folder)
    new = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    new.mkdir(parents=True)
    try:
        yield new
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        shutil.rmtree(new)
        raise
    shutil.rmtree(old, ignore_errors=True)


def ensure_replaceable(folder: Path) -> None:
    """Raises UsageError for a folder whose content somebody would miss."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    index = folder / "index.html"
    if not index.is_file() or GENERATOR not in index.read_text(encoding="utf-8", errors="replace"):
        raise UsageError(f"{folder} holds something else than a report; name a new or an empty folder for it")
