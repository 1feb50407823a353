"""What is kept between runs so that nothing is computed twice: parses, finished parts, which parts are sound.

All are known by the content that they come from, so nothing in here can be out of date, and all of it may
be deleted at any time. `limit` keeps the folder below a size; what was not used for longest goes first.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from pipeline.cache.parses import ParseCache, prune, totals
from pipeline.cache.parts import PartStore, parts_folder
from pipeline.cache.sound import SoundParts

__all__ = [
    "Info",
    "ParseCache",
    "PartStore",
    "SoundParts",
    "clear",
    "info",
    "limit",
    "parses_file",
    "parts_folder",
]

_MEGABYTE = 1_000_000


class Info(NamedTuple):
    """What a cache holds: numbers of entries, and bytes."""

    parses: int
    parse_bytes: int
    parts: int
    part_bytes: int


def parses_file(folder: Path) -> Path:
    """Where the parses of a cache folder lie."""
    return folder / "parses.sqlite"


def info(folder: Path) -> Info:
    """What a cache folder holds; zeros where there is none."""
    parts = list(PartStore(parts_folder(folder)).kept())
    return Info(*totals(parses_file(folder)), len(parts), sum(part.size for part in parts))


def clear(folder: Path) -> None:
    """Deletes all that a cache folder holds."""
    for path in folder.glob("parses.sqlite*"):
        path.unlink()
    shutil.rmtree(parts_folder(folder), ignore_errors=True)


def limit(folder: Path, megabytes: int) -> None:
    """Removes what was not used for longest until parses and parts take `megabytes` at most, half each."""
    half = megabytes * _MEGABYTE // 2
    prune(parses_file(folder), half)
    excess = info(folder).part_bytes - half
    for part in sorted(PartStore(parts_folder(folder)).kept(), key=lambda part: part.used):
        if excess <= 0:
            break
        part.path.unlink(missing_ok=True)
        excess -= part.size
