"""How probable it is that a row names the right speaker, or rightly none."""

from __future__ import annotations

from pipeline.quotes.weights import share_right


def confidence_of(probability: float, how: str) -> float:
    """The probability of the chosen source times that of the step from mention to name."""
    return round(probability * share_right(how), 3)
