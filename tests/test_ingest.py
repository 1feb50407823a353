"""raw files → articles and errors."""

from __future__ import annotations

import gzip
import json
import socket
import sys
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.core.document import Document
from pipeline.core.errors import UsageError
from pipeline.ingest import Fields, read_articles


def ingest(path, **fields):
    items = list(read_articles(path, Fields(**fields)))
    return [i for i in items if isinstance(i, Document)], [i for i in items if not isinstance(i, Document)]


def test_ids_are_paths_without_suffix_in_order_of_path(tmp_path):
    (tmp_path / "b.txt").write_text("B.")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "z.txt").write_text("Z.")
    (tmp_path / ".hidden.txt").write_text("H.")
    documents, errors = ingest(tmp_path)
    assert [(d.article_id, d.source, d.text) for d in documents] == [
        ("a/z", "a/z.txt", "Z."),
        ("b", "b.txt", "B."),
    ]
    assert not errors


def test_a_single_file(tmp_path):
    (tmp_path / "b.txt").write_text("B.")
    assert [d.article_id for d in ingest(tmp_path / "b.txt")[0]] == ["b"]


def test_text_is_verbatim(tmp_path):
    text = " one\r\ntwo\rthree\n\u00a0“x” e\u0301 🙂\t"
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert ingest(tmp_path)[0][0].text == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.txt", b"\x81\x8d \xfe\xff", "not UTF-8"),
        ("bad.txt", b"", "empty"),
        ("bad.txt", b" \r\n\t", "empty"),
        ("bad.pdf", b"%PDF", "unknown format"),
        ("bad.csv", b"", "empty"),
        ("bad.csv", b"id,body\n1,x\n", "missing field"),
        ("bad.csv", b"id;text\n1;x\n", "missing field"),
        ("bad.csv", b"id,text,text\n1,x,y\n", "bad record"),
        ("bad.jsonl", b"", "empty"),
        ("bad.jsonl", b"\n \n", "empty"),
        ("bad.docx", b"PK\x03\x04", "unknown format"),
        ("bad.txt.gz", gzip.compress(b"It rained."), "unknown format"),
        ("bad.txt.zst", b"(\xb5/\xfd", "unknown format"),
        ("bad", b"It rained.", "unknown format"),
        ("bad.parquet", b"PAR?", "unreadable"),
        ("bad.jsonl.gz", b"no gzip", "unreadable"),
        ("bad.jsonl", b'{"id": 1', "bad record"),
        ("bad.jsonl", b"[1]", "bad record"),
        ("bad.jsonl", b'{"id": 1}', "missing field"),
        ("bad.jsonl", b'{"text": 5}', "bad record"),
        ("bad.jsonl", b'{"text": "\\ud800"}', "bad record"),
        ("bad.jsonl", "{'text': '“no”, caf".encode() + b"\xe9'}", "not UTF-8"),
    ],
)
def test_what_cannot_be_taken_is_an_error_and_the_others_come_through(tmp_path, name, content, reason):
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("Z.")
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents] == ["a", "z"]
    assert [(e.source, e.stage, e.reason) for e in errors] == [(name, "ingest", reason)]


def test_an_unreadable_file_is_an_error(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "b.txt").write_text("B.")
    read_bytes = type(tmp_path).read_bytes

    def refuse(path):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents] == ["b"]
    assert errors[0].reason == "unreadable"
    assert "Permission denied" in errors[0].message


