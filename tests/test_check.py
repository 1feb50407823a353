"""The check catches each kind of damage to a set of tables, and finds none in sound ones."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from documents import MADE_BY, small_document
from test_tables import write

from pipeline.check import check_tables
from pipeline.cli import main
from pipeline.core import schema
from pipeline.core.document import Block, Mention, Sentence
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.storage import write_errors
from pipeline.stages import STAGES


def linked_document(article_id):
    """The small document with a speaker, a second quote that goes on, and a name inside of it."""
    document = small_document(article_id)
    document.text += "\n\n“Ana Ruiz left.”"
    document.blocks.append(Block(2, 39, 55, "paragraph"))
    document.sentences.append(Sentence(2, 2, 39, 55))
    document.mentions.append(Mention(1, 2, 40, 48, "PERSON", 0, 1, "model", 0.5))
    document.entities[0] = document.entities[0]._replace(n_mentions=2)
    (first,) = document.quotes
    first = first._replace(speaker_entity_id=0, speaker_name="Ana Ruiz", reason=None)
    second = first._replace(quote_id=1, sentence_id=2, block_id=2, start=40, end=54, continues=0)
    document.quotes = [first, second]
    return document


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, [linked_document("a"), linked_document("b")])
    write_errors(tmp_path, [ArticleError("c.txt", None, "ingest", "empty", "no text")], MADE_BY)
    return tmp_path


def damage(folder, name, change):
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def set_(row, **values):
    return lambda rows: rows[row].update(**values)


def test_sound_tables_have_no_problems(folder):
    assert check_tables(folder) == []


MUTATIONS = [
    # articles
    ("articles", set_(1, article_id="a"), "stands twice"),
    ("articles", lambda rows: rows[0].update(text=rows[0]["text"].replace("“", "x“")), "is not the text"),
    ("articles", set_(0, text="Another."), "sha256 is not that of the text"),
    ("articles", set_(0, n_chars=3), "n_chars is 3"),
    ("articles", set_(0, sha256="0"), "sha256"),
    ("articles", lambda rows: rows.pop(0), "have no article"),
    ("articles", lambda rows: rows.reverse(), "out of order"),
    # blocks
    ("blocks", lambda rows: rows.pop(0), "does not count"),
    ("blocks", set_(0, kind="poem"), "poem"),
    ("blocks", lambda rows: rows.pop(2), "block_id [2]"),
    ("blocks", set_(1, start=14, text="“.\n\nAna Ruiz saw 5 cats."), "is not the text"),
    ("blocks", set_(1, start=14, text=".\n\nAna Ruiz saw 5 cats."), "the rows 0 and 1 overlap"),
    # tokens
    ("tokens", lambda rows: rows.append(dict(rows[0], article_id="c")), "'c'"),
    ("tokens", lambda rows: rows.reverse(), "out of order"),
    ("tokens", set_(0, head=7), "the head of row 0"),
    ("tokens", set_(0, head=-1), "the head of row 0"),
    ("tokens", set_(0, ent_iob="X"), "ent_iob holds ['X']"),
    ("tokens", set_(0, sent_start=False), "begins no sentence"),
    ("tokens", set_(1, start=15, end=16, text="\n"), "does not lie in a block"),
    ("tokens", set_(1, token_id=0), "token_id does not count"),
    # sentences
    ("sentences", set_(0, block_id=9), "block_id [9]"),
    ("sentences", set_(0, block_id=1), "does not lie in the block_id 1"),
    ("sentences", set_(0, text="No"), "is not the text"),
    ("sentences", set_(0, end=99), "is not the text"),
    ("sentences", set_(0, start=5, end=5, text=""), "is not the text"),
    ("sentences", lambda rows: rows.insert(0, rows.pop(1)), "does not count"),
    ("sentences", set_(0, end=18, text="“Yes,” he said.\n\nA"), "overlap"),
    ("sentences", lambda rows: rows[:3].clear() or rows.__delitem__(slice(0, 3)), "no error says why"),
    # mentions
    ("mentions", set_(0, entity_id=3), "entity_id [3]"),
    ("mentions", set_(0, sentence_id=0), "does not lie in the sentence_id 0"),
    ("mentions", set_(0, quote_id=1), "does not lie in the quote_id 1"),
    ("mentions", set_(1, quote_id=5), "quote_id [5]"),
    ("mentions", set_(0, confidence=1.5), "confidence"),
    ("mentions", set_(0, label="ORG"), "another label"),
    ("mentions", set_(0, method="guess"), "guess"),
    ("mentions", lambda rows: rows.pop(1), "n_mentions of 0"),
    # entities
    ("entities", set_(0, n_mentions=5), "n_mentions of 0"),
    ("entities", set_(0, first_start=18), "first_start of 0"),
    ("entities", set_(0, label="ORG"), "another label"),
    ("entities", set_(0, name="Ida Holm"), "is not the name of the entity"),
    # quantities
    ("quantities", set_(0, value_low=9.0), "value_low"),
    ("quantities", set_(0, value_high=float("inf")), "no finite number"),
    ("quantities", set_(0, value_low=float("nan")), "no finite number"),
    ("quantities", set_(0, counted_noun_text=None), "null together"),
    ("quantities", set_(0, number_end=37), "the number in row 0 lies outside"),
    ("quantities", set_(0, sentence_id=0), "does not lie in the sentence_id 0"),
    ("quantities", set_(0, quote_id=0), "does not lie in the quote_id 0"),
    ("quantities", set_(0, kind="weight"), "weight"),
    # quotes
    ("quotes", set_(0, continues=4), "continues [4]"),
    ("quotes", set_(0, continues=0), "does not stand before it"),
    ("quotes", set_(0, cue_text="says"), "cue_text"),
    ("quotes", set_(0, block_id=1), "does not lie in the block_id 1"),
    ("quotes", set_(0, sentence_id=2), "does not lie in the sentence_id 2"),
    ("quotes", set_(0, speaker_entity_id=8), "speaker_entity_id [8]"),
    ("quotes", set_(0, speaker_name="Ida Holm"), "is not the name of the entity 0"),
    ("quotes", set_(1, start=3, end=4, text="s"), "overlap"),
    # errors
    ("errors", set_(0, reason="bored"), "bored"),
    ("errors", set_(0, stage="lunch"), "lunch"),
    ("errors", set_(0, stage="names", article_id="zz"), "'zz' of the stage names is no article"),
    ("errors", lambda rows: rows.append(dict(rows[0], message="other")), "c.txt, None, None, ingest, empty"),
]


@pytest.mark.parametrize(("name", "change", "message"), MUTATIONS)
def test_damage_is_found(folder, name, change, message):
    damage(folder, name, change)
    problems = check_tables(folder)
    assert any(message in problem for problem in problems), problems


def rewrite(folder, name, change):
    path = folder / f"{name}.parquet"
    pq.write_table(change(pq.read_table(path)), path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.set_column(1, "block_id", t["block_id"].cast(pa.int64())), "blocks.block_id is"),
        (lambda t: t.drop_columns("kind"), "the column kind is missing"),
        (lambda t: t.append_column("mood", pa.array(["x"] * 6)), "['mood'] are unknown"),
        (lambda t: t.replace_schema_metadata({"attribune.model": "other"}), "blocks was made by model other"),
        (lambda t: t.replace_schema_metadata({}), "blocks was made by"),
    ],
)
def test_another_shape_or_version_is_found(folder, change, message):
    rewrite(folder, "blocks", change)
    assert any(message in problem for problem in check_tables(folder))


def test_tables_without_a_version_are_found(folder):
    for name in schema.TABLES:
        rewrite(folder, name, lambda table: table.replace_schema_metadata({}))
    assert check_tables(folder) == ["articles does not say which version made it"]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"nonsense" * 100])
def test_a_file_that_is_no_table_is_found(folder, content):
    (folder / "quotes.parquet").write_bytes(content)
    assert any("quotes cannot be read" in problem for problem in check_tables(folder))


def test_a_flipped_byte_is_found_or_changes_nothing(sample_tables, tmp_path):
    for path in sample_tables.glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "sentences.parquet"
    content, whole = path.read_bytes(), pq.read_table(path)
    for at in range(40, len(content) - 40, len(content) // 25):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        if not check_tables(tmp_path):
            assert pq.read_table(path) == whole


def test_a_missing_table_is_wrong_usage(folder):
    (folder / "quotes.parquet").unlink()
    with pytest.raises(UsageError, match="quotes"):
        check_tables(folder)


def test_an_article_without_rows_needs_an_error(folder):
    document = replace(linked_document("a"), blocks=[], sentences=[], mentions=[], entities=[], quotes=[])
    document = replace(document, parse=type(document.parse)(), quantities=[])
    write(folder, [document])
    assert check_tables(folder) == ["sentences, article 'a': there are none, and no error says why"]
    write_errors(folder, [ArticleError("a.txt", "a", "blocks", "failed", "it broke")], MADE_BY)
    assert check_tables(folder) == []


def test_a_mention_lies_in_the_sentence_where_it_begins(folder):
    document = linked_document("a")
    document.mentions[0] = document.mentions[0]._replace(end=41)
    document.mentions.pop()
    document.entities[0] = document.entities[0]._replace(n_mentions=1)
    write(folder, [document])
    assert check_tables(folder) == []


def test_ids_may_point_to_rows_of_a_stage_that_failed(folder):
    document = linked_document("a")
    document.quotes = []
    write(folder, [document])
    assert check_tables(folder) == ["mentions, article 'a': quote_id [1] not among quotes.quote_id"]
    write_errors(folder, [ArticleError("a.txt", "a", "quotes", "too slow", "it took too long")], MADE_BY)
    assert check_tables(folder) == []


def test_errors_of_several_records_under_one_id_are_sound(folder):
    rows = [
        ArticleError("w.jsonl", "a", "ingest", "duplicate id", "known", record) for record in (2, 3, None)
    ]
    write_errors(folder, rows, MADE_BY)
    assert check_tables(folder) == []


def test_the_folder_may_stand_alone(folder, capsys):
    assert main(["check", str(folder)]) == 0
    damage(folder, "blocks", set_(0, kind="poem"))
    assert main(["check", str(folder)]) == 1
    assert "poem" in capsys.readouterr().out


def test_every_reason_and_stage_of_an_error_is_listed():
    assert {stage.name for stage in STAGES} | {"ingest", "tables"} == set(schema.ERROR_STAGES)
    code = "".join(path.read_text() for path in Path(ROOT / "pipeline" / "ingest").glob("*.py"))
    given = set(re.findall(r'(?:UnusableError\(\s*|INGEST, |fault\()"([^"]+)"', code))
    assert given | {"failed", "too slow", "crashed"} == set(schema.ERROR_REASONS)
