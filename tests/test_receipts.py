"""Receipts: they change with every table before them, and carry the errors."""

from __future__ import annotations

import pytest

from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.receipts import read_marks, receipt_errors, write_receipt
from pipeline.core.rows import Mark
from pipeline.stages import BY_NAME, before, needed_for


def receipts(folder):
    """Two stages in a row, `b` after `a`; the bytes of the second receipt."""
    write_receipt(folder, "a", after=(), tables={"one": ()})
    write_receipt(folder, "b", after=("a",), tables={"two": ()})
    return (folder / "_stages" / "b.json").read_bytes()


def test_a_receipt_changes_with_every_table_up_to_its_stage(tmp_path):
    (tmp_path / "one.parquet").write_text("1")
    (tmp_path / "two.parquet").write_text("2")
    first = receipts(tmp_path)
    assert receipts(tmp_path) == first
    (tmp_path / "one.parquet").write_text("changed")
    second = receipts(tmp_path)
    (tmp_path / "two.parquet").write_text("changed")
    assert len({first, second, receipts(tmp_path)}) == 3


def test_errors_come_back_in_the_order_of_the_stages(tmp_path):
    errors = [ArticleError("f", None, "a", "empty", "é"), ArticleError("f", "1", "b", "failed", "m")]
    for stage, error in zip("ab", errors, strict=True):
        write_receipt(tmp_path, stage, after=(), tables={}, errors=[error])
    assert receipt_errors(tmp_path, "ab") == errors


def test_a_missing_receipt_names_the_stage_to_run(tmp_path):
    with pytest.raises(UsageError, match="run the stage `parse` first"):
        receipt_errors(tmp_path, ["parse"])


def test_marks_hold_as_long_as_the_table_and_the_articles_are_those_of_the_receipt(tmp_path):
    tables = {"one": [Mark(3, "ab"), Mark(0, "cd")], "two": [Mark(1, "ef")]}
    for name in ("articles", *tables):
        (tmp_path / f"{name}.parquet").write_text(name)
    write_receipt(tmp_path, "a", after=(), tables=tables)
    assert read_marks(tmp_path, ["one"]) == {"one": tables["one"]}
    assert read_marks(tmp_path, ["one", "two", "three"]) == tables
    (tmp_path / "one.parquet").write_text("changed")
    assert read_marks(tmp_path, ["one", "two"]) == {"two": tables["two"]}
    (tmp_path / "articles.parquet").write_text("changed")
    assert read_marks(tmp_path, ["one", "two"]) == {}


def test_a_receipt_of_an_older_version_has_no_marks(tmp_path):
    (tmp_path / "_stages").mkdir()
    (tmp_path / "_stages" / "a.json").write_text('{"stage": "a", "tables": {"one": null}}')
    assert read_marks(tmp_path, ["one"]) == {}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("blocks", {"ingest"}),
        ("parse", {"blocks"}),
        ("sentences", {"parse"}),
        ("quantities", {"sentences"}),
        ("quotes", {"names"}),
    ],
)
def test_stages_directly_before(stage, expected):
    assert before(BY_NAME[stage]) == expected


def test_a_layer_without_a_table_is_found_again():
    assert [stage.name for stage in needed_for(BY_NAME["names"])] == ["marks", "names"]
    assert needed_for(BY_NAME["parse"]) == (BY_NAME["parse"],)
