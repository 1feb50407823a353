"""All spans that may be names: those of the model, mended, and those that the wording shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.names import datelines, organizations, persons, signatures, sports
from pipeline.names.headings import cut_in_headings
from pipeline.names.repair import model_spans, repaired
from pipeline.names.view import Span, View

_RULES: tuple[Callable[[View], Iterator[Span]], ...] = (
    datelines.agencies,
    organizations.institutions,
    organizations.with_org_word,
    organizations.behind_leads,
    organizations.before_kinds,
    organizations.of_persons,
    organizations.described,
    sports.teams,
    sports.opponents,
    sports.named_teams,
    organizations.in_brackets,
    persons.titled,
    persons.with_given_name,
    signatures.signatures,
    signatures.signed_pairs,
    signatures.bylines,
    persons.speakers,
)


def candidates(view: View) -> list[Span]:
    """The spans of the model and of all rules, in no particular order; they may overlap."""
    spans = repaired(view, model_spans(view)) + [span for rule in _RULES for span in rule(view)]
    return cut_in_headings(view, spans)
