"""The pages of articles, part by part → the folder of the report, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pyarrow as pa

from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.staging import locked
from pipeline.report.corpus import Corpus
from pipeline.report.groups import Group
from pipeline.report.index import index, speaker_list
from pipeline.report.pages import GENERATOR, Link, pages
from pipeline.report.speakers import article_address

_Page = tuple[Link, str]


def write_report(  # noqa: PLR0913  what stands on the pages, and where they go
    parts: Iterable[Mapping[str, pa.Table]],
    render: Callable[[Iterable[Group]], Iterable[Mapping[str, pa.Table]]],
    errors: Sequence[ArticleError],
    folder: Path,
    *,
    title: str,
    made_by: str,
) -> int:
    """The number of articles, after all pages were written to `folder`.

    `parts` come from `render_part`, and `render` gives what `render_speakers` makes of groups. The pages are
    `index.html`, `speakers.html`, one for each article, and one for each person and organization that is
    quoted. Memory does not grow with the number of articles. An older report in the folder is replaced when
    all pages are written; until then, and after an error, it stays as it was; a page that is the same is not
    written again. Raises UsageError where the folder holds anything else.
    """
    with _replaced(folder) as site, closing(Corpus()) as corpus:
        templates = pages(made_by)
        failed = {article_address(error.article_id): error.article_id for error in errors if error.article_id}
        addresses: dict[str, str] = {}
        for before, (own, html), after in _with_neighbours(_articles(parts, corpus)):
            site.write(own.address, templates.linked(html, _beside(before), _beside(after)))
            if own.address in failed:
                addresses[failed[own.address]] = own.address
        corpus.join_speakers()
        for group in render(corpus.groups()):
            for address, html in zip(*(column.to_pylist() for column in group["page"].columns), strict=True):
                site.write(address, html)
        speakers = speaker_list(corpus, title)
        site.write("speakers.html", templates.render("speakers", page=speakers))
        first = index(corpus, errors, addresses, title)
        site.write("index.html", templates.render("index", page=first))
    return corpus.tally["articles"]


def _articles(parts: Iterable[Mapping[str, pa.Table]], corpus: Corpus) -> Iterator[tuple[Link, str]]:
    """Where the page of each article lies, its title, and its HTML; the corpus takes each part in."""
    for part in parts:
        corpus.add(part)
        columns = (part["article"]["address"], part["article"]["title"], part["page"]["html"])
        for address, title, html in zip(*(column.to_pylist() for column in columns), strict=True):
            yield Link(address, title), html


def _with_neighbours(articles: Iterable[_Page]) -> Iterator[tuple[Link | None, _Page, Link | None]]:
    """Each page with where those before and after it lie; one page is held back."""
    before: Link | None = None
    held: _Page | None = None
    for article in articles:
        if held is not None:
            yield before, held, article[0]
            before = held[0]
        held = article
    if held is not None:
        yield before, held, None


def _beside(link: Link | None) -> Link | None:
    """A link as it stands on another page of an article."""
    return link and link._replace(address=f"../{link.address}")


class _Site:
    """A new folder of pages that takes the place of an old one."""

    def __init__(self, new: Path, old: Path) -> None:
        self._new, self._old = new, old
        for name in ("articles", "speakers"):
            (new / name).mkdir(parents=True)

    def write(self, address: str, page: str) -> None:
        """Writes a new page, or takes over the old one; raises FileExistsError where two have one name."""
        content = page.encode()
        old = self._old / address
        if old.is_file() and old.read_bytes() == content:
            with suppress(OSError):  # a file system that knows no second name for a file
                os.link(old, self._new / address)
                return
        with (self._new / address).open("xb") as file:
            file.write(content)


@contextmanager
def _replaced(folder: Path) -> Iterator[_Site]:
    """A new folder that takes the place of `folder` when the block ends well.

    What a killed writer left is removed; where it was killed between the two renames, the old folder comes
    back first. Raises UsageError where another process is writing beside `folder`.
    """
    folder = folder.resolve()
    new, old = (folder.with_name(f".{folder.name}.{end}") for end in ("new", "old"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent):
        if old.exists() and not folder.exists():
            old.rename(folder)
        ensure_replaceable(folder)
        for rest in (new, old):
            shutil.rmtree(rest, ignore_errors=True)
        try:
            yield _Site(new, folder)
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        except BaseException:
            if old.exists() and not folder.exists():
                old.rename(folder)
            shutil.rmtree(new, ignore_errors=True)
            raise
        shutil.rmtree(old, ignore_errors=True)


def ensure_replaceable(folder: Path) -> None:
    """Raises UsageError for a folder whose content somebody would miss."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    index = folder / "index.html"
    if not index.is_file() or GENERATOR not in index.read_text(encoding="utf-8", errors="replace"):
        raise UsageError(f"{folder} holds something else than a report; name a new or an empty folder for it")
