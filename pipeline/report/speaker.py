"""One speaker → what the page about that person or organization shows, over all articles.

However much was said, a page has a bounded size: it holds the first lines of each list and says how many
there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from pipeline.report.corpus import Corpus, NamedLine, NumberLine, SaidLine, SpeakerLine
from pipeline.report.lines import ArticleLine
from pipeline.report.speakers import is_joined

_MOST_QUOTES = 200
_MOST_NUMBERS = 100
_MOST_ARTICLES = 100
_MOST_FORMS = 20


@dataclass(frozen=True)
class SpeakerPage:
    """All that stands on the page of one speaker; each list goes by articles in their order."""

    line: SpeakerLine
    quotes: list[tuple[ArticleLine, list[SaidLine]]]
    shown_quotes: int
    numbers: list[tuple[ArticleLine, NumberLine]]
    all_numbers: int
    articles: list[tuple[ArticleLine, NamedLine]]
    names: list[str]
    roles: list[str]

    @property
    def is_joined(self) -> bool:
        """Whether the page covers all articles, and not only the one that names its speaker by one word."""
        return is_joined(self.line.name, self.line.qid)


def speaker_page(corpus: Corpus, line: SpeakerLine) -> SpeakerPage:
    """The page of a speaker."""
    said = corpus.quotes(line.who, _MOST_QUOTES)
    named = corpus.named(line.who, _MOST_ARTICLES)
    numbers = corpus.numbers(line.who, _MOST_NUMBERS)
    lines = {row.article: corpus.article(row.article) for rows in (said, named, numbers) for row in rows}
    by_article = groupby(said, key=lambda row: row.article)
    return SpeakerPage(
        line=line,
        quotes=[(lines[article], list(rows)) for article, rows in by_article],
        shown_quotes=len(said),
        numbers=[(lines[row.article], row) for row in numbers],
        all_numbers=corpus.number_count(line.who),
        articles=[(lines[row.article], row) for row in named],
        names=_forms(form for row in named for form in (row.name, *json.loads(row.aliases))),
        roles=_forms(row.description for row in named if row.description),
    )


def _forms(found: Iterable[str]) -> list[str]:
    """Each form once, in reading order, up to a limit."""
    return list(dict.fromkeys(found))[:_MOST_FORMS]
