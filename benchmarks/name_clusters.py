"""Names of a coreference corpus as gold clusters, and what the pipeline makes of them.

A gold text has `mentions` with `start`, `end`, `kind`, `etype`, `cluster` and, for names, `name`: the offsets
of its proper noun. Kind "name" with the type of a person or an organization counts: the whole mention without
article and possessive where it is written as a name throughout ("University of Lenn"), else its proper noun.
A name that holds another name of its type (two people joined by "and") is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from common import Record

from pipeline.core.document import Document
from pipeline.names.cluster import clustered
from pipeline.names.view import Span, View

_LABELS = {"person": "PERSON", "organization": "ORG"}
_SMALL = frozenset(
    {"of", "the", "and", "for", "at", "in", "on", "de", "la", "von", "van", "der", "di", "al", "bin", "&"}
)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")


class GoldName(NamedTuple):
    """A name at [start, end) of the text with its label and the entity that it names."""

    start: int
    end: int
    label: str
    cluster: str


def gold_names(record: Record) -> list[GoldName]:
    """The names of persons and organizations of a gold text, in reading order."""
    found = {
        GoldName(*_written(record["text"], row), _LABELS[row["etype"]], row["cluster"])
        for row in record["mentions"]
        if row["kind"] == "name" and row["etype"] in _LABELS
    }
    places = {name[:2]: name for name in sorted(found)}
    names = list(places.values())
    return [name for name in names if not any(_holds(name, other) for other in names)]


def _written(text: str, row: Record) -> tuple[int, int]:
    """The offsets of a whole mention that is a name in all its words, else of its proper noun."""
    start, end = row["start"], row["end"]
    if article := _ARTICLE.match(text[start:end]):
        start += article.end()
    if possessive := _POSSESSIVE.search(text[start:end]):
        end = start + possessive.start()
    whole = all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in text[start:end].split())
    return (start, end) if whole and start < end else tuple(row["name"])


def _holds(name: GoldName, other: GoldName) -> bool:
    return name != other and name.label == other.label and name.start <= other.start and other.end <= name.end


def gold_clusters(names: Iterable[GoldName]) -> list[list[tuple[int, int]]]:
    """The places of the names of each entity."""
    clusters: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name in names:
        clusters[name.cluster].append((name.start, name.end))
    return list(clusters.values())


def clusters_of_gold(document: Document, names: Sequence[GoldName]) -> list[list[tuple[int, int]]]:
    """The clusters that the pipeline makes of the gold names themselves."""
    ranges = [document.parse.tokens_in(name.start, name.end) for name in names]
    spans = [Span(at.start, at.stop, name.label, "model") for at, name in zip(ranges, names, strict=True)]
    return [[names[i][:2] for i in found.members] for found in clustered(View(document), spans)]


def clusters_of_text(document: Document, names: Sequence[GoldName]) -> list[list[tuple[int, int]]]:
    """The clusters of the pipeline's own mentions, each as the gold name with which it shares most."""
    clusters: list[list[tuple[int, int]]] = [[] for _ in document.entities]
    free = {name[:2] for name in names}
    for row in document.mentions:
        shared = [(min(end, row.end) - max(start, row.start), (start, end)) for start, end in sorted(free)]
        most, place = max(shared, default=(0, (0, 0)))
        if most > 0:
            clusters[row.entity_id].append(place)
            free.remove(place)
    return clusters


def short_names_linked(
    text: str, names: Sequence[GoldName], clusters: Sequence[Sequence[tuple[int, int]]]
) -> tuple[int, int]:
    """How many lone words of full names stand with such a full name, and how many there are."""
    home = {place: i for i, cluster in enumerate(clusters) for place in cluster}
    words = {name: text[name.start : name.end].split() for name in names}
    right = total = 0
    for name in names:
        full = [
            other
            for other in names
            if other.cluster == name.cluster and len(words[other]) > 1 and words[name][0] in words[other]
        ]
        if len(words[name]) == 1 and full:
            total += 1
            right += any(home.get(other[:2], -1) == home.get(name[:2], -2) for other in full)
    return right, total
