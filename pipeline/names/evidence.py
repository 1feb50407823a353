"""How much speaks for a form being a person, an organization or neither, by the weights in the lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from typing import Any

from pipeline.core.lexicon import sections
from pipeline.names.neighbours import cues
from pipeline.names.shape import shapes
from pipeline.names.view import Span, View


def label_scores(view: View, form: str, spans: Sequence[Span], links: Iterable[str] = ()) -> dict[str, float]:
    """The score of each label for a form, from all its places in the article."""
    weights = sections("names/weights")
    share = weights["model"]
    total: dict[str, float] = defaultdict(float)
    places = {(span.first, span.end) for span in spans}
    for span in spans:
        if span.method in {"model", "repaired"} and span.label:
            label = span.label if span.label in {"PERSON", "ORG"} else "OTHER"
            total[label] += share[label] / len(places)
    _add(total, weights["rule"], {span.method for span in spans})
    shown = {cue for first, end in places for cue in cues(view, first, end)}
    _add(total, weights["context"], shown | _common(view, form, spans))
    vouched = set(links)
    looks = shapes(form, shouted=view.shouting[spans[0].first])
    _add(total, weights["shape"], looks - {"not_name"} if "surname" in vouched else looks)
    _add(total, weights["link"], vouched)
    return dict(total)


def _common(view: View, form: str, spans: Sequence[Span]) -> set[str]:
    """Whether a word has its capital only where a sentence begins, and is written small elsewhere."""
    is_small = form.lower() in view.small_words and all(view.opens_sentence(span.first) for span in spans)
    return {"also_small"} if is_small else set()


def decide(scores: dict[str, float]) -> str:
    """PERSON, ORG, OTHER or, where too little speaks for any, nothing."""
    best = max(scores, key=lambda label: (scores[label], label), default="")
    return best if best and scores[best] >= sections("names/weights")["least"] else ""


def _add(total: dict[str, float], weights: dict[str, Any], keys: Set[str]) -> None:
    """Adds to each label what the keys speak for it; a key without a weight speaks for none."""
    for key in sorted(weights.keys() & keys):
        for label, weight in weights[key].items():
            total[label] += weight
