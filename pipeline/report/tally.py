"""Quotes of many articles → how many have a speaker, how that was found, and how sure it is."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pyarrow as pa

from pipeline.core.document import Document, Quote
from pipeline.report import wording
from pipeline.report.lines import as_table
from pipeline.report.speakers import spoken

#: Lower edges of the bands in which confidences are counted, highest first.
_BANDS = (0.95, 0.9, 0.8, wording.CHECK_BELOW, 0.0)
_COLUMNS = {"of": pa.string(), "name": pa.string(), "number": pa.int64()}


class Bar(NamedTuple):
    """A line of a bar chart: `share` is its part of all; `check` marks what a reader should look at."""

    name: str
    number: int
    share: float
    note: str = ""
    check: bool = False


class Tally:
    """Figures over all articles; quotes are the direct and the mixed ones."""

    def __init__(self) -> None:
        self._numbers: Counter[tuple[str, str]] = Counter()

    def add(self, document: Document) -> None:
        """Takes an article in."""
        self._numbers["all", "articles"] += 1
        self._numbers["all", "words"] += len(document.text.split())
        self._numbers["all", "quantities"] += len(document.quantities)
        for quote in spoken(document):
            self._numbers["all", "quotes"] += 1
            self._numbers["status", _status(quote)] += 1
            self._numbers["method", quote.method] += 1
            # whole numbers add up exactly
            self._numbers["sum", quote.method] += round(quote.confidence * 1_000_000)
            self._numbers["band", _band(quote.confidence)] += 1

    def as_table(self) -> pa.Table:
        """All figures."""
        return as_table(_COLUMNS, ((*key, number) for key, number in self._numbers.items()))

    def merge(self, table: pa.Table) -> None:
        """Takes in the figures of other articles."""
        for of, name, number in zip(*(column.to_pylist() for column in table.columns), strict=True):
            self._numbers[of, name] += number

    def __getitem__(self, name: str) -> int:
        """The number of `articles`, `words`, `quantities` or `quotes`."""
        return self._numbers["all", name]

    @property
    def without_speaker(self) -> str:
        """The share of the quotes that have no speaker."""
        return wording.share(self._numbers["status", "none"], self["quotes"])

    def speakers(self) -> list[Bar]:
        """Quotes whose speaker has a name, whose speaker has none, and those without a speaker."""
        names = {"named": "speaker with a name", "written": "speaker without a name", "none": "no speaker"}
        return [
            self._bar(name, self._numbers["status", key], check=key == "none") for key, name in names.items()
        ]

    def methods(self) -> list[Bar]:
        """Quotes by how the speaker was found, with the mean confidence, most frequent first."""
        found = {name: number for (of, name), number in self._numbers.items() if of == "method"}
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        means = {name: self._numbers["sum", name] / number / 1_000_000 for name, number in ranked}
        return [
            self._bar(wording.method(name), number, f"{means[name]:.2f}", check=_low(means[name]))
            for name, number in ranked
        ]

    def confidences(self) -> list[Bar]:
        """Quotes by confidence, highest first."""
        tops = (1.0, *_BANDS)
        return [
            self._bar(f"{edge:.2f} to {top:.2f}", self._numbers["band", _band(edge)], check=_low(edge))
            for edge, top in zip(_BANDS, tops, strict=False)
        ]

    def _bar(self, name: str, number: int, note: str = "", *, check: bool = False) -> Bar:
        return Bar(
            name, number, number / self["quotes"] if self["quotes"] else 0.0, note, check and number > 0
        )


def _status(quote: Quote) -> str:
    if quote.speaker_entity_id is not None:
        return "named"
    return "none" if quote.speaker_start is None else "written"


def _band(confidence: float) -> str:
    return str(next(edge for edge in _BANDS if confidence >= edge))


def _low(confidence: float) -> bool:
    return confidence < wording.CHECK_BELOW
