"""Quotes of many articles → how many have a speaker, how that was found, and how sure it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.core.document import Document, Quote
from pipeline.report import wording
from pipeline.report.speakers import spoken

#: Lower edges of the bands in which confidences are counted, highest first.
_BANDS = (0.95, 0.9, 0.8, wording.CHECK_BELOW, 0.0)


class Bar(NamedTuple):
    """A line of a bar chart: `share` is its part of all; `check` marks what a reader should look at."""

    name: str
    number: int
    share: float
    note: str = ""
    check: bool = False


@dataclass
class Tally:
    """Figures over all articles; quotes are the direct and the mixed ones."""

    articles: int = 0
    words: int = 0
    quantities: int = 0
    quotes: int = 0
    _status: Counter[str] = field(default_factory=Counter)
    _methods: Counter[str] = field(default_factory=Counter)
    _sums: Counter[str] = field(default_factory=Counter)
    _bands: Counter[float] = field(default_factory=Counter)

    def add(self, document: Document) -> None:
        """Takes an article in."""
        self.articles += 1
        self.words += len(document.text.split())
        self.quantities += len(document.quantities)
        for quote in spoken(document):
            self.quotes += 1
            self._status[_status(quote)] += 1
            self._methods[quote.method] += 1
            self._sums[quote.method] += round(quote.confidence * 1_000_000)  # whole numbers add up exactly
            self._bands[next(edge for edge in _BANDS if quote.confidence >= edge)] += 1

    @property
    def without_speaker(self) -> str:
        """The share of the quotes that have no speaker."""
        return wording.share(self._status["none"], self.quotes)

    def speakers(self) -> list[Bar]:
        """Quotes whose speaker has a name, whose speaker has none, and those without a speaker."""
        names = {"named": "speaker with a name", "written": "speaker without a name", "none": "no speaker"}
        return [self._bar(name, self._status[key], check=key == "none") for key, name in names.items()]

    def methods(self) -> list[Bar]:
        """Quotes by how the speaker was found, with the mean confidence, most frequent first."""
        ranked = sorted(self._methods.items(), key=lambda item: (-item[1], item[0]))
        means = {method: self._sums[method] / number / 1_000_000 for method, number in ranked}
        return [
            self._bar(wording.method(method), number, f"{means[method]:.2f}", check=_low(means[method]))
            for method, number in ranked
        ]

    def confidences(self) -> list[Bar]:
        """Quotes by confidence, highest first."""
        tops = (1.0, *_BANDS)
        return [
            self._bar(f"{edge:.2f} to {top:.2f}", self._bands[edge], check=_low(edge))
            for edge, top in zip(_BANDS, tops, strict=False)
        ]

    def _bar(self, name: str, number: int, note: str = "", *, check: bool = False) -> Bar:
        return Bar(name, number, number / self.quotes if self.quotes else 0.0, note, check and number > 0)


def _status(quote: Quote) -> str:
    if quote.speaker_entity_id is not None:
        return "named"
    return "none" if quote.speaker_start is None else "written"


def _low(confidence: float) -> bool:
    return confidence < wording.CHECK_BELOW
