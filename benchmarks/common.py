"""What the benchmarks share: arguments, gold files, the pipeline up to a stage, predictions, the scorer."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.core.config import Params, ParseParams
from pipeline.core.document import Document
from pipeline.stages import STAGES, Annotator

Record = dict[str, Any]


def options(description: str | None) -> argparse.ArgumentParser:
    """The arguments that all benchmarks take."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="*", type=Path, help="gold files; default: those below $ATTRIBUNE_GOLD")
    parser.add_argument("--out", type=Path, default=Path("predictions"), help="folder for the predictions")
    parser.add_argument("--model", default=ParseParams().model, help="spaCy model, as in params.yaml")
    parser.add_argument("--scorer", type=Path, help="a script that is called with gold and predictions")
    parser.add_argument("--peer", action="store_true", help="also run the tool of benchmarks/peers.py")
    return parser


def gold_files(named: list[Path], *patterns: str) -> list[Path]:
    """The named gold files, else those below $ATTRIBUNE_GOLD with these names; says where there are none."""
    folder = os.environ.get("ATTRIBUNE_GOLD")
    found = list(named)
    if folder and not named:
        found = [path for pattern in patterns for path in sorted(Path(folder).rglob(pattern))]
    if not found:
        wanted = ", ".join(patterns)
        print(f"skipped: name a gold file, or set ATTRIBUNE_GOLD to a folder with {wanted}", file=sys.stderr)
    missing = [path for path in found if not path.is_file()]
    if missing:
        raise SystemExit(f"there is no gold file {missing[0]}")
    return found


def read_lines(path: Path) -> list[Record]:
    """The records of a JSON-lines file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write_lines(records: Iterable[Record], path: Path) -> None:
    """Writes a JSON-lines file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")


def annotated(
    records: Iterable[Record], *, model: str, until: str
) -> tuple[list[Document], dict[str, float]]:
    """The texts as documents after all stages up to `until`, and the seconds that each stage took."""
    last = [stage.name for stage in STAGES].index(until)
    annotator = Annotator(STAGES[: last + 1], Params(parse=ParseParams(model=model)))
    documents = [
        Document(str(record.get("article_id", record.get("id"))), record["text"]) for record in records
    ]
    annotator.apply(documents)
    for error in (error for document in documents for error in document.errors):
        print(f"{error.article_id}: {error.message}", file=sys.stderr)
    return documents, annotator.seconds


def cost(seconds: dict[str, float], stage: str) -> str:
    """What a stage costs beside the parse."""
    return f"{stage} take {seconds[stage] / seconds['parse']:.1%} of the parse"


def score(scorer: Path | None, *arguments: str | Path) -> None:
    """Calls the scorer, if there is one, and lets it print."""
    if scorer:
        subprocess.run([sys.executable, scorer, *arguments], check=True)
