"""The ways to run stages: all of them at once, or one of them between files (for DVC)."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import cache
from pipeline.core import schema
from pipeline.core.config import CacheParams, Params
from pipeline.core.document import Document
from pipeline.core.errors import INGEST, ArticleError
from pipeline.core.parts import Part, read_parts
from pipeline.core.receipts import read_marks, receipt_errors, write_receipt
from pipeline.core.staging import staged
from pipeline.core.storage import TableWriter, open_table, read_errors, write_errors
from pipeline.core.tables import build
from pipeline.runtime.engines import Dask, Engine, Processes
from pipeline.runtime.fingerprint import of_code, of_shared
from pipeline.runtime.progress import told
from pipeline.runtime.remote import fetched, is_remote, put_back
from pipeline.runtime.work import Count, Job, finish, tables_of, write_tables
from pipeline.stages import BY_NAME, STAGES, before, needed_for, provenance

if TYPE_CHECKING:
    from distributed import Client

CHECK, REPORT = "check", "report"
_ARTICLES_AT_ONCE = 256
_TABLED = tuple(stage for stage in STAGES if schema.TABLES.keys() >= set(stage.writes))


def run(  # noqa: PLR0913  one for each option of a run
    raw: str | Path,
    out: str | Path,
    params: Params | None = None,
    *,
    workers: int | None = None,
    client: Client | None = None,
    with_report: bool = True,
) -> Count:
    """Every stage over a file or folder: all tables and the report in `out`, no intermediate files.

    Both may be addresses that fsspec knows (`s3://bucket/news`), and so may `params.cache.folder`.
    `workers` is the number of processes (None: one for each core); with a `client` the parts go to the
    workers of that Dask cluster instead. `with_report` says whether a page is written for each article;
    without, an older report goes away. Tables and report appear together when everything is done; what was
    finished before a run broke off is not done again. Returns how many articles and rows there are, and the
    errors. Raises UsageError for a missing input or model, and in a script that does not call this under
    `if __name__ == "__main__":`, which processes need; old tables are untouched then.
    """
    from pipeline.report import ensure_replaceable

    settings = params or Params()
    engine = Dask(client) if client else _processes(workers)
    if not is_remote(out):
        ensure_replaceable(Path(out) / REPORT)
    made_by = provenance(settings)
    tables = [name for stage in _TABLED for name in stage.writes]
    with fetched(raw) as source, put_back(out) as folder, staged(folder) as new:
        articles = _write_articles(source, new, settings, out=folder)
        with _store(settings, folder) as store:
            # on a cluster, each worker's own parse cache would be a file that nobody finds again
            own = replace(settings, cache=CacheParams()) if client else settings
            job = Job.of([stage.name for stage in STAGES], tables, own, store)
            count = _write(read_parts(new, ()), job, new, engine)
        count.rows |= articles.rows
        count.seconds |= articles.seconds
        count.errors = articles.errors + count.errors
        write_errors(new, count.errors, made_by)
        if with_report:
            report(new, settings, workers=workers)
        else:
            (new / REPORT).mkdir()  # a report of the old tables goes away
        count.problems = check(new, settings)
    return count


def ingest(raw: Path, out: Path, params: Params) -> Count:
    """The `articles` table of a file or folder."""
    count = _write_articles(raw, out, params, out=out)
    shared = of_shared(params)
    write_receipt(out, INGEST, after=(), tables={"articles": ()}, errors=count.errors, shared=shared)
    return count


def run_stage(name: str, folder: Path, params: Params, *, workers: int | None = None) -> Count:
    """One stage: reads the tables that it needs from `folder`, writes its own there."""
    stage = BY_NAME[name]
    layers = [layer for layer in stage.reads if layer in schema.TABLES]
    parts = read_parts(folder, layers, read_marks(folder, layers))
    with _store(params, folder) as store:
        job = Job.of([needed.name for needed in needed_for(stage)], stage.writes, params, store)
        count = _write(parts, job, folder, _processes(workers))
    write_receipt(folder, name, after=sorted(before(stage)), tables=count.marks, errors=count.errors)
    return count


def gather_errors(folder: Path, params: Params) -> list[ArticleError]:
    """Writes the `errors` table from the errors of the single stages, and returns its rows."""
    stages = [INGEST, *(stage.name for stage in _TABLED)]
    errors = receipt_errors(folder, stages)
    write_errors(folder, errors, provenance(params))
    write_receipt(folder, CHECK, after=stages, tables={"errors": ()})
    return errors


def report(folder: Path, params: Params, *, workers: int | None = None) -> int:
    """Writes the reader's pages to `folder/report`; returns the number of articles."""
    from pipeline.report import write_report
    from pipeline.runtime import pages

    layers = ("blocks", "sentences", "mentions", "entities", "quantities", "quotes")
    errors = read_errors(folder)
    parts = read_parts(folder, layers, read_marks(folder, layers), errors)
    tool, title, engine = pages.made_by(params), params.report.title, _processes(workers)
    with _store(params, folder) as store:
        articles = finish(parts, pages.of_articles(tool, store), engine)
        shown = told(articles, "pages", _article_count(folder), lambda done: done.size)
        return write_report(
            tables_of(shown, store),
            lambda groups: tables_of(finish(groups, pages.of_speakers(tool, title, store), engine), store),
            errors,
            folder / REPORT,
            title=title,
            made_by=tool,
        )


