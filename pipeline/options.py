"""The options that commands share, and what their help shows."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.runtime.remote import local

DATA = Path("data/processed")
INPUTS = """examples:
  attribune {name} --raw articles/ --out tables
  attribune {name} --raw news.jsonl.gz --out tables --id-field url --text-field body --date-field day
  attribune {name} --raw pages/ --out tables     (.html needs: pip install 'attribune[html]')
"""


def add_inputs(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Adds input, output, the model and the names of fields."""
    command.add_argument(
        "--raw",
        required=True,
        help="a .txt, .html, .jsonl, .jsonl.gz, .csv or .parquet file, or a folder of them",
    )
    command.add_argument("--out", required=True, help="folder for the tables")
    command.add_argument("--model", help="spaCy model: a known name, an installed package, or a path")
    for field in ("id", "text", "title", "date"):
        command.add_argument(
            f"--{field}-field",
            metavar="NAME",
            help=f"field of a record that holds the {field} (default: ingest.{field}_field of the settings)",
        )
    return command


def add_workers(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Adds the number of processes."""
    command.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one a core)")
    return command


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is no number of processes; name 1 or more")
    return number


def add_data(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Adds the folder of the tables."""
    command.add_argument("--data", type=local, default=DATA, help=f"folder of the tables (default: {DATA})")
    return command


def add_gold(command: argparse.ArgumentParser) -> None:
    """Adds the gold, and where the figures go."""
    command.add_argument(
        "--gold", type=local, help="folder of gold files (default: evaluate.gold of the settings)"
    )
    command.add_argument("--metrics", type=local, help="JSON file for the figures")
    command.add_argument("--plot", type=local, help="CSV file for the F1 of each measure")
    command.add_argument("--svg", type=local, help="the same as a bar chart")
    command.add_argument("--floors", type=local, help="fail where a figure lies below its floor in this file")
    command.add_argument(
        "--update-floors", type=local, metavar="FLOORS", help="raise the floors in this file"
    )
