"""Blocks: cases as data, properties over any text, very long texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blocks import find_blocks
from pipeline.blocks.lines import INVISIBLE

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "blocks.jsonl").read_text("utf-8").split("\n")
    if line
]
KINDS = {"paragraph", "heading", "caption", "credit", "dateline", "byline", "list", "other"}
FRAGMENTS = [
    "\n", "\r\n", "\u2028", "\x1c", " ", "\u00a0", "Photo caption, ", "Image source, ", "(Photo: ",
    "/Reuters)",
    "Getty Images", "Credit...", "Ann Doe", "The bridge was closed", ". ", "1. ", "• ", "By ",
    "May 3, 2019 ", "“", "(", ")", "\u200b", "\ufeff", "and so on\n", "Oldtown, 3 May\n", "- Ann Doe\n",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3))).map("".join)
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    found = [[block.kind, case["text"][block.start : block.end]] for block in find_blocks(case["text"])]
    assert found == case["blocks"]


@given(TEXTS)
def test_blocks_hold_every_visible_character_once_and_no_outer_space(text):
    blocks = find_blocks(text)
    covered = [False] * len(text)
    for i, block in enumerate(blocks):
        assert block.block_id == i
        assert block.kind in KINDS
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        assert i == 0 or blocks[i - 1].end <= block.start
        covered[block.start : block.end] = [True] * (block.end - block.start)
    outside = [character for inside, character in zip(covered, text, strict=True) if not inside]
    assert all(character.isspace() or character in INVISIBLE for character in outside)


def test_article_that_is_not_hard_wrapped_has_no_line_break_in_a_block():
    text = "The council met.\nand then it rained\nThe mayor left.\nshe was late\nNobody spoke.\n"
    assert not any("\n" in text[block.start : block.end] for block in find_blocks(text))


@pytest.mark.parametrize(
    "piece",
    [
        "Photo: ",
        "(Photo: ",
        "Image caption The ",
        "a. ",
        "\n",
        " ",
        "(",
        "1. ",
        "Credit...A",
        "Ann/Reuters ",
        "\n1. x y z",
        "\nand so it goes on",
        "Oldtown, ",
        "a | b\n",
    ],
)
def test_very_long_texts_keep_all_their_characters(piece):
    text = piece * (400_000 // len(piece))
    held = "".join(text[block.start : block.end] for block in find_blocks(text))
    assert "".join(held.split()) == "".join(text.split())
