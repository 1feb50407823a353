"""Word lists and tables from `pipeline/lexicon/`, read once and checked as they are read.

Three formats. `.txt`: one entry a line. `.tsv`: tab-separated with a header line. `.toml`: sections.
Lines that begin with `#` are comments; the first ones name the source of the list.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pipeline.core.errors import UsageError

ROOT = resources.files("pipeline") / "lexicon"


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `lexicon/<name>.txt`; raises UsageError for an entry that stands twice."""
    entries: set[str] = set()
    for number, line in _lines(f"{name}.txt"):
        if line in entries:
            raise UsageError(f"pipeline/lexicon/{name}.txt:{number}: {line!r} stands twice; remove one")
        entries.add(line)
    return frozenset(entries)


@cache
def rows(name: str, columns: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """The rows of `lexicon/<name>.tsv` as dicts; raises UsageError for a wrong header or row."""
    out: list[dict[str, str]] = []
    header: tuple[str, ...] | None = None
    for number, line in _lines(f"{name}.tsv"):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if header is None:
            header = cells
            if header != columns:
                raise UsageError(
                    f"pipeline/lexicon/{name}.tsv:{number}: the columns are {header}; they must be {columns}"
                )
        elif len(cells) != len(columns):
            raise UsageError(
                f"pipeline/lexicon/{name}.tsv:{number}: {len(cells)} cells, expected {len(columns)}: {line!r}"
            )
        else:
            out.append(dict(zip(columns, cells, strict=True)))
    return tuple(out)


@cache
def sections(name: str) -> dict[str, Any]:
    """The content of `lexicon/<name>.toml`; raises UsageError where it is no valid TOML."""
    try:
        return tomllib.loads((ROOT / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"pipeline/lexicon/{name}.toml: {error}") from error


def _lines(path: str) -> list[tuple[int, str]]:
    """The numbered lines that are neither empty nor a comment."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return [
        (number, line.rstrip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
