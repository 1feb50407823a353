"""Quantities: cases as data, properties of all rows, settings, work on long lines. Needs the model."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from counting import counted

from pipeline.core.document import Block, Document, Parse, QuoteSpan
from pipeline.quantities import find_quantities

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "quantities.jsonl").read_text("utf-8").split("\n")
    if line
]
SHORT_LINE = 4_000
FIXED_CALLS = 2_000
"""What is done once for any line, such as reading word lists."""
HOSTILE = (
    *(
        "9",
        "$",
        "and ",
        "1/",
        "-1",
        "1 ",
        "1-",
        "1,",
        "1, ",
        "1.",
        "1/2 ",
        "111 ",
        "1e",
        "-1 ",
        "(5) ",
        "twenty-",
    ),
    *(
        "one ",
        "one over ",
        "one in ",
        "million ",
        "tens of ",
        "5 million ",
        "$5 and ",
        "£5m from ",
        "2h 30m ",
    ),
)
DERIVED = {"text", "number", "noun_text"}
KINDS = {"count", "money", "percent", "fraction", "multiple", "measure", "duration", "age", "bare"}
MODIFIERS = {"exact", "approx", "at_most", "less_than", "at_least", "more_than"}


@pytest.fixture(scope="session")
def found(parsed):
    """A function from a text to its document and rows; quotation marks are looked at only where given."""

    def find(text: str, quote_spans: list[QuoteSpan] | None = None, **settings):
        document = parsed(text)
        document.quote_spans = quote_spans or []
        return document, find_quantities(document, **settings)

    return find


def described(document, row) -> dict[str, object]:
    """The row with the texts that its offsets cut."""
    noun = None
    if row.counted_noun_start is not None:
        noun = document.text[row.counted_noun_start : row.counted_noun_end]
    return {
        **row._asdict(),
        "text": document.text[row.start : row.end],
        "number": document.text[row.number_start : row.number_end],
        "noun_text": noun,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_case(found, case):
    document, rows = found(case["text"])
    got = [described(document, row) for row in rows]
    assert [row["text"] for row in got] == [row["text"] for row in case["rows"]]
    for row, expected in zip(got, case["rows"], strict=True):
        assert {name: row[name] for name in expected} == {
            name: pytest.approx(value) if isinstance(value, float) else value
            for name, value in expected.items()
        }


def test_case_fields_are_columns():
    names = {name for case in CASES for row in case["rows"] for name in row}
    from pipeline.core.document import Quantity

    assert names <= {*Quantity._fields, *DERIVED}


def test_rows_keep_their_promises(found):
    document, rows = found("\n\n".join(case["text"] for case in CASES))
    assert len(rows) > 80
    assert [row.quantity_id for row in rows] == list(range(len(rows)))
    assert all(a.number_end <= b.number_start for a, b in pairwise(rows))
    for row in rows:
        assert row.start <= row.number_start < row.number_end <= row.end
        assert document.text[row.start : row.end].strip() == document.text[row.start : row.end]
        assert row.value_low <= row.value_high
        assert row.kind in KINDS
        assert row.modifier in MODIFIERS
        assert (row.kind == "money") == (row.currency is not None) == (row.currency_guessed is not None)
        assert (row.base_unit is None) == (row.base_value_low is None) == (row.base_value_high is None)
        assert (row.counted_noun is None) == (row.counted_noun_start is None)
        sentence = document.sentences[row.sentence_id]
        assert sentence.start <= row.start < sentence.end


def test_same_rows_twice(found):
    assert found(CASES[0]["text"])[1] == found(CASES[0]["text"])[1]


def test_dollar_is_read_as_asked(found):
    text = "It cost $5, 63 cents and US$7."
    codes = [(row.currency, row.currency_guessed) for row in found(text, guess_dollar="CAD")[1]]
    assert codes == [("CAD", True), ("CAD", True), ("USD", False)]


def test_quote_id_of_a_number_inside_a_quote(found):
    text = "“We have 40 boats,” he said. They had 50 boats."
    span = QuoteSpan(0, 0, 1, 18, 0, 19, True, False, None)
    assert [row.quote_id for row in found(text, [span])[1]] == [0, None]


def test_zero_rows():
    empty = Document("test", "")
    assert find_quantities(empty) == []


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_lines_take_linear_work(unit):
    short, long = (calls_for((unit * size)[:size].strip()) for size in (SHORT_LINE, 4 * SHORT_LINE))
    assert long < 4.5 * short + FIXED_CALLS


def calls_for(text: str) -> int:
    """How many functions are called to find the quantities of a line; also looks at the values."""
    document = Document("test", text, blocks=[Block(0, 0, len(text), "paragraph")], parse=whole_line(text))
    rows, calls = counted(lambda: find_quantities(document))
    assert all(row.value_high < 1e40 for row in rows)
    return calls


def whole_line(text: str) -> Parse:
    """A parse in which each word between spaces is a token of its own, without structure."""
    starts, ends, at = [], [], 0
    for word in text.split(" "):
        if word:
            starts.append(at)
            ends.append(at + len(word))
        at += len(word) + 1
    count = len(starts)
    return Parse(
        start=starts,
        end=ends,
        text=[text[start:end] for start, end in zip(starts, ends, strict=True)],
        lemma=["x"] * count,
        tag=["CD"] * count,
        pos=["NUM"] * count,
        morph=[""] * count,
        dep=["dep"] * count,
        head=list(range(count)),
        sent_start=[index == 0 for index in range(count)],
        ent_iob=["O"] * count,
        ent_type=[""] * count,
    )
