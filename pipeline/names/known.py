"""Names of the user's file in one article → their places, their labels and their spans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.names.aliases import Aliases, Known
from pipeline.names.consistency import Labels, stands_alone
from pipeline.names.evidence import label_scores
from pipeline.names.view import Span, View

KnownNames = Mapping[tuple[int, int], Known]


def known_names(view: View, aliases: Aliases) -> KnownNames:
    """The places [first, end) of names of the file, with the entity that each stands for."""
    return {(first, end): entity for first, end, entity in aliases.find(view)}


def known_labels(view: View, known: KnownNames, possible: Sequence[Span]) -> Labels:
    """The label of each form that is a name of the file: that of the file, else that of the article."""
    if not known:
        return {}
    proposed: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for span in possible:
        proposed[span.first, span.end].append(span)
    places: dict[Known, list[Span]] = defaultdict(list)
    for place, entity in known.items():
        places[entity] += proposed[place] or [Span(*place, "", "alias")]
    found = {entity: entity.label or _label(view, entity.canonical, at) for entity, at in places.items()}
    return {view.surface(*place): found[entity] for place, entity in known.items()}


def known_spans(view: View, known: KnownNames, labels: Labels, possible: Sequence[Span]) -> Iterator[Span]:
    """The names of the file that are no part of a longer name, and those that stand as they were proposed."""
    proposed = {(span.first, span.end) for span in possible}
    for place in known:
        if place in proposed or stands_alone(view, *place):
            yield Span(*place, labels[view.surface(*place)], "alias")


def _label(view: View, canonical: str, spans: Sequence[Span]) -> str:
    """The label that places and canonical name speak for; where nothing does, two words are a person."""
    scores = label_scores(view, canonical, spans)
    usual = "PERSON" if " " in canonical else "ORG"
    return max(("PERSON", "ORG"), key=lambda label: (scores.get(label, 0), label == usual))
