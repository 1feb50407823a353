"""Documents → tables → files → documents."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import MADE_BY, small_document

from pipeline.core import schema, storage
from pipeline.core.config import LimitsParams, Params
from pipeline.core.document import Block, Document
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.parts import read_documents
from pipeline.core.tables import LAYERS, PARSE_COLUMNS, build, build_sound, error_table
from pipeline.names.methods import ranks
from pipeline.quotes.methods import METHODS
from pipeline.stages import Annotator, Stage

TABLES = [name for name in schema.TABLES if name != "errors"]
LAYER_NAMES = [name for name in TABLES if name != "articles"]


def write(folder, documents):
    for name in TABLES:
        with storage.TableWriter(folder, name, MADE_BY) as writer:
            writer.write(build(name, documents, MADE_BY))


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.parametrize("name", LAYERS)
def test_row_types_have_the_columns_of_their_table(name):
    stored = {column.name for column in schema.TABLES[name].columns if not column.cut} - {"article_id"}
    assert set(LAYERS[name]._fields) == stored


def test_the_parse_has_the_columns_of_tokens():
    assert set(PARSE_COLUMNS) == set(schema.TOKENS.names) - {"article_id", "token_id"}


def test_closed_lists_are_those_of_the_modules():
    assert set(schema.MENTION_METHODS) == set(ranks())
    assert set(schema.QUOTE_METHODS) == set(METHODS)


def test_texts_are_cut_from_the_article():
    quotes = build("quotes", [small_document()], MADE_BY).to_pylist()[0]
    assert (quotes["text"], quotes["cue_text"], quotes["speaker_text"]) == ("Yes,", "said", "he")
    assert build("quantities", [small_document()], MADE_BY).to_pylist()[0]["counted_noun_text"] == "cats"


@pytest.mark.parametrize("name", TABLES)
def test_no_articles_give_the_full_schema(name):
    assert build(name, [], MADE_BY).schema.equals(
        schema.TABLES[name].arrow(MADE_BY.metadata()), check_metadata=True
    )


def test_a_null_and_an_unknown_value_are_refused():
    document = small_document()
    document.blocks = [Block(0, 0, 5, "poem")]
    with pytest.raises(ValueError, match="poem"):
        build("blocks", [document], MADE_BY)
    document.blocks = [Block(None, 0, 5, "paragraph")]  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="block_id is null"):
        build("blocks", [document], MADE_BY)


def test_what_is_written_is_read_back(tmp_path):
    documents = [small_document("a"), Document("empty", "x", source="s"), small_document("b/c")]
    write(tmp_path, documents)
    assert list(read_documents(tmp_path, LAYER_NAMES)) == documents


def test_metadata_and_descriptions_survive_the_file(tmp_path):
    write(tmp_path, [small_document()])
    found = pq.read_schema(tmp_path / "quotes.parquet")
    assert found.metadata[b"attribune.model"] == b"model"
    assert found.metadata[b"attribune.pipeline_version"] == b"1.2.3"
    assert found.field("cue_text").metadata[b"description"]


def test_bytes_depend_on_the_rows_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "ROW_GROUP", 3)
    tables = [build("sentences", [small_document(str(n))], MADE_BY) for n in range(7)]
    for folder, parts in (("one", [pa.concat_tables(tables)]), ("many", tables)):
        with storage.TableWriter(tmp_path / folder, "sentences", MADE_BY) as writer:
            for part in parts:
                writer.write(part)
    assert digests(tmp_path / "one") == digests(tmp_path / "many")
    assert pq.ParquetFile(tmp_path / "one" / "sentences.parquet").num_row_groups == 5


def test_few_pieces_wait_to_be_written(tmp_path):
    tables = [build("sentences", [small_document(str(number))], MADE_BY) for number in range(200)]
    with storage.TableWriter(tmp_path, "sentences", MADE_BY) as writer:
        for table in tables:
            writer.write(table)
            assert len(writer._waiting) <= 33
    assert pq.read_table(tmp_path / "sentences.parquet").num_rows == writer.rows


def test_a_few_whole_texts_are_held_at_once(tmp_path):
    documents = [small_document(str(number)) for number in range(600)]
    write(tmp_path, documents)
    groups = pq.ParquetFile(tmp_path / "articles.parquet").metadata
    assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [256, 256, 88]


def test_an_error_while_writing_leaves_the_old_file(tmp_path):
    write(tmp_path, [small_document()])
    before = digests(tmp_path)

    def break_off():
        with storage.TableWriter(tmp_path, "blocks", MADE_BY) as writer:
            writer.write(build("blocks", [small_document("other")], MADE_BY))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert digests(tmp_path) == before


def test_rows_of_no_article_are_an_error(tmp_path):
    write(tmp_path, [small_document("a"), small_document("b")])
    with storage.TableWriter(tmp_path, "articles", MADE_BY) as writer:
        writer.write(build("articles", [small_document("b")], MADE_BY))
    with pytest.raises(UsageError, match=r"blocks.parquet: rows of article 'a'"):
        list(read_documents(tmp_path, ["blocks"]))


def test_a_folder_with_a_colon_is_no_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    documents = [small_document("a")]
    write(Path("tables:v2"), documents)
    assert list(read_documents(Path("tables:v2"), LAYER_NAMES)) == documents
    assert storage.read_table(Path("tables:v2"), "blocks").num_rows == 2


def test_a_damaged_table_is_wrong_usage(tmp_path):
    write(tmp_path, [small_document("a")])
    path = tmp_path / "blocks.parquet"
    whole = path.read_bytes()
    for damaged in (b"PAR1", whole[:4] + b"\xff" * 40 + whole[44:]):
        path.write_bytes(damaged)
        with pytest.raises(
            UsageError, match=r"blocks.parquet cannot be read .*; delete it and run its stage"
        ):
            list(read_documents(tmp_path, ["blocks"]))
        with pytest.raises(UsageError, match=r"blocks.parquet cannot be read"):
            storage.read_table(tmp_path, "blocks")


def test_a_missing_table_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="Run the earlier stages first"):
        storage.read_table(tmp_path, "quotes")


def test_errors_are_sorted_and_read_back(tmp_path):
    errors = [
        ArticleError("b", None, "ingest", "empty", "m"),
        ArticleError("a", "1", "quotes", "failed", "m"),
    ]
    assert error_table(errors, MADE_BY).column("source").to_pylist() == ["a", "b"]
    storage.write_errors(tmp_path, errors, MADE_BY)
    assert storage.read_errors(tmp_path) == errors[::-1]


def test_a_fault_of_one_article_stays_there():
    stage = Stage("sentences", "test_tables", "faulty_stage", (), ("sentences",))
    documents = [small_document("good"), replace(small_document("bad"), sentences=[])]
    Annotator([stage], Params()).apply(documents)
    assert documents[0].sentences
    assert not documents[1].sentences
    assert [(e.article_id, e.stage, e.reason) for e in documents[1].errors] == [
        ("bad", "sentences", "failed")
    ]


def test_an_article_that_takes_too_long_gets_an_error():
    stage = Stage("sentences", "test_tables", "slow_stage", (), ("sentences",))
    documents = [small_document("good"), replace(small_document("bad"), sentences=[])]
    Annotator([stage], Params(limits=LimitsParams(seconds=1))).apply(documents)
    assert documents[0].sentences
    assert [(e.article_id, e.reason) for e in documents[1].errors] == [("bad", "too slow")]


def test_rows_that_do_not_fit_their_table_stay_with_their_article():
    documents = [small_document("good"), small_document("bad")]
    documents[1].quotes = [documents[1].quotes[0]._replace(kind="song")]
    tables = build_sound(("entities", "quotes"), documents, MADE_BY)
    assert [e for document in documents for e in document.errors] == documents[1].errors
    assert "song" in documents[1].errors[0].message
    assert {name: table.num_rows for name, table in tables.items()} == {"entities": 1, "quotes": 1}


def faulty_stage(document):
    if document.article_id == "bad":
        raise RuntimeError("no")
    return small_document().sentences


def slow_stage(document):
    if document.article_id == "bad":
        time.sleep(60)
    return small_document().sentences


def test_errors_stand_in_the_order_of_the_input():
    errors = [
        ArticleError("b.jsonl", "x", "ingest", "bad date", "m", 10),
        ArticleError("b.jsonl", "y", "ingest", "bad date", "m", 9),
        ArticleError("b.jsonl", "z", "names", "failed", "m"),
        ArticleError("b.jsonl", None, "ingest", "changed", "m"),
        ArticleError("a.txt", "a", "quotes", "failed", "m"),
        ArticleError("a.txt", "a", "names", "failed", "m"),
        ArticleError("a.txt", "a", "names", "crashed", "m"),
    ]
    rows = error_table(errors, MADE_BY).to_pylist()
    assert [ArticleError(**row) for row in rows] == [errors[at] for at in (6, 5, 4, 3, 2, 1, 0)]
