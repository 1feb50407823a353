"""tables → csv, jsonl, brat, duckdb and, in test_export_spacy, spaCy."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime

import pytest
from documents import MADE_BY, small_document
from hypothesis import given
from hypothesis import strategies as st
from test_tables import write

import pipeline
from pipeline.cli import main
from pipeline.core import schema
from pipeline.core.document import Document
from pipeline.core.errors import UsageError
from pipeline.core.storage import write_errors
from pipeline.export import FORMATS, export_tables
from pipeline.export.csv_format import safe_cell
from pipeline.ingest import Fields

NASTY = 'He said "no",\r\nthen; left\rand\n\n=SUM(A1)\t🙂 e\u0301 \u2028'


@pytest.fixture
def data(tmp_path):
    nasty = Document("../up/=x", NASTY, source="n.txt", title="=HYPERLINK(1)")
    write(tmp_path / "data", [small_document("a"), nasty])
    write_errors(tmp_path / "data", [], MADE_BY)
    return tmp_path / "data"


def read_csv(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_a_file_a_table_and_every_text_exactly(data, tmp_path):
    assert export_tables(data, "csv", tmp_path / "out", safe_cells=False) == 2
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(schema.TABLES)
    for name, table in schema.TABLES.items():
        assert (tmp_path / "out" / f"{name}.csv").read_text().splitlines()[0].count(",") == len(
            table.columns
        ) - 1
    articles = read_csv(tmp_path / "out" / "articles.csv")
    assert [row["text"] for row in articles] == [small_document().text, NASTY]
    assert [row["published"] for row in articles] == ["2024-01-02T00:00:00Z", ""]
    (entity,) = read_csv(tmp_path / "out" / "entities.csv")
    assert json.loads(entity["aliases"]) == ["Ruiz"]
    (quote,) = read_csv(tmp_path / "out" / "quotes.csv")
    assert (quote["closed"], quote["continues"], quote["confidence"]) == ("true", "", "0.5")


def test_csv_reads_back_in_pandas(data, tmp_path):
    import pandas as pd

    export_tables(data, "csv", tmp_path / "out")
    quotes = pd.read_csv(tmp_path / "out" / "quotes.csv")
    expected = pipeline.read_tables(data).quotes
    assert quotes.text.tolist() == expected.text.tolist()
    assert quotes.start.tolist() == expected.start.tolist()
    assert quotes.closed.tolist() == expected.closed.tolist()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-5", "'-5"),
        ("@ana", "'@ana"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_disarmed(text, cell):
    assert safe_cell(text) == cell


@given(st.text("'=+-@a\t\r\n＝", max_size=6), st.text("'=+-@a\t\r\n＝", max_size=6))
def test_two_texts_never_give_one_cell(one, other):
    assert (safe_cell(one) == safe_cell(other)) == (one == other)


def test_csv_is_safe_unless_told_otherwise(data, tmp_path):
    export_tables(data, "csv", tmp_path / "safe")
    export_tables(data, "csv", tmp_path / "exact", safe_cells=False)
    assert (tmp_path / "safe" / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for folder, mark in (("safe", "'"), ("exact", "")):
        row = read_csv(tmp_path / folder / "articles.csv", "utf-8-sig")[1]
        assert row["title"] == f"{mark}=HYPERLINK(1)"
        assert row["text"] == NASTY


def test_jsonl_nests_all_layers(data, tmp_path):
    assert export_tables(data, "jsonl", tmp_path / "out.jsonl") == 2
    lines = (tmp_path / "out.jsonl").read_bytes().split(b"\n")
    first, second = (json.loads(line) for line in lines[:2])
    assert lines[2:] == [b""]
    assert first["published"] == "2024-01-02T00:00:00Z"
    assert first["quotes"][0]["text"] == "Yes,"
    assert "article_id" not in first["quotes"][0]
    assert first["entities"][0]["aliases"] == ["Ruiz"]
    assert [token["text"] for token in first["tokens"]] == ["“", "Yes"]
    assert (second["text"], second["published"], second["quotes"]) == (NASTY, None, [])


def test_jsonl_is_read_in_again_by_ingest(data, tmp_path):
    export_tables(data, "jsonl", tmp_path / "out.jsonl")
    fields = Fields(id="article_id", date="published")
    first, second = pipeline.read_articles(tmp_path / "out.jsonl", fields)
    assert (first.text, first.published) == (small_document().text, datetime(2024, 1, 2, tzinfo=UTC))
    assert (second.article_id, second.text) == ("../up/=x", NASTY)


def test_the_parse_can_be_left_out(data, tmp_path):
    export_tables(data, "csv", tmp_path / "csv")
    export_tables(data, "csv", tmp_path / "csv", tokens=False)
    export_tables(data, "jsonl", tmp_path / "out.jsonl", tokens=False)
    assert not (tmp_path / "csv" / "tokens.csv").exists()
    assert "tokens" not in json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])


def test_brat_files_stay_in_their_folder_and_hold_the_text_exactly(data, tmp_path):
    assert export_tables(data, "brat", tmp_path / "deep" / "out") == 2
    files = sorted(path.relative_to(tmp_path / "deep").as_posix() for path in tmp_path.rglob("*.txt"))
    assert [name.rpartition("-")[0] for name in files] == ["out/a", "out/up-x"]
    assert (tmp_path / "deep" / files[1]).read_bytes().decode() == NASTY
    assert {path.name for path in (tmp_path / "deep").iterdir()} == {"out"}


def test_brat_never_writes_over_work_done_by_hand(data, tmp_path, capsys):
    arguments = ["export", "--data", str(data), "--format", "brat", "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
    assert "export: 2 articles" in capsys.readouterr().out
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert main(arguments) == 2
    assert "holds something already" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_the_samples_exported_to_brat_are_their_own_gold(sample_tables, tmp_path, capsys):
    export_tables(sample_tables, "brat", tmp_path / "brat")
    assert main(["evaluate", "--data", str(sample_tables), "--gold", str(tmp_path / "brat")]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert len(lines) == 11
    assert all(line[-5:-2] == ["1.000", "1.000", "1.000"] for line in lines), lines


def test_a_correction_in_brat_shows_in_evaluate(data, tmp_path):
    from pipeline.evaluate import evaluate

    export_tables(data, "brat", tmp_path / "brat")
    (path,) = (tmp_path / "brat").glob("a-*.ann")
    path.write_text(path.read_text().replace("QuoteKind T2 direct", "QuoteKind T2 scare"))
    scores = evaluate(data, tmp_path / "brat").scores
    assert (scores["quotes, kind"].f1, scores["quotes, cue"].f1) == (0, 1)


def test_brat_files_named_by_the_article_are_found(data, tmp_path):
    from pipeline.evaluate import evaluate

    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text(small_document().text)
    (tmp_path / "gold" / "a.ann").write_text("T1\tPERSON 17 25\tAna Ruiz\n")
    assert evaluate(data, tmp_path / "gold").scores["people"].f1 == 1


def test_duckdb_has_all_tables_with_comments_and_the_views(sample_tables, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    tables = pipeline.read_tables(sample_tables)
    assert export_tables(sample_tables, "duckdb", tmp_path / "out.duckdb") == len(tables["articles"])
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as database:

        def ask(query):
            return database.execute(query).fetchall()

        for name, table in tables.items():
            assert ask(f"FROM {name} SELECT count(*)") == [(table.num_rows,)], name
        quotes, quantities = tables.quotes, tables.quantities
        assert ask("SELECT list(text ORDER BY article_id, quote_id) FROM quotes")[0][0] == sorted_texts(
            quotes
        )
        claims = quantities.merge(quotes[quotes.kind != "scare"], on=["article_id", "quote_id"])
        assert ask("SELECT count(*), count(speaker_name) FROM claims") == [
            (len(claims), claims.speaker_name.count())
        ]
        assert len(claims) > 5
        people = tables.entities.query("label == 'PERSON'")
        by_person = quotes.merge(
            people, left_on=["article_id", "speaker_entity_id"], right_on=["article_id", "entity_id"]
        )
        assert ask("SELECT count(*), count(DISTINCT person) FROM quotes_by_person") == [
            (len(by_person), by_person.name.nunique())
        ]
        (comment,) = ask(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'quotes' AND column_name = 'cue_lemma'"
        )[0]
        assert comment == "Lemma of the reporting verb."


def sorted_texts(quotes):
    return quotes.sort_values(["article_id", "quote_id"]).text.tolist()


def test_duckdb_keeps_every_text_list_and_time_exactly(data, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    odd = (tmp_path / "odd [1] it's *").resolve()
    data.rename(odd)
    export_tables(odd, "duckdb", odd / "out.duckdb", tokens=False)
    with duckdb.connect(str(odd / "out.duckdb"), read_only=True) as database:
        found = database.execute("SELECT text, epoch(published) FROM articles ORDER BY article_id").fetchall()
        assert found == [(NASTY, None), (small_document().text, 1704153600.0)]
        assert database.execute("SELECT aliases FROM entities").fetchall() == [(["Ruiz"],)]
        assert (
            database.execute("SELECT table_name FROM duckdb_tables() WHERE table_name = 'tokens'").fetchall()
            == []
        )


def test_without_duckdb_the_message_says_what_to_install(data, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    arguments = ["export", "--data", str(data), "--format", "duckdb", "--out", str(tmp_path / "x.duckdb")]
    assert main(arguments) == 2
    assert "pip install 'attribune[duckdb]'" in capsys.readouterr().err
    assert not (tmp_path / "x.duckdb").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_no_articles_can_be_exported(tmp_path, form):
    if form == "duckdb":
        pytest.importorskip("duckdb")
    write(tmp_path / "data", [])
    write_errors(tmp_path / "data", [], MADE_BY)
    assert export_tables(tmp_path / "data", form, tmp_path / "out") == 0
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["csv", "jsonl", "brat", "spacy"])
def test_without_tables_it_is_wrong_usage_and_nothing_is_left(tmp_path, form):
    assert main(["export", "--data", str(tmp_path), "--format", form, "--out", str(tmp_path / "out")]) == 2
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_file_where_a_folder_stands_is_wrong_usage(data, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    assert main(["export", "--data", str(data), "--format", "jsonl", "--out", str(tmp_path / "out")]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_an_unknown_format_is_wrong_usage(data, tmp_path):
    with pytest.raises(UsageError, match="known are csv"):
        export_tables(data, "xml", tmp_path / "out")
