"""The learned numbers of `models/quotes/weights.json`; its model card says what they were fitted on."""

from __future__ import annotations

import json
from functools import cache

from pipeline.model import shipped_folder


def speaker_weights() -> dict[str, float]:
    """The weight of each feature by its name; a feature that is not listed weighs nothing."""
    return _weights()["speaker"]


def share_right(how: str) -> float:
    """How often the name was right, given the right mention, where it was found in the way `how`."""
    return _weights()["resolution"][how]


@cache
def _weights() -> dict[str, dict[str, float]]:
    path = shipped_folder() / "quotes" / "weights.json"
    content: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    return content
