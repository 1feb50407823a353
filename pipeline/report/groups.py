"""Everybody who is quoted → groups of speakers, whose pages are made together and can be kept.

Where a group ends depends on a hash of the last name in it. So one article more changes the groups of those
whom it names, and leaves the others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import pyarrow as pa

from pipeline.core.rows import digest_of

#: About how many speakers a group has.
_USUAL = 32


@dataclass(frozen=True)
class Group:
    """Some speakers and the lines that their pages show: a table for each kind (`corpus.GROUPED`)."""

    tables: dict[str, pa.Table]

    def __len__(self) -> int:
        """The number of speakers."""
        return int(self.tables["speaker"].num_rows)

    def __str__(self) -> str:
        names = self.tables["speaker"]["name"]
        return f"the speakers {names[0]} to {names[-1]}"

    def key(self, fingerprint: str) -> str:
        """Names what comes out of this group when it is worked on by what `fingerprint` names."""
        digests = [f"{kind} {digest_of(table)}" for kind, table in sorted(self.tables.items())]
        whole = "\n".join((fingerprint, *digests))
        return hashlib.blake2b(whole.encode(), digest_size=20).hexdigest()


def bounds(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The first and the last name of each group, of names in their order."""
    first = last = ""
    for last in names:
        first = first or last
        if crc32(last.encode()) % _USUAL == 0:
            yield first, last
            first = ""
    if first:
        yield first, last
