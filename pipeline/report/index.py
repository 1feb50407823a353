"""What the first page and the list of speakers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.errors import ArticleError
from pipeline.report.corpus import Corpus, SpeakerLine
from pipeline.report.largest import Ranking
from pipeline.report.lines import ArticleLine
from pipeline.report.tally import Tally

#: So many rows a list has at most.
MOST_ROWS = 500
_MOST_QUOTED = 15


@dataclass(frozen=True)
class Index:
    """All that stands on the first page; an error comes with the address of its article, if it has a page."""

    title: str
    tally: Tally
    speakers: int
    most_quoted: dict[str, list[SpeakerLine]]
    largest: list[Ranking]
    articles: list[ArticleLine]
    errors: list[tuple[ArticleError, str | None]]
    all_errors: int

    @property
    def totals(self) -> list[tuple[str, str]]:
        """The figures over all articles, each with its name."""
        figures = {
            "articles": self.tally["articles"],
            "words": self.tally["words"],
            "quotes": self.tally["quotes"],
            "speakers": self.speakers,
            "quantities": self.tally["quantities"],
            "errors": self.all_errors,
        }
        totals = [(f"{number:,}", name) for name, number in figures.items()]
        return [*totals[:4], (self.tally.without_speaker, "quotes without a speaker"), *totals[4:]]


@dataclass(frozen=True)
class SpeakerList:
    """All that stands on the page that lists the speakers."""

    title: str
    number: int
    lines: list[SpeakerLine]


def index(corpus: Corpus, errors: Sequence[ArticleError], addresses: dict[str, str], title: str) -> Index:
    """The first page; `addresses` are those of the articles that have errors, by article_id."""
    return Index(
        title=title,
        tally=corpus.tally,
        speakers=corpus.speaker_count(),
        most_quoted={label: list(corpus.speakers(label, _MOST_QUOTED)) for label in ("PERSON", "ORG")},
        largest=corpus.largest.rankings(),
        articles=corpus.articles(MOST_ROWS),
        errors=[(error, addresses.get(error.article_id or "")) for error in errors[:MOST_ROWS]],
        all_errors=len(errors),
    )


def speaker_list(corpus: Corpus, title: str) -> SpeakerList:
    """The page of all speakers, most quoted first."""
    return SpeakerList(title, corpus.speaker_count(), list(corpus.speakers(most=MOST_ROWS)))
