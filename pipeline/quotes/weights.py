"""The learned numbers of `models/quotes/weights.json`; its model card says what they were fitted on."""

from __future__ import annotations

import json
from functools import cache

from pipeline.model import shipped_folder


@cache
def speaker_weights() -> dict[str, float]:
    """The weight of each feature by its name; a feature that is not listed weighs nothing."""
    path = shipped_folder() / "quotes" / "weights.json"
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["speaker"]
    return weights
