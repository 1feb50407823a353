"""The check catches each kind of damage to a set of tables."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import MADE_BY, small_document
from test_tables import write

from pipeline.check import check_tables
from pipeline.core.storage import write_errors


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, [small_document("a"), small_document("b")])
    write_errors(tmp_path, [], MADE_BY)
    return tmp_path


def damage(folder, name, change):
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def test_sound_tables_have_no_problems(folder):
    assert check_tables(folder) == []


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("articles", lambda rows: rows[1].update(article_id="a"), "stands twice"),
        ("articles", lambda rows: rows[0].update(text=rows[0]["text"].replace("“", "x“")), "is not the text"),
        ("blocks", lambda rows: rows.pop(0), "does not count"),
        ("blocks", lambda rows: rows[0].update(kind="poem"), "poem"),
        ("sentences", lambda rows: rows[0].update(block_id=9), "block_id [9]"),
        ("sentences", lambda rows: rows[0].update(text="No"), "is not the text"),
        ("sentences", lambda rows: rows[0].update(end=99), "is not the text"),
        ("mentions", lambda rows: rows[0].update(entity_id=3), "entity_id [3]"),
        ("mentions", lambda rows: rows[0].update(confidence=1.5), "confidence"),
        ("quantities", lambda rows: rows[0].update(value_low=9.0), "value_low"),
        ("quantities", lambda rows: rows[0].update(counted_noun_text=None), "null together"),
        ("quotes", lambda rows: rows[0].update(continues=4), "continues [4]"),
        ("quotes", lambda rows: rows[0].update(cue_text="says"), "cue_text"),
        ("tokens", lambda rows: rows.append(dict(rows[0], article_id="c")), "'c'"),
        ("tokens", lambda rows: rows.reverse(), "out of order"),
    ],
)
def test_damage_is_found(folder, name, change, message):
    damage(folder, name, change)
    problems = check_tables(folder)
    assert any(message in problem for problem in problems), problems


def test_another_type_and_another_version_are_found(folder):
    path = folder / "blocks.parquet"
    table = pq.read_table(path)
    table = table.set_column(1, "block_id", table.column("block_id").cast(pa.int64()))
    pq.write_table(table.replace_schema_metadata({"attribune.model": "other"}), path)
    problems = check_tables(folder)
    assert any("blocks.block_id is" in problem for problem in problems)
    assert any("blocks was made by model other" in problem for problem in problems)
