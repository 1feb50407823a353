"""Quoted stretches from the marks alone: the cases of `cases/marks.jsonl`, and any text."""

from __future__ import annotations

import json
import random
import re
import sys
from itertools import pairwise
from pathlib import Path
from types import FrameType

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


ARTICLE = (
    "‘Late’ trains, says Novak\n“We go,” he said. “Now.”\n'The boys' day is “near”,' he wrote.\n"
    "The workers' pay, he said.\n“One.\n“Two,” she said.\n„So“ and «so».\n''We won't,'' he said."
)
OPEN = 4
MARKS = "“”\"'‘’«»„"


@pytest.mark.parametrize("changed", range(8))
def test_no_mark_of_a_block_changes_the_quotes_of_another(changed):
    lines = ARTICLE.split("\n")
    before = shown_by_line(ARTICLE)
    for at, char in enumerate(lines[changed]):
        for other in ("", *MARKS) if char in MARKS else ():
            line = lines[changed][:at] + other + lines[changed][at + 1 :]
            after = shown_by_line("\n".join([*lines[:changed], line, *lines[changed + 1 :]]))
            assert all(
                after.get(number) == before.get(number)
                for number in range(len(lines))
                if number != changed and not (number == OPEN and changed == OPEN + 1)
            )


def shown_by_line(text: str) -> dict[int, list[tuple[str, bool]]]:
    """The quotes of each line as text, with whether they are closed."""
    found: dict[int, list[tuple[str, bool]]] = {}
    for span in spans_of(text):
        found.setdefault(span.block_id, []).append((text[span.start : span.end], span.closed))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "“a, he said b “c, “says " * 8_400,
        "“a" * 100_000,
        "'a b, " * 34_000,
        "“”\"'‘’«»„ a.," * 15_000,
        "“a\n" * 67_000,
        '"' * 200_000,
        "” “" * 67_000,
    ],
    ids=["reports", "opening", "single", "mixed", "lines", "row", "spaced"],
)
def test_the_work_grows_with_the_length_of_the_text(text):
    assert len(text) > 190_000
    total = calls(text)
    assert total < 60 * len(text)
    assert total < 12 * calls(text[: len(text) // 10]) + 1_000


def calls(text: str) -> int:
    """How many functions are called to find the spans of a text."""
    number = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    blocks = paragraphs(text)
    sys.setprofile(count)
    try:
        find_spans(text, blocks)
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("he said on Monday", True),
        ("Rosa Klein told us", True),
        ("said Rosa Klein", True),
        ("said the mayor", True),
        ("says dairy farmer Rosa Klein", True),
        ("said in Lisbon", False),
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
