"""What the first page shows, gathered article by article: it keeps counts and names, no texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from pipeline.core.document import Document, Quote
from pipeline.core.errors import ArticleError
from pipeline.report import wording

_MOST_QUOTED = 12


@dataclass(frozen=True)
class ArticleLine:
    """An article in the list; `quotes` are the direct and the mixed ones."""

    address: str
    article_id: str
    title: str
    published: datetime | None
    quotes: int
    without_speaker: int
    people: int
    quantities: int


@dataclass
class SpeakerLine:
    """A person or an organization with the number of its quotes and of the articles that quote it."""

    name: str
    quotes: int = 0
    articles: int = 0


@dataclass
class Overview:
    """All that stands on the first page."""

    title: str
    errors: Sequence[ArticleError]
    articles: list[ArticleLine] = field(default_factory=list)
    _speakers: dict[str, dict[str, SpeakerLine]] = field(default_factory=lambda: {"PERSON": {}, "ORG": {}})

    def add(self, document: Document, address: str) -> None:
        """Takes an article in, whose page has that address."""
        spoken = [quote for quote in document.quotes if quote.kind != "scare"]
        self.articles.append(_article_line(document, spoken, address))
        quoted = [quote.speaker_entity_id for quote in spoken if quote.speaker_entity_id is not None]
        for entity_id in dict.fromkeys(quoted):
            entity = document.entities[entity_id]
            known = self._speakers[entity.label]
            line = known.setdefault(entity.qid or entity.name, SpeakerLine(entity.name))
            line.quotes += quoted.count(entity_id)
            line.articles += 1

    @property
    def totals(self) -> list[tuple[str, str]]:
        """The figures over all articles, each with its name."""
        quotes, lost = self._sum("quotes"), self._sum("without_speaker")
        speakers = sum(len(known) for known in self._speakers.values())
        return [
            (f"{len(self.articles):,}", "articles"),
            (f"{quotes:,}", "quotes"),
            (wording.share(lost, quotes), "without speaker"),
            (f"{speakers:,}", "speakers"),
            (f"{self._sum('quantities'):,}", "quantities"),
            (f"{len(self.errors):,}", "errors"),
        ]

    def most_quoted(self, label: str) -> list[SpeakerLine]:
        """The most quoted people or organizations; an equal number of quotes goes by articles, then name."""
        lines = self._speakers[label].values()
        return sorted(lines, key=lambda line: (-line.quotes, -line.articles, line.name))[:_MOST_QUOTED]

    @property
    def problems(self) -> list[tuple[ArticleError, str | None]]:
        """The errors, each with the address of its article's page if it has one."""
        addresses = {line.article_id: line.address for line in self.articles}
        return [(error, addresses.get(error.article_id or "")) for error in self.errors]

    def _sum(self, name: str) -> int:
        return sum(map(attrgetter(name), self.articles))


def _article_line(document: Document, spoken: list[Quote], address: str) -> ArticleLine:
    lost = [quote for quote in spoken if quote.speaker_entity_id is None and quote.speaker_start is None]
    return ArticleLine(
        address=address,
        article_id=document.article_id,
        title=wording.title(document),
        published=document.published,
        quotes=len(spoken),
        without_speaker=len(lost),
        people=sum(entity.label == "PERSON" for entity in document.entities),
        quantities=len(document.quantities),
    )
