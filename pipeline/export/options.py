"""What the command `export` takes."""

from __future__ import annotations

import argparse

from pipeline.export import FORMATS
from pipeline.runtime.remote import local

EXPORT_HELP = "tables → CSV, JSON lines, brat, spaCy or DuckDB"
EXPORT_EXAMPLES = """examples:
  attribune export --format csv --out spreadsheets
  attribune export --format csv --out csv --no-safe-cells --no-tokens
  attribune export --format jsonl --out news.jsonl
  attribune export --format brat --out to-correct     (then: attribune evaluate --gold to-correct)
  attribune export --format spacy --out news.spacy
  attribune export --format duckdb --out news.duckdb  (needs: pip install 'attribune[duckdb]')
"""


def add_export(command: argparse.ArgumentParser) -> None:
    """Adds the format, where it goes, and what is left out."""
    command.add_argument(
        "--format",
        required=True,
        choices=FORMATS,
        help="; ".join(f"{name}: {what}" for name, what in FORMATS.items()),
    )
    command.add_argument("--out", type=local, required=True, help="the file or folder to write")
    command.add_argument(
        "--safe-cells",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="csv: disarm cells that a spreadsheet would run as a formula (on; off keeps every text exact)",
    )
    command.add_argument(
        "--tokens",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="csv, jsonl, duckdb: with the parse, the largest of the tables (on)",
    )
