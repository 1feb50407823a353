"""Mentions of one article → entities: full names first, then each short form to the name that it fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.document import Entity
from pipeline.names.acronyms import explained
from pipeline.names.aliases import Known
from pipeline.names.gender import GIVEN, appositions, clear_winner, given_gender, mention_gender
from pipeline.names.parting import POSSESSIVES
from pipeline.names.phrases import cue
from pipeline.names.same_body import body_length, is_short_body, same_body
from pipeline.names.same_person import is_short_for, same_person
from pipeline.names.titles import description, given_names, title_end, title_start
from pipeline.names.view import Span, View

_BY_FIRST_NAME = 2  # how well a lone first name fits a full name


@dataclass
class Cluster:
    """The mentions of one entity: their indices in reading order and the words of each form."""

    label: str
    members: list[int] = field(default_factory=list)
    forms: list[list[str]] = field(default_factory=list)
    gender: Counter[str] = field(default_factory=Counter)
    relative: bool = False
    known: Known | None = None

    def add(self, index: int, pieces: list[str], gender: Counter[str]) -> None:
        self.members.append(index)
        if pieces not in self.forms:
            self.forms.append(pieces)
        self.gender += gender

    def rank(self, index: int) -> tuple[bool, bool, int]:
        """How likely a short form at `index` means this entity, among those that it fits.

        Nobody's relative before somebody's wife or son, then the one named last before the mention,
        then the one named first after it.
        """
        before = [member for member in self.members if member < index]
        return not self.relative, bool(before), max(before) if before else -min(self.members)


def clustered(
    view: View, spans: Sequence[Span], known: Mapping[tuple[int, int], Known] | None = None
) -> list[Cluster]:
    """The entities behind the spans, in order of first mention.

    Spans at the places in `known` belong to the entity named there, whatever else they would fit.
    """
    entities = [known.get((span.first, span.end)) if known else None for span in spans]
    letters = explained(view, spans)
    pieces = [_name_words(view, span) for span in spans]
    genders = [
        mention_gender(view, span.first, span.end) if span.label == "PERSON" else Counter() for span in spans
    ]
    clusters: list[Cluster] = []
    order = sorted(
        range(len(spans)), key=lambda i: (entities[i] is None, _is_short(spans[i].label, pieces[i]), i)
    )
    for index in order:
        label, entity = spans[index].label, entities[index]
        own = [cluster for cluster in clusters if cluster.label == label]
        if entity:
            home = next((cluster for cluster in own if cluster.known == entity), None)
        else:
            home = _home(own, index, pieces[index], genders[index])
        if home is None and index in letters:
            home = next((cluster for cluster in own if letters[index] in cluster.members), None)
        if home is None:
            home = Cluster(label, forms=[entity.canonical.split()] if entity else [], known=entity)
            clusters.append(home)
        home.add(index, pieces[index], genders[index])
        home.relative |= label == "PERSON" and is_relative(view, spans[index])
    for cluster in clusters:
        cluster.members.sort()
    return sorted(clusters, key=lambda cluster: cluster.members[0])


def _name_words(view: View, span: Span) -> list[str]:
    """The words of a mention without article and possessive, a person's without a title."""
    first, end = span.first, span.end
    while first < end - 1 and view.parse.lower[first] == "the":
        first += 1
    while first < end - 1 and view.parse.text[end - 1] in POSSESSIVES:
        end -= 1
    if span.label == "PERSON":
        first = title_end(view, first, end)
    return view.surface(first, end).split()


def is_relative(view: View, span: Span) -> bool:
    """Whether a noun before a full name or in apposition to it says whose wife, son, ... it names."""
    parse = view.parse
    before = parse.lower[title_start(view, span.first) : span.first]
    if view.joined(span.first) and parse.text[span.first - 1] == ",":
        before += parse.lower[span.first - 2 : span.first - 1]
    nouns = [parse.lower[noun] for at in range(*span[:2]) for noun in appositions(view, at, *span[:2])]
    return span.end - span.first > 1 and not cue("relatives").isdisjoint(before + nouns)


