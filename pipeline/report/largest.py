"""Quantities of many articles → the largest ones of each kind, in bounded memory."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import NamedTuple

from pipeline.core.document import Document, Quantity
from pipeline.report import amounts, wording
from pipeline.report.marks import quantity_anchor

_LARGEST = 5
_MOST_GROUPS = 8
#: Not ranked: what these count is not known.
_UNKNOWN = "bare"
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
        """Takes the quantities of an article in, whose page has that address; each amount counts once."""
        amounts_seen: set[tuple[str, str, float, str | None]] = set()
        for row in document.quantities:
            kind, unit = row.kind, row.currency or row.base_unit or ""
            self._numbers[kind, unit] += 1
            size = row.value_high if row.base_value_high is None else row.base_value_high
            amount = (kind, unit, size, row.counted_noun)
            if amount not in amounts_seen:
                self._keep((kind, unit), size, document, row, address)
            amounts_seen.add(amount)

    def _keep(
        self, group: tuple[str, str], size: float, document: Document, row: Quantity, address: str
    ) -> None:
        """Keeps a quantity if it is among the largest of its group; of equal ones the earlier stays."""
        heap = self._heaps.setdefault(group, [])
        self._seen += 1
        if len(heap) < _LARGEST:
            heapq.heappush(heap, (size, -self._seen, _line(document, row, address)))
        elif size > heap[0][0]:
            heapq.heapreplace(heap, (size, -self._seen, _line(document, row, address)))

    def groups(self) -> list[Group]:
        """The kinds with most quantities."""
        known = [item for item in self._numbers.items() if item[0][0] != _UNKNOWN]
        ranked = sorted(known, key=lambda item: (-item[1], item[0]))
        return [
            Group(_name(*key), number, [line for _, _, line in sorted(self._heaps[key], reverse=True)])
            for key, number in ranked[:_MOST_GROUPS]
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
