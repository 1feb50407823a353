"""Texts in Python → tables: what is taken, what is kept, what is written. Needs the model."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

import pipeline
from pipeline.core import schema

TEXT = "“We lost about 40 homes,” said Ana Ruiz, the mayor. It rained."
NO_SPEAKER = "“Rates rose 4 per cent,” the report said."


@pytest.fixture(scope="module")
def tables():
    return pipeline.extract({"a": TEXT, "b": NO_SPEAKER, "c": None})


def ids(tables):
    return tables.articles.article_id.tolist()


def reasons(tables):
    return {row["article_id"]: row["reason"] for row in tables["errors"].to_pylist()}


def test_an_edited_alias_file_counts_at_once(tmp_path):
    path = tmp_path / "aliases.tsv"
    params = pipeline.Params(names=pipeline.NamesParams(aliases=str(path)))
    for name in ("Ana Ruiz", "Ana Maria Ruiz"):
        path.write_text(f"name\tcanonical\tqid\nRuiz\t{name}\t\n")
        assert pipeline.extract("Ruiz left.", params=params).entities.name.tolist() == [name]
        assert pipeline.annotate("Ruiz left.", params=params).entities[0].name == name
    path.unlink()
    with pytest.raises(pipeline.UsageError, match=r"names\.aliases"):
        pipeline.extract("Ruiz left.", params=params)


def test_the_index_of_a_series_is_the_ids():
    texts = pd.DataFrame({"text": ["It rained.", "It snowed.", "It froze."]}, index=["x", 7, 7.5]).text
    assert ids(pipeline.extract(texts)) == ["x", "7", "7.5"]
    assert ids(pipeline.extract(texts.reset_index(drop=True))) == ["0", "1", "2"]
    assert ids(pipeline.extract(texts.reset_index(drop=True)[1:])) == ["1", "2"]
    assert ids(pipeline.extract({7: "It rained."})) == ["7"]


def test_a_whole_data_frame_is_wrong_usage():
    with pytest.raises(pipeline.UsageError, match="name a column"):
        pipeline.extract(pd.DataFrame({"text": ["It rained."]}))


def test_what_is_no_text_leaves_the_others_alone(tmp_path):
    odd = {"nan": np.nan, "none": None, "na": pd.NA, "five": 5, "nul": "x\0y", "blank": " \n"}
    tables = pipeline.extract({**odd, "": "It rained.", 1: "It snowed.", "1": "Again.", "1 ": "It froze."})
    assert ids(tables) == ["6", "1", "1 "]
    assert reasons(tables) == {
        "nan": "missing field",
        "none": "missing field",
        "na": "bad record",
        "five": "bad record",
        "nul": "bad record",
        "blank": "empty",
        "1": "duplicate id",
    }
    tables.write(tmp_path)
    assert pipeline.check_tables(tmp_path) == []


def test_the_limit_of_characters_holds():
    params = pipeline.Params(limits=pipeline.LimitsParams(characters=20))
    tables = pipeline.extract(["It rained.", "It rained all day long."], params=params)
    assert (ids(tables), reasons(tables)) == (["0"], {"1": "too long"})


@pytest.mark.parametrize("texts", [[], {}, pd.Series([], dtype="object"), iter(())])
def test_no_text_gives_all_tables_without_rows(texts):
    tables = pipeline.extract(texts)
    assert list(tables) == list(schema.TABLES)
    assert not any(table.num_rows for table in tables.values())


def test_tables_are_written_read_checked_and_exported(tables, tmp_path):
    folder = str(tmp_path / "new" / "tables")
    tables.write(folder)
    again = pipeline.read_tables(folder)
    assert {name: table.to_pylist() for name, table in again.items()} == {
        name: table.to_pylist() for name, table in tables.items()
    }
    assert again["quotes"].schema.metadata == tables["quotes"].schema.metadata
    assert pipeline.check_tables(folder) == []
    assert pipeline.export_tables(folder, "jsonl", str(tmp_path / "out.jsonl")) == 2
    first = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])
    assert first["quotes"][0]["speaker_name"] == "Ana Ruiz"
    pipeline.extract("It rained.").write(folder)
    assert ids(pipeline.read_tables(folder)) == ["0"]


def test_tables_are_not_written_over_a_file(tables, tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(pipeline.UsageError, match="is a file"):
        tables.write(tmp_path / "x")


def test_articles_are_read_from_a_path_that_is_text(raw):
    found = pipeline.read_articles(str(raw), out=str(raw / "out"))
    assert [article.article_id for article in found] == ["a", "z"]


def test_tables_can_be_pickled_and_complete_their_names(tables):
    again = pickle.loads(pickle.dumps(tables))  # noqa: S301  our own bytes
    assert again.quotes.equals(tables.quotes)
    assert {*schema.TABLES, "claims", "write", "items"} <= set(dir(tables))
    with pytest.raises(AttributeError, match="there is no table 'quote'; the tables are articles"):
        tables.quote  # noqa: B018
    assert not hasattr(tables, "_repr_png_")


def test_a_frame_keeps_what_was_added_to_it():
    tables = pipeline.extract(TEXT)
    for frame in (tables.quotes, tables.claims):
        frame["mine"] = 1
    assert "mine" in tables.quotes
    assert "mine" in tables.claims
    assert "mine" not in tables["quotes"].column_names


def test_ids_that_may_be_missing_are_integers_in_every_frame(tables):
    for name, table in schema.TABLES.items():
        for column in table.columns:
            if str(column.type) == "int32":
                expected = "Int32" if column.nullable else "int32"
                assert str(getattr(tables, name)[column.name].dtype) == expected, (name, column.name)
    assert tables.quotes.speaker_entity_id.isna().tolist() == [False, True]
    assert tables.claims.speaker_entity_id.dtype == tables.quotes.speaker_entity_id.dtype
    found = tables.quotes.merge(
        tables.entities, left_on=["article_id", "speaker_entity_id"], right_on=["article_id", "entity_id"]
    )
    assert found.name.tolist() == ["Ana Ruiz"]


def test_single_stages_say_what_must_be_found_first(parser):
    document = pipeline.Document("a", TEXT)

    def missing(find):
        with pytest.raises(pipeline.UsageError, match="the document has no") as said:
            find(document)
        return str(said.value).split("no ")[1].split(";")[0]

    stages = (pipeline.find_names, pipeline.find_quantities, pipeline.find_quotes)
    assert [missing(find) for find in stages] == ["blocks"] * 3
    document.blocks = pipeline.find_blocks(TEXT)
    assert [missing(find) for find in stages] == ["parse"] * 3
    parser.parse([document])
    assert [missing(find) for find in (stages[0], stages[2])] == ["sentences"] * 2
    document.sentences = pipeline.find_sentences(document)
    assert missing(pipeline.find_quotes) == "quote_spans"
    document.quote_spans = pipeline.find_spans(TEXT, document.blocks)
    document.mentions, document.entities = pipeline.find_names(document)
    assert pipeline.find_quotes(document) == pipeline.annotate(TEXT).quotes
    assert pipeline.find_quantities(document) == pipeline.annotate(TEXT).quantities


def test_single_stages_have_nothing_to_say_of_no_text_and_of_what_failed():
    failed = pipeline.Document("a", TEXT)
    failed.fail("parse", ValueError("odd"))
    for document in (pipeline.Document("a", " \u200b\n“” …"), failed):
        assert pipeline.find_names(document) == ([], [])
        assert pipeline.find_quantities(document) == pipeline.find_quotes(document) == []


def test_all_names_of_the_package_can_be_imported_and_none_costs_time_before():
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is not None
    code = "import sys, pipeline; print({'spacy', 'pandas', 'pyarrow', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
