"""How much speaks for a form being a person, an organization or neither, by the weights in the lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.core.lexicon import sections
from pipeline.names.neighbours import cues
from pipeline.names.shape import shapes
from pipeline.names.view import Span, View

REMEMBERED = 1 << 12  # sets of keys of which the weights are kept


def label_scores(view: View, form: str, spans: Sequence[Span], links: Iterable[str] = ()) -> dict[str, float]:
    """The score of each label for a form, from all its places in the article."""
    share = sections("names/weights")["model"]
    total: dict[str, float] = defaultdict(float)
    places = {(span.first, span.end) for span in spans}
    for span in spans:
        if span.method in {"model", "repaired"} and span.label:
            label = span.label if span.label in {"PERSON", "ORG"} else "OTHER"
            total[label] += share[label] / len(places)
    vouched = frozenset(links)
    context = {cue for first, end in places for cue in cues(view, first, end)}
    looks = shapes(form, shouted=view.shouting[spans[0].first])
    shown = (
        ("rule", frozenset(span.method for span in spans)),
        ("context", frozenset(context | _common(view, form, spans))),
        ("shape", looks - {"not_name"} if "surname" in vouched else looks),
        ("link", vouched),
    )
    for sort, keys in shown:
        for label, weight in _weights(sort, keys):
            total[label] += weight
    return dict(total)


def _common(view: View, form: str, spans: Sequence[Span]) -> set[str]:
    """Whether a word has its capital only where a sentence begins, and is written small elsewhere."""
    is_small = all(view.opens_sentence(span.first) for span in spans) and form.lower() in view.small_words
    return {"also_small"} if is_small else set()


def decide(scores: dict[str, float]) -> str:
    """PERSON, ORG, OTHER or, where too little speaks for any, nothing."""
    best = max(scores, key=lambda label: (scores[label], label), default="")
    return best if best and scores[best] >= sections("names/weights")["least"] else ""


@lru_cache(maxsize=REMEMBERED)
def _weights(sort: str, keys: frozenset[str]) -> list[tuple[str, float]]:
    """What keys of one sort speak for each label; a key without a weight speaks for none."""
    weights = sections("names/weights")[sort]
    return [pair for key in sorted(weights.keys() & keys) for pair in weights[key].items()]