def _is_short(label: str, pieces: Sequence[str]) -> int:
    """Long names are placed first, so that short ones find them."""
    if label == "PERSON":
        return 0 if len(pieces) > 1 else 1
    return -body_length(pieces)


def _home(clusters: Sequence[Cluster], index: int, pieces: list[str], gender: Counter[str]) -> Cluster | None:
    """The cluster that a mention belongs to, or None if it opens a new one."""
    fits = [(fit, cluster) for cluster in clusters if (fit := _fit(cluster, pieces, gender))]
    fits = [(fit, c) for fit, c in fits if fit == _BY_FIRST_NAME or not _is_later_relative(c, index)]
    if not fits:
        return None
    best = max(fit for fit, _ in fits)
    if best == _BY_FIRST_NAME and pieces[0] in given_names():
        exactly = [cluster for _, cluster in fits if any(form[0] == pieces[0] for form in cluster.forms)]
        return _only(exactly or [cluster for _, cluster in fits])
    return max((c for fit, c in fits if fit == best), key=lambda cluster: cluster.rank(index))


def _only(clusters: Sequence[Cluster]) -> Cluster | None:
    """The one cluster that a first name fits; where it fits several, it stays apart."""
    return clusters[0] if len(clusters) == 1 else None


def _is_later_relative(cluster: Cluster, index: int) -> bool:
    """Whether the cluster is somebody's relative whom the article names only after the mention `index`."""
    return cluster.relative and index < cluster.members[0]


def _fit(cluster: Cluster, pieces: list[str], gender: Counter[str]) -> int:
    """How well a form fits a cluster: 5 the same full name, 4 to 1 a short form, 0 not at all."""
    if cluster.label == "ORG":
        if any(pieces == form or same_body(pieces, form) for form in cluster.forms):
            return 5
        return 2 if any(is_short_body(pieces, form) for form in cluster.forms) else 0
    if _clash(cluster, gender):
        return 0
    if len(pieces) > 1 and any(pieces == form or same_person(pieces, form) for form in cluster.forms):
        return 5
    lone = [form for form in cluster.forms if len(form) == 1]
    if [word.lower() for word in pieces] in [[word.lower() for word in form] for form in lone]:
        full = [form for form in cluster.forms if len(form) > 1]
        return max((is_short_for(pieces, form) for form in full), default=4)
    return max((is_short_for(pieces, form) for form in cluster.forms), default=0)


def _clash(cluster: Cluster, gender: Counter[str]) -> bool:
    """Whether the title of a mention contradicts what is known of the entity."""
    known = cluster.gender + Counter({g: GIVEN for form in cluster.forms if (g := given_gender(form))})
    one, other = clear_winner(gender), clear_winner(known)
    return bool(one and other and one != other)


def entity_row(view: View, spans: Sequence[Span], cluster: Cluster, entity_id: int) -> Entity:
    """The entity under its fullest name, with its other forms and its role as written."""
    written = [view.surface(spans[i].first, spans[i].end) for i in cluster.members]
    forms = list(dict.fromkeys(written))
    fullest = max(forms, key=lambda form: (_fullness(form), -forms.index(form)))
    name = cluster.known.canonical if cluster.known else fullest
    people = cluster.members if cluster.label == "PERSON" else []
    roles = (description(view, spans[i].first, spans[i].end) for i in people)
    return Entity(
        entity_id=entity_id,
        label=cluster.label,
        name=name,
        aliases=[form for form in forms if form != name],
        description=next((role for role in roles if role), None),
        n_mentions=len(cluster.members),
        first_start=view.parse.start[spans[cluster.members[0]].first],
        qid=cluster.known.qid if cluster.known else None,
    )


def _fullness(form: str) -> tuple[int, bool, int]:
    """Names with more words first, then those not in capitals only, then the longest."""
    return len(form.split()), not form.isupper(), len(form)