def test_jsonl_records(tmp_path):
    lines = [
        {"id": 7, "text": "One.", "title": "T", "date": "2024-05-01T10:30:00.5+02:00"},
        {"text": "Two.", "date": "2024-05-01"},
        {"id": "x", "text": "Three.", "date": "soon"},
    ]
    content = "\n\n".join(json.dumps(line) for line in lines)
    (tmp_path / "w.jsonl").write_text(content)
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents] == ["7", "w.jsonl#3", "x"]
    assert [d.title for d in documents] == ["T", None, None]
    assert documents[0].published == datetime(2024, 5, 1, 8, 30, tzinfo=UTC)
    assert documents[1].published == datetime(2024, 5, 1, tzinfo=UTC)
    assert documents[2].published is None
    assert [(e.article_id, e.reason) for e in errors] == [("x", "bad date")]
    (tmp_path / "w.jsonl").unlink()
    (tmp_path / "w.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    assert [d.article_id for d in ingest(tmp_path)[0]] == ["7", "w.jsonl.gz#3", "x"]


def test_csv_and_parquet_with_named_fields(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'key,body,day\nc1,"He said ""no"",\nthen left.",\nc2,,2024-01-01\n')
    table = pa.table({"key": [1], "body": ["P."], "day": [date(2024, 2, 3)], "other": [None]})
    pq.write_table(table, tmp_path / "b.parquet")
    documents, errors = ingest(tmp_path, id="key", text="body", date="day")
    assert [(d.article_id, d.text) for d in documents] == [("c1", 'He said "no",\nthen left.'), ("1", "P.")]
    assert documents[1].published == datetime(2024, 2, 3, tzinfo=UTC)
    assert [(e.article_id, e.reason) for e in errors] == [("c2", "missing field")]


def test_an_id_that_stands_twice_keeps_its_first_article(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "b", "text": "First."}\n')
    (tmp_path / "b.txt").write_text("Second.")
    documents, errors = ingest(tmp_path)
    assert [d.text for d in documents] == ["First."]
    assert [(e.source, e.article_id, e.reason) for e in errors] == [("b.txt", "b", "duplicate id")]


def test_records_that_are_left_out_are_told_by_their_place(tmp_path):
    lines = [
        {"id": "a", "text": "First.", "date": "soon"},
        *[{"id": "a", "text": "More.", "date": "soon"}] * 2,
    ]
    lines += [{"id": "b", "text": ""}] * 2
    (tmp_path / "w.jsonl").write_text("\n".join(map(json.dumps, lines)))
    documents, errors = ingest(tmp_path)
    assert [d.text for d in documents] == ["First."]
    assert [(e.record, e.article_id, e.reason) for e in errors] == [
        (1, "a", "bad date"),
        (2, "a", "duplicate id"),
        (3, "a", "duplicate id"),
        (4, "b", "empty"),
        (5, "b", "empty"),
    ]
    assert "stands already in w.jsonl" in errors[1].message


def test_a_table_without_rows_has_no_articles_and_no_errors(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n")
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "b.parquet")
    assert ingest(tmp_path) == ([], [])


def test_a_title_is_text_or_a_number(tmp_path):
    titles = ["T", 5, {"a": 1}, ["T"]]
    lines = [json.dumps({"text": "It rained.", "title": title}) for title in titles]
    (tmp_path / "w.jsonl").write_text("\n".join(lines))
    documents, errors = ingest(tmp_path)
    assert [d.title for d in documents] == ["T", "5", None, None]
    assert [(e.record, e.reason) for e in errors] == [(3, "bad title"), (4, "bad title")]


def test_csv_with_a_mark_lone_returns_and_short_rows(tmp_path):
    (tmp_path / "a.csv").write_bytes("\ufeffid,text,title\ra,It rained.,T\rb,It snowed.\r".encode())
    documents, errors = ingest(tmp_path)
    assert [(d.article_id, d.text, d.title) for d in documents] == [
        ("a", "It rained.", "T"),
        ("b", "It snowed.", None),
    ]
    assert not errors


def test_columns_that_are_parted_by_something_else_are_told(tmp_path):
    (tmp_path / "a.csv").write_text("id\ttext\na\tIt rained.\n")
    assert "by commas" in ingest(tmp_path)[1][0].message
    for other in ("id,a;b\na,x\n", "body\nx\n"):
        (tmp_path / "a.csv").write_text(other)
        assert "ingest.text_field" in ingest(tmp_path)[1][0].message


def test_parquet_with_a_time_that_no_calendar_has(tmp_path):
    times = pa.array([2**62, 0], pa.timestamp("us"))
    table = pa.table({"id": ["a", "b"], "text": ["It rained.", "It snowed."], "date": times})
    pq.write_table(table, tmp_path / "a.parquet")
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents] == ["b"]
    assert [(e.record, e.reason) for e in errors] == [(1, "bad record")]


