"""Names through the model: the cases of `cases/names_model.jsonl`, with methods and descriptions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.names import find_names

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "names_model.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case, parsed):
    document = parsed(case["text"])
    mentions, entities = find_names(document)
    found = [[document.text[row.start : row.end], row.label, row.method] for row in mentions]
    assert found == case["mentions"]
    assert [[row.name, row.aliases, row.description] for row in entities] == case["entities"]
