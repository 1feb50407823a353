"""Bad records among good ones: the bad one has its row in errors, the others come out unchanged."""

from __future__ import annotations

import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bad_input import GOOD, assert_left_out, ingest

import pipeline.ingest
from pipeline.core.config import Params
from pipeline.runtime.workflow import run


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        ('{"text": "cut', "bad record", "not valid JSON"),
        ("[" * 200_000, "bad record", "not valid JSON"),
        ('{"text": "x", "n": ' + "1" * 5_000 + "}", "bad record", "not valid JSON"),
        ('{"text": "\\u0000y"}', "bad record", "character 0 is NUL"),
        ('{"text": "x\\u0000y"}', "bad record", "character 1 is NUL"),
        ('{"text": "x\\ud800y"}', "bad record", "half of a surrogate pair"),
        ('{"text": "x", "id": "\\ud800"}', "bad record", "the id"),
        ('{"text": "x", "id": ["y"]}', "bad record", "no text and no number"),
        ('{"text": ["x"]}', "bad record", "holds list"),
        ('{"text": "\\n\\t "}', "empty", "white space"),
        ("nonsense", "bad record", "not valid JSON"),
    ],
)
def test_one_bad_line_among_good_ones(raw, line, reason, said):
    good = json.dumps({"id": "m", "text": "It rained."})
    (raw / "b.jsonl").write_text(f"{good}\n{line}\n" + good.replace('"m"', '"n"') + "\n")
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "m": "It rained.", "n": "It rained."}
    assert [(e.article_id, e.reason) for e in errors] == [("b.jsonl#2", reason)]
    assert said in errors[0].message


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "\ud800", "bad title"),
        ("date", "yesterday", "bad date"),
        ("date", "0001-01-01T00:00:00+14:00", "bad date"),
        ("date", 5, "bad date"),
    ],
)
def test_a_bad_title_or_date_is_left_out_and_the_article_taken(raw, field, value, reason):
    (raw / "b.jsonl").write_text(json.dumps({"id": "b", "text": "It rained.", field: value}))
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": "It rained."}
    assert [(e.article_id, e.reason) for e in errors] == [("b", reason)]


def test_csv_with_quotes_and_newlines_and_broken_rows(raw):
    rows = ['b,"He said ""no"",\r\nthen left."', "c,He left, she said", "d,It rained."]
    (raw / "b.csv").write_bytes("\r\n".join(["id,text", *rows]).encode())
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": 'He said "no",\r\nthen left.', "d": "It rained."}
    assert [(e.source, e.reason) for e in errors] == [("b.csv", "bad record")]
    assert "more cells than columns" in errors[0].message


def test_a_quote_mark_that_is_never_closed_does_not_swallow_a_file_unseen(raw):
    (raw / "b.csv").write_text('id,text\nb,"It rained.\n' + "c,It snowed.\n" * 1_000)
    assert_left_out(raw, "b.csv", "bad record", "quote mark", most_characters=5_000)


def test_a_text_over_the_limit_costs_its_row_alone(raw):
    (raw / "b.csv").write_text(f"id,text\nb,It rained.\nx,{'long ' * 2_000}\nc,It snowed.\n")
    documents, errors = ingest(raw, most_characters=5_000)
    assert documents == {**GOOD, "b": "It rained.", "c": "It snowed."}
    assert [(e.article_id, e.reason) for e in errors] == [("x", "too long")]


def test_a_cell_that_no_text_can_be_ends_the_reading(raw, monkeypatch):
    monkeypatch.setattr("pipeline.ingest.records._OTHER_FIELDS", 0)
    (raw / "b.csv").write_text('id,text\nb,"It rained.\n' + "c,It snowed.\n" * 1_000)
    assert_left_out(raw, "b.csv", "bad record", "a cell of more than 400 characters", most_characters=100)


NO_TEXT = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff"))


@pytest.mark.parametrize(
    ("table", "reason", "said"),
    [
        (pa.table({"body": ["x"]}), "missing field", "no column 'text'"),
        (pa.table({"text": pa.array([b"x"])}), "bad record", "holds bytes"),
        (pa.table({"text": [5]}), "bad record", "holds int"),
        (pa.table({"text": [{"a": 1}]}), "bad record", "holds dict"),
        (pa.table({"text": pa.array([None], pa.string())}), "missing field", "no 'text'"),
        (pa.table({"text": NO_TEXT}), "bad record", "utf-8"),
    ],
)
def test_parquet_of_another_shape(raw, table, reason, said):
    pq.write_table(table, raw / "b.parquet")
    assert_left_out(raw, "b.parquet", reason, said)


def test_a_damaged_page_of_a_parquet_file(raw):
    table = pa.table(
        {"id": [str(n) for n in range(2_000)], "text": [os.urandom(40).hex() for _ in range(2_000)]}
    )
    pq.write_table(table, raw / "b.parquet", row_group_size=500, use_dictionary=False)
    content = bytearray((raw / "b.parquet").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 5_000] = b"\xff" * 5_000
    (raw / "b.parquet").write_bytes(content)
    documents, errors = ingest(raw)
    assert documents.items() >= GOOD.items()
    assert [(e.source, e.reason) for e in errors] == [("b.parquet", "unreadable")]


def test_ids_are_only_names(raw, tmp_path):
    ids = [
        "../../evil",
        "/etc/passwd",
        "a/../b",
        "..",
        "con",
        "<script>alert(1)</script>",
        "x" * 5_000,
        "é\u202e",
    ]
    lines = [json.dumps({"id": name, "text": "It rained, Ana Ruiz said."}) for name in ids]
    (raw / "ids.jsonl").write_text("\n".join(lines))
    out = tmp_path / "deep" / "out"
    before = set(tmp_path.rglob("*"))
    run(raw, out, Params(), workers=1)
    tables = pipeline.read_tables(out)
    assert set(ids) <= set(tables.articles.article_id)
    written = set(tmp_path.rglob("*")) - before
    assert all(path == out.parent or path.is_relative_to(out) for path in written)


def test_an_id_that_stands_twice_keeps_the_first(raw):
    (raw / "b.jsonl").write_text('{"id": "a", "text": "Another."}')
    assert_left_out(raw, "b.jsonl", "duplicate id", "stands already in a.txt")


@pytest.mark.parametrize("rest", ["", "\n", "\nc,It snowed.\nd,It froze.\n", '"" and went.\nc,It snowed.'])
def test_a_quote_mark_that_is_never_closed_swallows_no_rows_unseen(raw, rest):
    (raw / "b.csv").write_text(f'id,text\nb,It rained.\nx,"She left.{rest}')
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": "It rained."}
    assert [(error.source, error.record, error.reason) for error in errors] == [("b.csv", None, "bad record")]
    assert "quote mark" in errors[0].message


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_table_may_end_with_a_line_end_or_without(raw, end):
    (raw / "b.csv").write_bytes(f'id,text\nb,"It rained."{end}'.encode())
    assert ingest(raw) == ({**GOOD, "b": "It rained."}, [])
