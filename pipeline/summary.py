"""What the command line says at the end: rows by table, what could not be taken, faults of tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import TAKEN, ArticleError

if TYPE_CHECKING:
    from pipeline.runtime.work import Count


def tell_rows(stage: str, count: Count, seconds: float) -> None:
    """One summary line of a stage."""
    from pipeline.stages import BY_NAME

    tables = BY_NAME[stage].writes if stage in BY_NAME else ("articles",)
    rows = ", ".join(f"{count.rows[name]:,} {name}" for name in tables)
    print(f"{stage:<11}{rows}, {seconds:.1f} s")


def tell_errors(errors: Sequence[ArticleError], folder: Path | str, *, most: int = 10) -> None:
    """What could not be taken, the first few by name."""
    if not errors:
        return
    doubtful = sum(error.reason in TAKEN for error in errors)
    taken = f", {doubtful:,} taken with a doubt" if doubtful else ""
    print(f"{len(errors) - doubtful:,} inputs could not be taken{taken} ({folder}/errors.parquet):")
    for error in errors[:most]:
        print(f"  {error.article_id or error.source}: {error.reason}: {error.message}")


def tell_problems(problems: Sequence[str]) -> None:
    """What `check` found."""
    for problem in problems:
        print(f"check: {problem}")
    print("check      all tables are sound" if not problems else f"check      {len(problems)} problems")
