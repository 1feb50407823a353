"""The benchmark script: its layout, and what it says without gold."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.document import Quantity

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "quantities.py"
TEXT = "Half the red boats, 5 cats, $3 a day, 7 % and a 9-year-old."
EMPTY = dict.fromkeys(Quantity._fields)
CATS = {"counted_noun": "cat", "counted_noun_start": 22, "counted_noun_end": 26}
DOLLARS = {"kind": "money", "currency": "USD"}
RISE = {"kind": "percent", "unit": "percent", "trend": "up"}


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("quantities_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
        (quantity(7, **{**RISE, "modifier": "approx"}), (7, 7, "~", "percentage", None)),
        (quantity(9, kind="age", unit="year", modifier="less_than"), (9, 9, "<", "year of age", None)),
        (quantity(0.5, kind="fraction", of_text="the red boats"), (0.5, 0.5, "=", None, "red boats")),
        (quantity(0.5, kind="fraction", of_text="them"), (0.5, 0.5, "=", None, None)),
        (quantity(2, kind="multiple"), (2, 2, "=", "count", None)),
    ],
)
def test_layout(script, row, expected):
    scored = script.as_scored(TEXT, row)
    assert tuple(scored[name] for name in ("low", "high", "modifier", "unit", "counted_noun")) == expected
    assert (scored["start"], scored["end"]) == (row.start, row.end)


def test_without_gold_it_says_so(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "ATTRIBUNE_GOLD"}
    command = [sys.executable, str(SCRIPT), "--out", str(tmp_path / "out.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0
    assert "ATTRIBUNE_GOLD" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
