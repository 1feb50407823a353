"""The view of claims: its rows, its columns, and the blocks of docs/how-to/claims.md. Needs the model."""

from __future__ import annotations

import re
import shutil

import pytest
from conftest import ROOT

import pipeline
from pipeline.claims import QUOTE_COLUMNS
from pipeline.core.schema import QUANTITIES

TEXT = (
    "“We lost about 40 homes and $3.5 million,” Mayor Ana Ruiz said. The storm hit 12 towns.\n\n"
    "“Rates rose 4 per cent,” the report said."
)


@pytest.fixture(scope="module")
def claims():
    return pipeline.extract(TEXT).claims


def blocks(language: str) -> list[str]:
    page = (ROOT / "docs" / "how-to" / "claims.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_a_claim_is_a_quantity_in_a_quote_with_its_speaker(claims):
    assert list(claims.text) == ["about 40 homes", "$3.5 million", "4 per cent"]
    assert list(claims.speaker_name)[:2] == ["Ana Ruiz", "Ana Ruiz"]
    assert claims.speaker_name.isna()[2]
    assert list(claims.cue_text) == ["said", "said", "said"]
    assert claims.quote_text[0] == "We lost about 40 homes and $3.5 million,"
    assert claims.sentence_text[0] == "“We lost about 40 homes and $3.5 million,” Mayor Ana Ruiz said."


def test_columns(claims):
    names = ["article_id", *(name for name in QUANTITIES.names if name != "article_id")]
    assert list(claims.columns) == [*names, *QUOTE_COLUMNS, "sentence_text"]


@pytest.mark.parametrize("texts", [[], ["No number here."], ["It fell 4 per cent."]])
def test_no_claims_have_all_columns(claims, texts):
    empty = pipeline.extract(texts).claims
    assert len(empty) == 0
    assert list(empty.columns) == list(claims.columns)


def test_ids_join_the_tables(sample_tables):
    tables = pipeline.read_tables(sample_tables)
    claims = tables.claims
    assert len(claims) > 10
    assert not claims.duplicated(["article_id", "quantity_id"]).any()
    inside = tables.quantities.quote_id.notna().sum()
    scare = tables.quotes[tables.quotes.kind == "scare"]
    in_scare = tables.quantities.merge(scare, on=["article_id", "quote_id"])
    assert len(claims) == inside - len(in_scare)


def test_python_blocks_of_the_page(sample_tables, tmp_path, monkeypatch):
    shutil.copytree(sample_tables, tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    found = blocks("python")
    assert len(found) == 3
    for block in found:
        lines = block.rstrip().splitlines()
        shown = [line.removeprefix("# ") for line in lines if line.startswith("#")]
        *body, last = [line for line in lines if not line.startswith("#")]
        exec("\n".join(body), names)  # noqa: S102  our own page
        value = eval(last, names)  # noqa: S307  our own page
        assert len(value) > 0, block
        if shown:
            assert str(value).split() == "\n".join(shown).split()


def test_sql_blocks_of_the_page(sample_tables, tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    shutil.copytree(sample_tables, tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    view, query = blocks("sql")
    base = duckdb.connect()
    base.execute(view)
    claims = pipeline.read_tables("data/processed").claims.sort_values(["article_id", "quantity_id"])
    assert [name for name, *_ in base.execute("DESCRIBE claims").fetchall()] == list(claims.columns)
    rows = base.execute("SELECT article_id, quantity_id, quote_text FROM claims").fetchall()
    expected = claims[["article_id", "quantity_id", "quote_text"]]
    assert rows == list(expected.itertuples(index=False, name=None))
    assert len(base.execute(query).fetchall()) == claims.speaker_name.notna().sum()
