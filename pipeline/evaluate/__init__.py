"""Tables and gold → precision, recall and F1.

Gold is one JSON-lines file an article, `<gold folder>/<article_id>.jsonl`: an annotation a line with
`table`, `start`, `end` (code points into the article), `text` and the fields of its table; see
docs/guidelines.md. Folders of the annotation tool brat (.ann beside .txt) are read as well, with the
article's id as file name or the name that the export made from it. Every measure compares two sets of keys:
what the gold has and what the tables have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.brat.gold import read_gold_file
from pipeline.core.document import Document
from pipeline.core.errors import UsageError
from pipeline.core.filenames import page_name
from pipeline.core.parts import read_documents
from pipeline.evaluate.floors import below, gold_files, raise_floors
from pipeline.evaluate.measures import KEYS, KEYS_OF_TABLE, MEASURES, Measure
from pipeline.evaluate.scores import Outcome, Score

__all__ = ["Outcome", "Score", "below", "evaluate", "raise_floors", "read_gold"]

_LAYERS = ("blocks", "sentences", "mentions", "entities", "quantities", "quotes")
_Rows = list[dict[str, Any]]


def evaluate(data: str | Path, gold: str | Path) -> Outcome:
    """The scores of the tables in `data` on those gold articles that the tables hold.

    Only tables that the gold annotates are measured. Raises UsageError where there is no gold, or where
    gold does not fit the text of its article.
    """
    annotations = read_gold(Path(gold))
    names = ((_gold_name(doc.article_id, annotations), doc) for doc in read_documents(Path(data), _LAYERS))
    documents = {name: doc for name, doc in names if name is not None}
    missing = [article_id for article_id in annotations if article_id not in documents]
    for article_id, document in documents.items():
        _check_gold(document, annotations[article_id])
    annotated = {row["table"] for rows in annotations.values() for row in rows}
    measures = [measure for measure in MEASURES if measure.table in annotated]
    scores = {measure.name: _score(measure, annotations, documents) for measure in measures}
    return Outcome(scores, len(documents), missing)


def read_gold(folder: Path) -> dict[str, _Rows]:
    """The annotations of each file, by its path without suffix.

    Raises UsageError for what is no folder, an empty one, or a line that is no annotation.
    """
    if folder.is_file():
        raise UsageError(f"{folder} is a file; name a folder of gold with --gold")
    annotations: dict[str, _Rows] = {}
    for path in gold_files(folder):
        name = path.relative_to(folder).with_suffix("").as_posix()
        annotations[name] = read_gold_file(path) if path.suffix == ".ann" else _read_lines(path)
    if not annotations:
        raise UsageError(f"{folder} holds no gold (*.jsonl, *.ann); name a folder with --gold")
    return annotations


def _read_lines(path: Path) -> _Rows:
    try:
        lines = path.read_bytes().decode().split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: no valid UTF-8 text; save the file in UTF-8") from error
    return [_annotation(f"{path}:{at}", line) for at, line in enumerate(lines, start=1) if line.strip()]


def _annotation(where: str, line: str) -> dict[str, Any]:
    """The annotation of a line that has all the keys which the measures of its table need."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}: not valid JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(row, dict):
        raise UsageError(f"{where}: the line holds no JSON object")
    needed = (*KEYS, *KEYS_OF_TABLE.get(str(row.get("table")), ()))
    if missing := [key for key in needed if key not in row]:
        raise UsageError(f"{where}: {', '.join(map(repr, missing))} missing; see docs/guidelines.md")
    return row


def _gold_name(article_id: str, annotations: dict[str, _Rows]) -> str | None:
    """The name under which the gold of an article stands: its id, or the file name made from it."""
    return next((name for name in (article_id, page_name(article_id)) if name in annotations), None)


def _check_gold(document: Document, rows: _Rows) -> None:
    for row in rows:
        if document.text[row["start"] : row["end"]] != row["text"]:
            message = f"{row['text']!r} does not stand at {row['start']}; the article or the gold was changed"
            raise UsageError(f"Gold of {document.article_id!r}: {message}")


def _score(measure: Measure, annotations: dict[str, _Rows], documents: dict[str, Document]) -> Score:
    score = Score()
    for article_id, document in documents.items():
        rows = (row for row in annotations[article_id] if row["table"] == measure.table)
        gold = {measure.gold(row) for row in rows} - {None}
        found = set(measure.found(document))
        score.right += len(gold & found)
        score.gold += len(gold)
        score.found += len(found)
    return score
