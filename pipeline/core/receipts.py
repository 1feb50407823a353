"""Receipts of single stages: what a stage wrote, after which stages, and which articles it could not take.

A receipt holds the SHA-256 of its tables and of the receipts before it, so it changes whenever any table
that the stage could have read has changed. A later stage therefore needs to depend on the receipts of the
stages directly before it. The first receipt also holds a hash of what all stages share (code, model, bounds),
so none but the first stage needs to depend on that: dvc.yaml stays short. Each receipt holds a digest of each
part of its tables, by which a later stage knows the parts that it has done before without reading them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.rows import Mark

FOLDER = "_stages"


def write_receipt(  # noqa: PLR0913  one for each entry
    folder: Path,
    stage: str,
    *,
    after: Iterable[str],
    tables: Mapping[str, Sequence[Mark]],
    errors: Sequence[ArticleError] = (),
    shared: str | None = None,
) -> None:
    """Writes `<folder>/_stages/<stage>.json`; a stage before it that left no receipt is noted as null.

    `tables` are those that the stage wrote, with the marks of their parts in the order of the articles;
    `shared` is a hash of what all stages share.
    """
    content = {
        "stage": stage,
        **({"shared": shared} if shared else {}),
        "after": {name: _digest(_path(folder, name)) for name in after},
        "articles": _digest(folder / "articles.parquet"),
        "tables": {name: _digest(folder / f"{name}.parquet") for name in tables},
        "errors": [error._asdict() for error in errors],
        "parts": {name: [f"{rows} {digest}" for rows, digest in marks] for name, marks in tables.items()},
    }
    path = _path(folder, stage)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(path)


def receipt_errors(folder: Path, stages: Iterable[str]) -> list[ArticleError]:
    """The errors of these stages; raises UsageError where one of them left no receipt."""
    return [ArticleError(**error) for stage in stages for error in _read(folder, stage)["errors"]]


def read_marks(folder: Path, tables: Iterable[str]) -> dict[str, list[Mark]]:
    """The marks of the parts of the tables that are as their stage wrote them for the articles there are."""
    articles = _digest(folder / "articles.parquet")
    wanted = set(tables)
    found: dict[str, list[Mark]] = {}
    for path in sorted((folder / FOLDER).glob("*.json")):
        receipt = _read(folder, path.stem)
        parts = receipt.get("parts", {}) if receipt.get("articles") == articles else {}
        for name in wanted & parts.keys():
            if _digest(folder / f"{name}.parquet") == receipt["tables"][name]:
                lines = (line.split() for line in parts[name])
                found[name] = [Mark(int(rows), digest) for rows, digest in lines]
    return found


def _read(folder: Path, stage: str) -> dict[str, Any]:
    path = _path(folder, stage)
    if not path.is_file():
        raise UsageError(f"{path} is missing: run the stage `{stage}` first, or `dvc repro`")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _path(folder: Path, stage: str) -> Path:
    return folder / FOLDER / f"{stage}.json"


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
