"""Quantities of many articles → the largest ones of each kind, in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import NamedTuple

from pipeline.core.document import Document, Quantity
from pipeline.report import amounts, wording
from pipeline.report.marks import quantity_anchor

_LARGEST = 5
_MOST_GROUPS = 9
#: No page lists the largest of these: what they count is not known.
_NOT_RANKED = {"bare"}
_CONTEXT_LENGTH = 60


class Group(NamedTuple):
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

    def add(self, document: Document, address: str) -> None:
        """Takes the quantities of an article in, whose page has that address."""
        for row in document.quantities:
            if row.kind in _NOT_RANKED:
                continue
            key = (row.kind, row.currency or row.base_unit or "")
            heap = self._heaps.setdefault(key, [])
            self._numbers[key] += 1
            self._seen += 1
            size = row.value_high if row.base_value_high is None else row.base_value_high
            if len(heap) == _LARGEST and heap[0][0] >= size:
                continue
            # of equal ones the earlier one stays: it has the higher second value
            entry = (size, -self._seen, _line(document, row, address))
            (heapq.heappushpop if len(heap) == _LARGEST else heapq.heappush)(heap, entry)

    def groups(self) -> list[Group]:
        """The kinds with most quantities."""
        return [
            Group(_name(*key), number, [line for _, _, line in sorted(self._heaps[key], reverse=True)])
            for key, number in self._numbers.most_common(_MOST_GROUPS)
        ]


def _name(kind: str, unit: str) -> str:
    name = amounts.KINDS[kind]
    told = kind in {"money", "measure"} and unit
    return f"{name} ({wording.spell(unit)})" if told else name


def _line(document: Document, row: Quantity, address: str) -> LargeQuantity:
    return LargeQuantity(
        f"{address}#{quantity_anchor(row.quantity_id)}",
        amounts.in_words(row),
        wording.first_words(amounts.measured(document, row), _CONTEXT_LENGTH),
        wording.title(document),
    )
