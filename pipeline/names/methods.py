"""The rules that can make a mention, the values of the column `method`, and how sure each of them is."""

from __future__ import annotations

from functools import cache

from pipeline.core.lexicon import rows

_COLUMNS = ("method", "label", "rows", "right", "meaning")
_USUAL = 0.8  # the share of all mentions that are right, and what a rule without any is given
_WEIGHT = 20  # as many mentions of the usual share are added to those that were measured


@cache
def ranks() -> dict[str, int]:
    """Each method with its place in the list: which of two spans stays, the first or the second."""
    methods = dict.fromkeys(row["method"] for row in rows("names/methods", _COLUMNS))
    return {method: place for place, method in enumerate(methods)}


def confidence(method: str, label: str) -> float:
    """The share of a method's mentions with this label that are right, as measured on news."""
    return _confidences().get((method, label), _USUAL)


@cache
def _confidences() -> dict[tuple[str, str], float]:
    return {
        (row["method"], row["label"]): round(
            (int(row["right"]) + _WEIGHT * _USUAL) / (int(row["rows"]) + _WEIGHT), 2
        )
        for row in rows("names/methods", _COLUMNS)
    }
