"""The gold itself: every offset slices to its text, and names are those of the article."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from pipeline.core import schema
from pipeline.ingest import read_articles

ARTICLES = {item.article_id: item.text for item in read_articles(ROOT / "data" / "raw")}
TEXTS = {ROOT / "gold" / "articles" / f"{name}.jsonl": text for name, text in ARTICLES.items()}
for folder in (ROOT / "gold" / name for name in ("passages", "layouts", "unseen", "fresh")):
    for item in read_articles(folder / "texts"):
        TEXTS[folder / f"{item.article_id}.jsonl"] = item.text


def test_every_text_has_gold_and_every_gold_file_a_text():
    assert set(TEXTS) == set((ROOT / "gold").glob("*/*.jsonl"))
    assert sum(path.parent.name == "passages" for path in TEXTS) >= 40


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_offsets_slice_to_their_texts(path):
    text = TEXTS[path]
    before: dict[str, int] = {}
    for row in map(json.loads, path.read_text().splitlines()):
        assert row["table"] in schema.TABLES
        for name in ("", "speaker_", "cue_"):
            start, end, said = (row.get(f"{name}{part}") for part in ("start", "end", "text"))
            assert (start is None) == (end is None) == (said is None), row
            assert start is None or text[start:end] == said, row
        assert row["text"] == row["text"].strip(), row
        assert before.get(row["table"], 0) <= row["start"], row
        before[row["table"]] = row["start"]
        assert row.get("kind") != "scare" or row["speaker"] is None, row
