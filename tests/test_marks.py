"""Quoted stretches from the marks alone: the cases of `cases/marks.jsonl`, and any text."""

from __future__ import annotations

import json
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.core.document import Block, QuoteSpan
from pipeline.core.verbs import reporting_form
from pipeline.marks import find_spans
from pipeline.marks.report_clause import first_report, starts_with_report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "marks.jsonl").read_text(encoding="utf-8").splitlines()
]


def paragraphs(text: str) -> list[Block]:
    """The lines of a text as blocks."""
    lines = re.finditer(r"\S[^\n]*", text)
    return [Block(at, line.start(), line.end(), "paragraph") for at, line in enumerate(lines)]


def spans_of(text: str) -> list[QuoteSpan]:
    return find_spans(text, paragraphs(text))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    text = case["text"]
    found = [
        {
            "text": text[span.start : span.end],
            "closed": span.closed,
            "repaired": span.repaired,
            "continues": span.continues,
        }
        for span in spans_of(text)
    ]
    assert found == case["spans"]


@pytest.mark.parametrize("seed", range(20))
def test_any_pattern_of_marks_gives_sound_spans(seed):
    chance = random.Random(seed)  # noqa: S311  nothing secret
    text = "".join(chance.choice("“”\"'‘’«»„ a.,B\n9`") for _ in range(2000))
    blocks = paragraphs(text)
    spans = find_spans(text, blocks)
    assert [span.quote_id for span in spans] == list(range(len(spans)))
    for before, after in pairwise(spans):
        assert before.outer_end <= after.outer_start
    for span in spans:
        block = blocks[span.block_id]
        assert block.start <= span.outer_start < span.start < span.end <= span.outer_end <= block.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()


@pytest.mark.parametrize("odd", ["“", "”", '"', "„", "«", "“a” b” c", "“x “y “z"])
def test_an_odd_mark_stays_in_its_block(odd):
    rest = "“We go,” he said. “Now.”\n“Never,” she said."
    alone = [rest[span.start : span.end] for span in spans_of(rest)]
    text = f"{odd} Some words.\nNothing quoted here.\n{rest}"
    together = [text[span.start : span.end] for span in spans_of(text)]
    assert together[-len(alone) :] == alone


def test_long_rows_of_marks_cost_linear_time():
    text = "“a ”b " * 20_000
    assert len(spans_of(text)) <= 20_000


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("he said on Monday", True),
        ("Rosa Klein told us", True),
        ("said Rosa Klein", True),
        ("said the mayor", True),
        ("and he said", False),
        ("the dog barked", False),
        ("Rosa Klein", False),
        ("", False),
    ],
)
def test_starts_with_report(text, reports):
    assert starts_with_report(text, 0) is reports


def test_first_report_keeps_the_comma():
    text = "It is late, Klein said."
    assert first_report(text, 0, len(text)) == len("It is late,")


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("Said", "say"), ("replies", "reply"), ("admitted", "admit"), ("hoped", "hope"), ("walked", None)],
)
def test_reporting_form(word, lemma):
    form = reporting_form(word)
    assert (form.lemma if form else None) == lemma