def test_gzip_of_several_members_and_one_that_is_cut_off(tmp_path):
    lines = [b'{"id": "%d", "text": "It rained."}\n' % number for number in range(3)]
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines[0]) + gzip.compress(lines[1]))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines[2])[:-9])
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents][:2] == ["0", "1"]
    assert [(e.source, e.record, e.reason) for e in errors] == [("b.jsonl.gz", None, "unreadable")]
    assert "the rest of the file was left out" in errors[0].message


def test_a_missing_folder_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        read_articles(tmp_path / "nowhere")


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>Storm hits Talva | The Post</title>
<meta property="og:title" content="Storm hits Talva">
<meta property="article:published_time" content="2024-05-01T10:30:00+02:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Storm hits Talva</h1>
<p>The storm closed the <b>café</b> at the harbour on Monday, and the river rose by two metres in a night.</p>
<p>&ldquo;We lost everything,&rdquo; said <a href="/x">Ana Ruiz</a>, the mayor of Talva.</p>
<table><tr><td>Wind</td><td>120</td></tr></table></article>
<footer>All rights reserved 2026</footer></body></html>"""


@pytest.mark.parametrize(("name", "charset"), [("storm.html", "utf-8"), ("storm.HTM", "iso-8859-1")])
def test_html_gives_main_text_title_and_day_without_the_network(tmp_path, monkeypatch, name, charset):
    pytest.importorskip("trafilatura")
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("the network was asked"))
    (tmp_path / name).write_bytes(PAGE.format(charset=charset).encode(charset))
    (document,), errors = ingest(tmp_path)
    assert not errors
    assert document.text.splitlines() == [
        "Storm hits Talva",
        "The storm closed the café at the harbour on Monday, and the river rose by two metres in a night.",
        "“We lost everything,” said Ana Ruiz, the mayor of Talva.",
    ]
    assert (document.article_id, document.source, document.title) == ("storm", name, "Storm hits Talva")
    assert document.published == datetime(2024, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"<html><body></body></html>", "empty"), (b"\x00\xff<<<", "not text")],
)
def test_a_page_without_text_is_an_error(tmp_path, content, reason):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_bytes(content)
    documents, errors = ingest(tmp_path)
    assert not documents
    assert [(e.source, e.reason) for e in errors] == [("a.html", reason)]


def nested(elements):
    """A page whose one paragraph lies so deep, with one behind it."""
    said = "<!-- a note --><p>“We lost it all,” <!-- a note -->said <?note?>Ana Ruiz.</p>"
    inner = "<div>" * elements + said + "</div>" * elements
    return f"<html><body><article>{inner}<p>The river rose again at night.</p></article></body></html>"


@pytest.mark.parametrize("elements", [3, 300, 1_500])
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="utf-8"?>'])
def test_a_page_that_is_nested_deep_is_read_as_a_whole(tmp_path, elements, head):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(head + nested(elements))
    (document,), errors = ingest(tmp_path)
    assert not errors
    assert document.text.splitlines() == [
        "“We lost it all,” said Ana Ruiz.",
        "The river rose again at night.",
    ]


def test_a_page_that_is_nested_too_deep_is_left_out_as_a_whole(tmp_path):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(nested(5_000))
    documents, errors = ingest(tmp_path)
    assert not documents
    assert [(e.source, e.reason) for e in errors] == [("a.html", "unreadable")]
    assert "nested too deep" in errors[0].message


def test_without_trafilatura_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text("B.")
    documents, errors = ingest(tmp_path)
    assert [d.article_id for d in documents] == ["b"]
    assert [(e.source, e.reason) for e in errors] == [("a.html", "missing extra")]
    assert "pip install 'attribune[html]'" in errors[0].message


def test_suffixes_may_be_in_capitals(tmp_path):
    (tmp_path / "a.TXT").write_text("A.")
    assert [d.article_id for d in ingest(tmp_path)[0]] == ["a"]
