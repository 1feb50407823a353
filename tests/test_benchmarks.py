"""The benchmark scripts: the layout of their predictions, and what they say without gold."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT
from coreference import judge_short_names, names_of
from peers import peer
from quantities import as_scored
from quotes import break_marks

from pipeline.core.document import Document, Entity, Mention, Quantity

ARTICLE = {
    "text": "Coach Ana Ruiz won. Ruiz wept, as she had not slept.",
    "mentions": [
        {
            "start": 0,
            "end": 14,
            "cluster": "1",
            "etype": "person",
            "kind": "nominal",
            "name": None,
            "head": [0, 5],
        },
        {
            "start": 20,
            "end": 24,
            "cluster": "1",
            "etype": "person",
            "kind": "name",
            "name": [20, 24],
            "head": [20, 24],
        },
        {
            "start": 34,
            "end": 37,
            "cluster": "1",
            "etype": "person",
            "kind": "pronoun",
            "name": None,
            "head": [34, 37],
        },
    ],
}
TEXT = "Half the red boats, 5 cats, $3 a day, 7 % and a 9-year-old."
EMPTY = dict.fromkeys(Quantity._fields)
CATS = {"counted_noun": "cat", "counted_noun_start": 22, "counted_noun_end": 26}
DOLLARS = {"kind": "money", "currency": "USD"}
RISE = {"kind": "percent", "unit": "percent", "trend": "up"}


def quantity(value: float, **fields) -> Quantity:
    common = {"start": 0, "end": 18, "value_low": value, "value_high": value, "modifier": "exact"}
    return Quantity(**{**EMPTY, "rule": "number", **common, **fields})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (quantity(5, kind="count", **CATS), (5, 5, "=", None, "cats")),
        (quantity(3, **DOLLARS, per="day"), (3, 3, "=", "dollar per day", None)),
        (quantity(3, kind="money", currency="GBP"), (3, 3, "=", "pound sterling", None)),
        (quantity(3, **DOLLARS, unit="cent"), (3, 3, "=", "cent", None)),
        (quantity(7, **RISE), (7, 7, "up", "percentage", None)),
        (quantity(7, **{**RISE, "modifier": "approx"}), (7, 7, "up", "percentage", None)),
        (quantity(7, **{**RISE, "modifier": "at_most"}), (7, 7, "<", "percentage", None)),
        (quantity(9, kind="age", unit="year", modifier="less_than"), (9, 9, "<", "year of age", None)),
        (quantity(0.5, kind="fraction", of_text="the red boats"), (0.5, 0.5, "=", None, "red boats")),
        (quantity(0.5, kind="fraction", of_text="them"), (0.5, 0.5, "=", None, None)),
        (quantity(2, kind="multiple"), (2, 2, "=", "count", None)),
    ],
)
def test_layout_of_quantities(row, expected):
    scored = as_scored(TEXT, row)
    assert tuple(scored[name] for name in ("low", "high", "modifier", "unit", "counted_noun")) == expected
    assert (scored["start"], scored["end"]) == (row.start, row.end)


def test_names_of_a_coreference_gold_lie_also_behind_a_noun():
    assert names_of(ARTICLE) == {(6, 14): ("1", "person"), (20, 24): ("1", "person")}


@pytest.mark.parametrize(("entity_of_short", "outcome"), [(0, "right"), (1, "wrong")])
def test_a_short_name_is_right_with_a_long_one(entity_of_short, outcome):
    spans = [(6, 14, 0), (20, 24, entity_of_short)]
    mentions = [
        Mention(at, at, start, end, "PERSON", entity_id, None, "model", 1.0)
        for at, (start, end, entity_id) in enumerate(spans)
    ]
    entities = [
        Entity(at, "PERSON", name, [], None, 1, 0, None) for at, name in enumerate(["Ana Ruiz", "Ruiz"])
    ]
    document = Document("a", ARTICLE["text"], mentions=mentions, entities=entities)
    assert [row.outcome for row in judge_short_names(ARTICLE, document)] == [outcome]


@pytest.mark.parametrize("name", ["coreference", "entities", "parse", "quantities", "quotes", "sentences"])
def test_without_gold_they_say_so(tmp_path, name):
    environment = {key: value for key, value in os.environ.items() if key != "ATTRIBUNE_GOLD"}
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0
    assert "skipped" in done.stderr
    assert "ATTRIBUNE_GOLD" in done.stderr
    assert not (tmp_path / "out").exists()


def test_predictions_of_quotes_go_to_the_scorer(tmp_path):
    gold, scorer = tmp_path / "gold.jsonl", tmp_path / "scorer.py"
    row = {"start": 1, "end": 15, "source": {"head_start": 26, "head_end": 30}, "resolved": "Ana Ruiz"}
    article = {"article_id": "a", "text": "“We saw 5 cats,” said Ana Ruiz.", "quotes": [row], "ignore": []}
    gold.write_text(json.dumps(article))
    scorer.write_text("import sys; print(*(open(path).read() for path in sys.argv[1:]))")
    command = [sys.executable, str(ROOT / "benchmarks" / "quotes.py"), str(gold), "--out", str(tmp_path)]
    done = subprocess.run([*command, "--scorer", str(scorer)], capture_output=True, text=True, check=True)
    row = json.loads((tmp_path / "quotes_gold.jsonl").read_text())["quotes"][0]
    assert (row["start"], row["end"], row["speaker_text"], row["resolved_name"]) == (
        1,
        15,
        "Ana Ruiz",
        "Ana Ruiz",
    )
    assert "resolved_name" in done.stdout
    assert "0.9:     1 rows, 1.000 right" in done.stdout


def test_broken_marks_take_the_gold_along():
    class Always:
        def random(self):
            return 0.0

    article = {"text": "“No,” he said. “Go.”", "quotes": [{"start": 16, "end": 19, "cue": {"start": 9}}]}
    broken = break_marks(article, Always())
    assert broken["text"] == "”No, he said. ”Go."
    assert broken["quotes"] == [{"start": 15, "end": 18, "cue": {"start": 8}}]


def test_a_missing_peer_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "textacy.extract", None)
    with pytest.raises(SystemExit, match=r"pip install 'attribune\[peers\]'"):
        peer("textacy.extract")
