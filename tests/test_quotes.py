"""Quotes with their speakers, through the model: the cases of `cases/quotes.jsonl`.

A case lists the quotes of a text in reading order; of each, only the fields that it names are compared.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.document import Document, Quote
from pipeline.names import find_names
from pipeline.quotes import find_quotes
from pipeline.quotes.methods import METHODS, REASONS

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="session")
def with_quotes(parsed):
    """A function from a text to a Document with its quotes."""

    def make(text: str) -> Document:
        document = parsed(text)
        document.mentions, document.entities = find_names(document)
        document.quotes = find_quotes(document)
        return document

    return make


def shown(document: Document, quote: Quote) -> dict[str, object]:
    """A quote with the fields that cases name."""

    def cut(start: int | None, end: int | None) -> str | None:
        return None if start is None else document.text[start:end]

    return {
        "text": cut(quote.start, quote.end),
        "speaker": cut(quote.speaker_start, quote.speaker_end),
        "name": quote.speaker_name,
        "cue": cut(quote.cue_start, quote.cue_end),
        "lemma": quote.cue_lemma,
        "kind": quote.kind,
        "method": quote.method,
        "closed": quote.closed,
        "repaired": quote.repaired,
        "continues": quote.continues,
    }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case, with_quotes):
    document = with_quotes(case["text"])
    found = [shown(document, quote) for quote in document.quotes]
    asked = [{key: row[key] for key in wanted} for row, wanted in zip(found, case["quotes"], strict=False)]
    assert asked == case["quotes"]
    assert len(found) == len(case["quotes"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rows_are_sound(case, with_quotes):
    document = with_quotes(case["text"])
    for index, quote in enumerate(document.quotes):
        assert quote.quote_id == index
        assert quote.method in METHODS
        assert (quote.speaker_start is None) == (quote.method == "none") == (quote.reason in REASONS.values())
        assert 0 <= quote.confidence <= 1
        assert quote.kind in ("direct", "mixed", "scare")


@pytest.mark.parametrize(
    "text",
    [
        '"' * 3000,
        "“" * 3000,
        "“a" * 2000,
        "” “" * 2000,
        "“One long quote and nothing else",
        "אבג “שלום” אמר 🙂 “🙂 כן”",
    ],
    ids=["straight", "opening", "glued", "reversed", "one quote", "right to left"],
)
def test_odd_texts_raise_nothing(text, with_quotes):
    assert isinstance(with_quotes(text).quotes, list)


def test_no_quote_no_rows(with_quotes):
    assert with_quotes("Nothing was said about it at the meeting.").quotes == []


def test_rows_do_not_depend_on_the_run(with_quotes):
    text = CASES[0]["text"]
    assert with_quotes(text).quotes == with_quotes(text).quotes
