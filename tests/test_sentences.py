"""Sentences: cases as data, the parse as judge of unclear stops, properties over any text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blocks import find_blocks
from pipeline.core.document import Document, Parse
from pipeline.sentences import find_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "sentences.jsonl").read_text("utf-8").split("\n")
    if line
]
LAYOUTS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "layouts.jsonl").read_text("utf-8").split("\n")
    if line
]
FRAGMENTS = [
    ". ", "? ", "… ", "...", ". . . ", "“", "”", "\"", "''", "(", ")", "[", "]", "Mr. ", "U.S. ", "The ",
    "I ", "Ann Doe ",
    "said", "1. ", "a) ", "• ", "\n", "Photo caption, ", "www.x.org/A.B", "A.", " ",
    "\u200b", "5 p.m. ", "D.C. – ",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3))).map("".join)
)


def document(text: str, parse_starts: list[str] | None = None) -> Document:
    """A document with its blocks and, where sentence starts are given, a parse of words and marks."""
    if parse_starts is None:
        return Document("test", text, blocks=find_blocks(text))
    tokens = list(re.finditer(r"\w[\w.]*|[^\w\s]", text))
    parse = Parse(
        start=[token.start() for token in tokens],
        end=[token.end() for token in tokens],
        sent_start=[i == 0 or token.group() in parse_starts for i, token in enumerate(tokens)],
    )
    return Document("test", text, blocks=find_blocks(text), parse=parse)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    text = case["text"]
    sentences = find_sentences(document(text, case.get("parse_starts")))
    assert [text[sentence.start : sentence.end] for sentence in sentences] == case["sentences"]


@pytest.mark.parametrize("case", LAYOUTS, ids=lambda case: case["name"])
def test_layout(case):
    """Blocks with their sentences, for the ways in which scraped news is laid out; line breaks as spaces."""
    text = case["text"]
    article = document(text)
    found = [[block.kind, []] for block in article.blocks]
    for sentence in find_sentences(article):
        found[sentence.block_id][1].append(re.sub(r"[ \r\n]+", " ", text[sentence.start : sentence.end]))
    assert found == case["blocks"]


@given(TEXTS, st.booleans())
def test_sentences_hold_their_blocks_in_order_and_no_outer_space(text, everywhere):
    article = document(text, re.findall(r"\w[\w.]*", text) if everywhere else None)
    sentences = find_sentences(article)
    covered = [False] * len(text)
    for i, sentence in enumerate(sentences):
        block = article.blocks[sentence.block_id]
        assert sentence.sentence_id == i
        assert block.start <= sentence.start < sentence.end <= block.end
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        assert i == 0 or sentences[i - 1].end <= sentence.start
        covered[sentence.start : sentence.end] = [True] * (sentence.end - sentence.start)
    for block in article.blocks:
        if block.kind != "caption":
            gaps = [text[at] for at in range(block.start, block.end) if not covered[at]]
            assert "".join(gaps).strip() == ""


@pytest.mark.parametrize(
    "piece",
    [
        ". ",
        ".",
        "A. ",
        "(a. B ",
        ". . ",
        "“A.” ",
        "1. a ",
        '"',
        "?“ ",
        ".-",
        "A.A",
        " (x.) Y",
        "• a b c ",
        "((",
        "a ",
    ],
)
def test_very_long_lines_keep_all_their_characters(piece):
    text = "1. " + piece * (200_000 // len(piece))
    article = document(text)
    sentences = find_sentences(article)
    assert "".join(text[sentence.start : sentence.end] for sentence in sentences).replace(
        " ", ""
    ) == text.replace(" ", "")


def test_parsed_text_is_cut_at_unclear_stops(parsed):
    text = "The firm moved to Washington D.C. Critics said that it left too late. The U.S. Senate met."
    sentences = [text[sentence.start : sentence.end] for sentence in parsed(text).sentences]
    assert sentences == [
        "The firm moved to Washington D.C.",
        "Critics said that it left too late.",
        "The U.S. Senate met.",
    ]
