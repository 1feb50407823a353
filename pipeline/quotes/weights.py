"""The weights of the features of `features`, as numbers that can be read and reviewed."""

from __future__ import annotations

from functools import cache

from pipeline.core.lexicon import sections


@cache
def speaker_weights() -> dict[str, float]:
    """The weight of each feature by its name; a feature that is not listed weighs nothing."""
    return {name: float(weight) for name, weight in sections("quotes/weights")["weights"].items()}