def check(folder: Path, params: Params) -> list[str]:
    """What is wrong with the tables in `folder`; a part found sound before is not looked at again."""
    from pipeline.check import check_tables

    kept = params.cache.folder
    return check_tables(
        folder, cache.SoundParts(Path(kept), of_code()) if kept and not is_remote(kept) else None
    )


def _write(parts: Iterable[Part], job: Job, folder: Path, engine: Engine) -> Count:
    """Works on the parts of the articles in `folder` and writes their tables there."""
    finished = told(finish(parts, job, engine), "articles", _article_count(folder), lambda done: done.size)
    return write_tables(finished, job, folder)


def _write_articles(raw: Path, folder: Path, params: Params, *, out: Path) -> Count:
    """Reads raw files and writes the `articles` table; what lies in `out` is no input."""
    from pipeline.ingest import Fields, read_articles

    names = params.ingest
    most = (params.limits.characters, params.limits.seconds)
    fields = Fields(names.id_field, names.text_field, names.title_field, names.date_field, *most)
    count = Count()
    made_by = provenance(params)
    begin = time.perf_counter()

    def articles() -> Iterator[Document]:
        for item in read_articles(raw, fields, out=out):
            if isinstance(item, Document):
                yield item
            else:
                count.errors.append(item)

    found = articles()
    with TableWriter(folder, "articles", made_by) as writer:
        while batch := list(islice(found, _ARTICLES_AT_ONCE)):
            writer.write(build("articles", batch, made_by))
    count.articles = writer.rows
    count.rows = {"articles": writer.rows}
    count.seconds = {INGEST: time.perf_counter() - begin}
    return count


@contextmanager
def _store(params: Params, folder: Path) -> Iterator[str]:
    """Where finished parts are kept: in the cache, else beside the tables until these are written."""
    named = params.cache.folder
    if is_remote(named):
        yield f"{named.rstrip('/')}/parts"
        return
    if named:
        kept = Path(named)
        yield str(cache.parts_folder(kept).absolute())
        cache.limit(kept, params.cache.megabytes)
        return
    store = (folder / ".parts").absolute()
    yield str(store)
    shutil.rmtree(store, ignore_errors=True)


def _processes(workers: int | None) -> Engine:
    return Processes(workers or _cores())


def _cores() -> int:
    """Those that this process may use, where the system tells that."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _article_count(folder: Path) -> int:
    return int(open_table(folder, "articles").metadata.num_rows)
