"""The accuracy floors: a file that only moves up, and holds for one state of the gold."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.evaluate.scores import Score

#: How far below the scores the floors are set: a model's arithmetic may differ by a row between machines.
SLACK = 0.01


def raise_floors(floors: Path, gold: Path, scores: dict[str, Score]) -> None:
    """Writes floors a little below the scores where they are higher than before; changed gold begins anew."""
    old = json.loads(floors.read_text(encoding="utf-8")) if floors.is_file() else {}
    kept = old.get("floors", {}) if old.get("gold_sha256") == digest(gold) else {}
    new = {
        name: max(kept.get(name, 0.0), round(max(score.f1 - SLACK, 0.0), 4)) for name, score in scores.items()
    }
    content = {"gold_sha256": digest(gold), "floors": new}
    floors.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def below(floors: Path, gold: Path, scores: dict[str, Score]) -> dict[str, float]:
    """The floors that the scores do not reach, by measure.

    Raises UsageError where the file is missing or the gold has changed since it was written.
    """
    if not floors.is_file():
        raise UsageError(f"{floors}: no such file; write it with --update-floors")
    content = json.loads(floors.read_text(encoding="utf-8"))
    if content["gold_sha256"] != digest(gold):
        raise UsageError(f"The gold has changed since {floors} was written; look at it, then --update-floors")
    return {name: floor for name, floor in content["floors"].items() if scores[name].f1 < floor}


def digest(gold: Path) -> str:
    """SHA-256 over names and bytes of all gold files."""
    sha256 = hashlib.sha256()
    for path in gold_files(gold):
        sha256.update(path.relative_to(gold).as_posix().encode() + b"\0" + path.read_bytes())
    return sha256.hexdigest()


def gold_files(gold: Path) -> list[Path]:
    """The gold files of a folder, by path."""
    return sorted(path for path in gold.rglob("*") if path.suffix in {".jsonl", ".ann"})
