"""Documents → the folder of the report, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.core.document import Document
from pipeline.core.errors import ArticleError, UsageError
from pipeline.report import wording
from pipeline.report.article import Link, article_page
from pipeline.report.corpus import Corpus
from pipeline.report.index import index, speaker_list
from pipeline.report.pages import GENERATOR, Pages
from pipeline.report.speaker import speaker_page
from pipeline.report.speakers import article_address, speaker_address


def write_report(
    documents: Iterable[Document],
    errors: Sequence[ArticleError],
    folder: Path,
    *,
    title: str,
    made_by: str,
) -> int:
    """The number of articles, after all pages were written to `folder`.

    These are `index.html`, `speakers.html`, a page per article, and a page per person and organization that
    is quoted. Memory does not grow with the number of articles. An older report in the folder is replaced
    when all pages are written; until then, and after an error, it stays as it was. Raises UsageError where
    the folder holds anything else.
    """
    pages = Pages(made_by)
    with _replaced(folder) as new, closing(Corpus()) as corpus:
        problems = _by_article(errors)
        addresses: dict[str, str] = {}
        (new / "articles").mkdir()
        for before, document, after in _with_neighbours(documents):
            address = article_address(document.article_id)
            failed = problems.get(document.article_id, [])
            page = article_page(document, failed)
            _write(new / address, pages.render("article", page=page, before=before, after=after))
            corpus.add(document, address)
            if failed:
                addresses[document.article_id] = address
        corpus.join_speakers()
        _write_speakers(corpus, pages, new, title)
        first = index(corpus, errors, addresses, title)
        _write(new / "index.html", pages.render("index", page=first))
    return corpus.tally.articles


def _write_speakers(corpus: Corpus, pages: Pages, folder: Path, title: str) -> None:
    """Writes the list of speakers and a page for each."""
    (folder / "speakers").mkdir()
    for line in corpus.speakers():
        page = pages.render("speaker", page=speaker_page(corpus, line), title=title)
        _write(folder / speaker_address(line.who), page)
    _write(folder / "speakers.html", pages.render("speakers", page=speaker_list(corpus, title)))


def _with_neighbours(documents: Iterable[Document]) -> Iterator[tuple[Link | None, Document, Link | None]]:
    """Each document with links to the pages before and after its own; one document is held back."""
    before: Link | None = None
    held: Document | None = None
    for document in documents:
        if held is not None:
            yield before, held, _link(document)
            before = _link(held)
        held = document
    if held is not None:
        yield before, held, None


def _link(document: Document) -> Link:
    return Link(f"../{article_address(document.article_id)}", wording.title(document))


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
