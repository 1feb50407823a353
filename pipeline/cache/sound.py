"""Remembers the parts of tables in which nothing was found wrong, by their content."""

from __future__ import annotations

from pathlib import Path

from pipeline.cache.parts import PartStore, parts_folder
from pipeline.core.parts import Part


class SoundParts:
    """Parts that were checked; those of another `fingerprint` of what checks them do not count."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._store = PartStore(parts_folder(folder))
        self._fingerprint = fingerprint

    def __contains__(self, part: Part) -> bool:
        """Whether a part of this content was added."""
        return part.key(self._fingerprint) in self._store

    def add(self, part: Part) -> None:
        """Remembers a part."""
        self._store.put(part.key(self._fingerprint), {})
