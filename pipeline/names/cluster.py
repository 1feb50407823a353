"""Mentions of one article → entities: full names first, then each short form to the name that it fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.core.document import Entity
from pipeline.core.lexicon import words
from pipeline.names.acronyms import explained
from pipeline.names.aliases import Known
from pipeline.names.fit import Cluster, Form, traits_of
from pipeline.names.gender import appositions, mention_gender
from pipeline.names.parting import POSSESSIVES
from pipeline.names.phrases import cue
from pipeline.names.same_body import body_length
from pipeline.names.same_person import BY_FIRST_NAME
from pipeline.names.titles import description, given_names, title_end, title_start
from pipeline.names.view import Span, View


def clustered(
    view: View, spans: Sequence[Span], known: Mapping[tuple[int, int], Known] | None = None
) -> list[Cluster]:
    """The entities behind the spans, in order of first mention.

    Spans at the places in `known` belong to the entity named there, whatever else they would fit.
    """
    entities = [known.get((span.first, span.end)) if known else None for span in spans]
    letters = explained(view, spans)
    pieces = [_name_words(view, span) for span in spans]
    genders = [mention_gender(view, span.first, span.end) if span.label == "PERSON" else 0 for span in spans]
    by_label: dict[str, list[Cluster]] = defaultdict(list)
    order = sorted(
        range(len(spans)), key=lambda i: (entities[i] is None, _is_short(spans[i].label, pieces[i]), i)
    )
    for index in order:
        label, entity = spans[index].label, entities[index]
        own = by_label[label]
        if entity:
            home = next((cluster for cluster in own if cluster.known == entity), None)
        else:
            home = _home(own, index, label, pieces[index], genders[index])
        if home is None and index in letters:
            home = next((cluster for cluster in own if letters[index] in cluster.members), None)
        if home is None:
            home = Cluster(label, forms=[tuple(entity.canonical.split())] if entity else [], known=entity)
            own.append(home)
        home.add(index, pieces[index], genders[index])
        home.relative |= label == "PERSON" and is_relative(view, spans[index])
    clusters = [cluster for own in by_label.values() for cluster in own]
    for cluster in clusters:
        cluster.members.sort()
    return sorted(clusters, key=lambda cluster: cluster.members[0])


def _name_words(view: View, span: Span) -> Form:
    """The words of a mention without article and possessive, a person's without a title."""
    first, end = span.first, span.end
    while first < end - 1 and view.parse.lower[first] == "the":
        first += 1
    while first < end - 1 and view.parse.text[end - 1] in POSSESSIVES:
        end -= 1
    if span.label == "PERSON":
        first = title_end(view, first, end)
    return tuple(view.surface(first, end).split())


def is_relative(view: View, span: Span) -> bool:
    """Whether a noun before a full name or in apposition to it says whose wife, son, ... it names."""
    parse = view.parse
    if span.end - span.first == 1:
        return False
    before = parse.lower[title_start(view, span.first) : span.first]
    if view.joined(span.first) and parse.text[span.first - 1] == ",":
        before += parse.lower[span.first - 2 : span.first - 1]
    nouns = [parse.lower[noun] for at in range(*span[:2]) for noun in appositions(view, at, *span[:2])]
    return not cue("relatives").isdisjoint(before + nouns)


def _is_short(label: str, pieces: Sequence[str]) -> int:
    """Long names are placed first, so that short ones find them."""
    if label == "PERSON":
        return 0 if len(pieces) > 1 else 1
    return -body_length(pieces)


def _home(own: Sequence[Cluster], index: int, label: str, pieces: Form, gender: int) -> Cluster | None:
    """The cluster of its label that a mention belongs to, or None if it opens a new one."""
    traits = traits_of(label, pieces)
    fits = [
        (fit, cluster)
        for cluster in own
        if not traits.isdisjoint(cluster.traits)
        and (fit := cluster.fit(pieces))
        and not cluster.clashes(gender)
        and cluster.may_be(index, fit)
    ]
    if not fits:
        return None
    best = max(fit for fit, _ in fits)
    if best == BY_FIRST_NAME and pieces[0] in given_names() and pieces[0] not in words("names/surnames"):
        exactly = [cluster for _, cluster in fits if any(form[0] == pieces[0] for form in cluster.forms)]
        return _only(exactly or [cluster for _, cluster in fits])
    return max((c for fit, c in fits if fit == best), key=lambda cluster: cluster.rank(index, gender))


def _only(clusters: Sequence[Cluster]) -> Cluster | None:
    """The one cluster that a first name fits; where it fits several, it stays apart."""
    return clusters[0] if len(clusters) == 1 else None


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
