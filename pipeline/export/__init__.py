"""tables → other formats: csv, jsonl, brat, spacy, duckdb.

A module a format; each reads the tables of a folder article by article, so memory stays bounded, and writes
a file or folder that appears under its name when it is whole.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from pipeline.core.errors import UsageError

FORMATS = {
    "csv": "a folder with a CSV file a table",
    "jsonl": "a file with a JSON object an article, all its layers nested in it",
    "brat": "a folder for the annotation tool brat; read back by evaluate --gold",
    "spacy": "a .spacy file (DocBin), or a folder of them",
    "duckdb": "a database file with all tables and the views claims and quotes_by_person",
}


def export_tables(
    data: str | Path, form: str, out: str | Path, *, safe_cells: bool = True, tokens: bool = True
) -> int:
    """Writes the tables in the folder `data` to `out`; the number of articles.

    `safe_cells` concerns csv: cells that a spreadsheet would run as a formula are disarmed. Without `tokens`
    csv, jsonl and duckdb leave out the parse. Raises UsageError for an unknown format, missing tables, a
    missing extra, and an `out` that holds something else.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no format {form!r}; known are {', '.join(FORMATS)}")
    options = {
        "csv": {"safe_cells": safe_cells, "tokens": tokens},
        "jsonl": {"tokens": tokens},
        "duckdb": {"tokens": tokens},
    }
    module = import_module(f"pipeline.export.{form}_format")
    articles: int = module.write(Path(data), Path(out), **options.get(form, {}))
    return articles
