"""Quantities of many articles → the largest ones of each kind, in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import pyarrow as pa

from pipeline.core.document import Document, Quantity
from pipeline.report import amounts, wording
from pipeline.report.lines import as_table
from pipeline.report.marks import quantity_anchor
from pipeline.report.speakers import article_address

_LARGEST = 5
_MOST_GROUPS = 8
#: Not ranked: what these count is not known.
_UNKNOWN = "bare"
_CONTEXT_LENGTH = 60
_TEXT = pa.string()
_COLUMNS = {
    "kind": _TEXT,
    "unit": _TEXT,
    "number": pa.int64(),
    "size": pa.float64(),
    "address": _TEXT,
    "words": _TEXT,
    "measured": _TEXT,
    "title": _TEXT,
}


class Ranking(NamedTuple):
    """The largest quantities of one kind that can be compared, largest first, and how many there are."""

    name: str
    number: int
    lines: list[LargeQuantity]


class LargeQuantity(NamedTuple):
    """A large quantity and the article in which it stands."""

    address: str
    words: str
    measured: str
    title: str


class Largest:
    """Keeps the largest quantities of each kind; money by currency, measures by what they measure."""

    def __init__(self) -> None:
        self._numbers: Counter[tuple[str, str]] = Counter()
        self._heaps: dict[tuple[str, str], list[tuple[float, int, LargeQuantity]]] = {}
        self._seen = 0

    def add(self, document: Document) -> None:
        """Takes the quantities of an article in; each amount counts once."""
        amounts_seen: set[tuple[str, str, float, str | None]] = set()
        for row in document.quantities:
            kind, unit = row.kind, row.currency or row.base_unit or ""
            self._numbers[kind, unit] += 1
            size = row.value_high if row.base_value_high is None else row.base_value_high
            amount = (kind, unit, size, row.counted_noun)
            if amount not in amounts_seen:
                self._keep((kind, unit), size, partial(_line, document, row))
            amounts_seen.add(amount)

    def as_table(self) -> pa.Table:
        """What is kept, in the order of the articles; the number of a group stands in its first row."""
        return as_table(_COLUMNS, self._rows())

    def _rows(self) -> Iterator[tuple[object, ...]]:
        for group, heap in self._heaps.items():
            number = self._numbers[group]
            for size, _, line in sorted(heap, key=lambda kept: -kept[1]):
                yield (*group, number, size, *line)
                number = 0

    def merge(self, table: pa.Table) -> None:
        """Takes in what was kept of later articles."""
        columns = (column.to_pylist() for column in table.columns)
        for kind, unit, number, size, *line in zip(*columns, strict=True):
            self._numbers[kind, unit] += number
            self._keep((kind, unit), size, partial(LargeQuantity, *line))

    def _keep(self, group: tuple[str, str], size: float, line: Callable[[], LargeQuantity]) -> None:
        """Keeps a quantity if it is among the largest of its group; of equal ones the earlier stays."""
        heap = self._heaps.setdefault(group, [])
        self._seen += 1
        if len(heap) < _LARGEST:
            heapq.heappush(heap, (size, -self._seen, line()))
        elif size > heap[0][0]:
            heapq.heapreplace(heap, (size, -self._seen, line()))

    def rankings(self) -> list[Ranking]:
        """The kinds with most quantities."""
        known = [item for item in self._numbers.items() if item[0][0] != _UNKNOWN]
        ranked = sorted(known, key=lambda item: (-item[1], item[0]))
        return [
            Ranking(_name(*key), number, [line for _, _, line in sorted(self._heaps[key], reverse=True)])
            for key, number in ranked[:_MOST_GROUPS]
        ]


def _name(kind: str, unit: str) -> str:
    name = amounts.KINDS[kind]
    told = kind in {"money", "measure"} and unit
    return f"{name} ({wording.spell(unit)})" if told else name


def _line(document: Document, row: Quantity) -> LargeQuantity:
    return LargeQuantity(
        f"{article_address(document.article_id)}#{quantity_anchor(row.quantity_id)}",
        amounts.in_words(row),
        wording.first_words(amounts.measured(document, row), _CONTEXT_LENGTH),
        wording.title(document),
    )
