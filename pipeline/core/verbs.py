"""The reporting verbs: which word forms bring speech, and the lemma of each."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.core.lexicon import rows


class VerbForm(NamedTuple):
    """One inflected form of a reporting verb; `use` is "speech" or "other" (mostly means something else)."""

    lemma: str
    use: str
    finite: bool


def reporting_form(word: str) -> VerbForm | None:
    """The reporting verb that a word is a form of, by its spelling in any case, or None."""
    return reporting_forms().get(word.lower())


def reports_speech(word: str) -> bool:
    """Whether a word is a finite form of a verb that mostly brings what somebody said ("said", "adds")."""
    form = reporting_form(word)
    return form is not None and form.use == "speech" and form.finite


@cache
def reporting_forms() -> dict[str, VerbForm]:
    """All forms of all reporting verbs, in lower case; the first lemma wins where two share a form."""
    forms: dict[str, VerbForm] = {}
    for row in rows("reporting_verbs", ("lemma", "use", "forms")):
        base, *inflected = row["forms"].split()
        for form in (base, *inflected):
            finite = form != base and not form.endswith("ing")
            forms.setdefault(form, VerbForm(row["lemma"], row["use"], finite))
    return forms
