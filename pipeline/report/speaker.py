"""Speakers → their pages: what each person and organization is quoted with, over all articles.

However much was said, a page has a bounded size: it holds the first lines of each list and says how many
there are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeVar

import pyarrow as pa

from pipeline.report.corpus import SpeakerLine
from pipeline.report.groups import Group
from pipeline.report.lines import as_table
from pipeline.report.pages import pages
from pipeline.report.speakers import is_joined, speaker_address

_MOST_FORMS = 20
Line = TypeVar("Line")


class Place(NamedTuple):
    """The article that a line is of."""

    address: str
    title: str
    published: str


class NamedLine(NamedTuple):
    """An entity of an article that is this speaker; `aliases` is a JSON list."""

    anchor: str
    name: str
    description: str | None
    aliases: str
    mentions: int
    quotes: int


class SaidLine(NamedTuple):
    """A quote of a speaker."""

    anchor: str
    text: str
    kind: str
    facts: str
    confidence: float


class NumberLine(NamedTuple):
    """A quantity inside a quote of a speaker."""

    anchor: str
    words: str
    measured: str


@dataclass(frozen=True)
class SpeakerPage:
    """All that stands on the page of one speaker; each list goes by articles in their order."""

    line: SpeakerLine
    quotes: list[tuple[Place, list[SaidLine]]]
    shown_quotes: int
    numbers: list[tuple[Place, NumberLine]]
    articles: list[tuple[Place, NamedLine]]
    names: list[str]
    roles: list[str]

    @property
    def is_joined(self) -> bool:
        """Whether the page covers all articles, and not only the one that names its speaker by one word."""
        return is_joined(self.line.name, self.line.qid)


def render_speakers(group: Group, *, made_by: str, title: str) -> dict[str, pa.Table]:
    """`page`: the address and the HTML of the page of each speaker of a group.

    `made_by` names pipeline and model on each page, `title` the report.
    """
    templates = pages(made_by)
    rows = (
        (speaker_address(page.line.who), templates.render("speaker", page=page, title=title))
        for page in _pages(group)
    )
    return {"page": as_table({"address": pa.string(), "html": pa.string()}, rows)}


def _pages(group: Group) -> Iterator[SpeakerPage]:
    named = _by_speaker(group.tables["named"], NamedLine)
    quotes = _by_speaker(group.tables["quote"], SaidLine)
    numbers = _by_speaker(group.tables["number"], NumberLine)
    for line in (SpeakerLine(**row) for row in group.tables["speaker"].to_pylist()):
        said = quotes[line.who]
        entities = [entity for _, entity in named[line.who]]
        yield SpeakerPage(
            line=line,
            quotes=[(place, [one for _, one in own]) for place, own in groupby(said, key=lambda row: row[0])],
            shown_quotes=len(said),
            numbers=numbers[line.who],
            articles=named[line.who],
            names=_forms(form for row in entities for form in (row.name, *json.loads(row.aliases))),
            roles=_forms(row.description for row in entities if row.description),
        )


def _by_speaker(table: pa.Table, line: Callable[..., Line]) -> defaultdict[str, list[tuple[Place, Line]]]:
    """The lines of a table with their articles, by speaker."""
    found: defaultdict[str, list[tuple[Place, Line]]] = defaultdict(list)
    for who, *values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        place, rest = values[: len(Place._fields)], values[len(Place._fields) :]
        found[who].append((Place(*place), line(*rest)))
    return found


def _forms(found: Iterable[str]) -> list[str]:
    """Each form once, in reading order, up to a limit."""
    return list(dict.fromkeys(found))[:_MOST_FORMS]
