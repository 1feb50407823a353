"""The ways to run stages: all of them in one process, or one of them between files (for DVC)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
from tqdm import tqdm

from pipeline.core import schema
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.errors import ArticleError
from pipeline.core.receipts import receipt_errors, write_receipt
from pipeline.core.storage import read_documents, read_errors, table_path, write_errors
from pipeline.stages import BY_NAME, INGEST, STAGES, Count, before, needed_for, provenance, write_stages

_TABLES = tuple(name for name in schema.TABLES if name != "errors")


def run_all(raw: Path, out: Path, params: Params) -> Count:
    """Every stage over a file or folder: all tables and the report in `out`, no intermediate files.

    Raises UsageError for a missing input or model; tables that stand in `out` are untouched then.
    """
    errors: list[ArticleError] = []
    documents = _progress(_ingested(raw, params, errors), "articles", None)
    count = write_stages(documents, STAGES, _TABLES, out, params)
    count.errors = errors + count.errors
    write_errors(out, count.errors, provenance(params))
    report(out, params)
    return count


def ingest(raw: Path, out: Path, params: Params) -> Count:
    """The `articles` table of a file or folder."""
    errors: list[ArticleError] = []
    count = write_stages(_ingested(raw, params, errors), (), ("articles",), out, params)
    count.errors = errors
    write_receipt(out, INGEST, after=(), tables=("articles",), errors=errors)
    return count


def run_stage(name: str, folder: Path, params: Params) -> Count:
    """One stage: reads the tables that it needs from `folder`, writes its own there."""
    stage = BY_NAME[name]
    layers = [layer for layer in stage.reads if layer in schema.TABLES]
    documents = _progress(read_documents(folder, layers), name, _article_count(folder))
    count = write_stages(documents, needed_for(stage), stage.writes, folder, params)
    write_receipt(folder, name, after=sorted(before(stage)), tables=stage.writes, errors=count.errors)
    return count


def gather_errors(folder: Path, params: Params) -> list[ArticleError]:
    """Writes the `errors` table from the errors of the single stages, and returns its rows."""
    stages = [INGEST, *(stage.name for stage in STAGES if schema.TABLES.keys() >= set(stage.writes))]
    errors = receipt_errors(folder, stages)
    write_errors(folder, errors, provenance(params))
    write_receipt(folder, "errors", after=stages, tables=("errors",))
    return errors


def report(folder: Path, params: Params) -> int:
    """Writes the reader's pages to `folder/report`; returns the number of articles."""
    from pipeline.report import write_report

    made_by = provenance(params)
    layers = ("blocks", "sentences", "mentions", "entities", "quantities", "quotes")
    return write_report(
        _progress(read_documents(folder, layers), "report", _article_count(folder)),
        read_errors(table_path(folder, "errors")),
        folder / "report",
        title=params.report.title,
        made_by=f"Attribune {made_by.pipeline_version}, {made_by.model} {made_by.model_version}",
    )


def _ingested(raw: Path, params: Params, errors: list[ArticleError]) -> Iterator[Document]:
    """The articles; the errors go to the list."""
    from pipeline.ingest import Fields, read_articles

    names = params.ingest
    fields = Fields(names.id_field, names.text_field, names.title_field, names.date_field)
    for item in read_articles(raw, fields):
        if isinstance(item, Document):
            yield item
        else:
            errors.append(item)


def _article_count(folder: Path) -> int:
    return int(pq.read_metadata(table_path(folder, "articles")).num_rows)


def _progress(documents: Iterable[Document], name: str, total: int | None) -> Iterable[Document]:
    """The documents, counted on a terminal; silent elsewhere."""
    return tqdm(documents, desc=name, total=total, unit=" articles", disable=None, leave=False)
