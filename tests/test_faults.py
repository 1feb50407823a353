"""Bad input and failing disks: the bad one has its row in errors, everything else comes out unchanged."""

from __future__ import annotations

import errno
import gzip
import json
import os
import re
import socket
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import pipeline.ingest
from pipeline.cli import main
from pipeline.core.config import CacheParams, LimitsParams, Params
from pipeline.core.document import Document
from pipeline.core.errors import UsageError
from pipeline.ingest import Fields, read_articles
from pipeline.ingest.encoding import decode
from pipeline.ingest.unusable import UnusableError
from pipeline.runtime import work
from pipeline.runtime.workflow import run

GOOD = {"a": "“We lost 40 homes,” said Ana Ruiz.\n\nShe left.", "z": "Ida Holm paid $5m to Norvik AB."}
ENGLISH = "“We lost 40 homes,” said Ana Ruiz, the mayor’s aide. A café paid £5m – in cash."


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in GOOD.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def ingest(path, **fields):
    items = list(read_articles(path, Fields(**fields)))
    documents = {item.article_id: item.text for item in items if isinstance(item, Document)}
    return documents, [item for item in items if not isinstance(item, Document)]


def assert_left_out(raw, source, reason, said="", **fields):
    """Exactly the good articles come through; one error names the source and says what is wrong."""
    documents, errors = ingest(raw, **fields)
    assert documents == GOOD
    assert [(error.source, error.stage, error.reason) for error in errors] == [(source, "ingest", reason)]
    assert said in errors[0].message
    assert len(errors[0].message) > 20


# ------------------------------------------------------------------ encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_that_says_its_encoding_is_taken_without_a_note(raw, encoding):
    (raw / "b.txt").write_bytes(ENGLISH.encode(encoding))
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": ENGLISH}
    assert not errors


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "utf-16-be", "mac_roman"])
def test_an_encoding_that_is_told_from_the_text_is_taken_with_a_note(raw, encoding):
    (raw / "b.txt").write_bytes(ENGLISH.encode(encoding))
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": ENGLISH}
    assert [(e.article_id, e.reason) for e in errors] == [("b", "encoding guessed")]
    assert encoding in errors[0].message


@pytest.mark.parametrize(
    "content",
    [
        ENGLISH.encode() + "café".encode("cp1252"),
        "He said no, “never”".encode()[:-1],
        b"It was late \xe2\x80",
        "Она сказала нет и ушла из дома".encode("koi8-r"),
        "彼女は言った。今日は晴れです。".encode("shift-jis"),
        bytes(range(1, 256)),
        b"\xff\xfea",
    ],
)
def test_bytes_whose_encoding_cannot_be_told_are_left_out(raw, content):
    (raw / "b.txt").write_bytes(content)
    assert_left_out(raw, "b.txt", "not UTF-8", "convert it")


@pytest.mark.parametrize("content", [b"He left\0 at 5.", bytes(range(256)), b"\x7fELF\0\0\0\1" * 9])
def test_what_is_no_text_is_left_out(raw, content):
    (raw / "b.txt").write_bytes(content)
    assert_left_out(raw, "b.txt", "not text", "NUL")


def test_the_encoding_of_a_long_file_is_that_of_the_whole(monkeypatch):
    monkeypatch.setattr("pipeline.ingest.encoding._CHUNK", 7)
    for text in (ENGLISH, "é" * 50):
        assert decode(text.encode())[0] == text
    assert decode(ENGLISH.encode("cp1252"))[0] == ENGLISH
    with pytest.raises(UnusableError):
        decode(ENGLISH.encode() + b"\n caf\xe9")


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_records_in_another_encoding_are_noted_one_by_one(raw, suffix):
    rows = [{"id": "plain", "text": "It rained."}, {"id": "odd", "text": ENGLISH}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if suffix == "csv":
        lines = ["id,text", *(f'{row["id"]},"{row["text"]}"' for row in rows)]
    (raw / f"b.{suffix}").write_bytes("\n".join(lines).encode("cp1252"))
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "plain": "It rained.", "odd": ENGLISH}
    assert [(e.article_id, e.reason) for e in errors] == [("odd", "encoding guessed")]


def test_records_in_utf_16(raw):
    line = json.dumps({"id": "b", "text": ENGLISH}, ensure_ascii=False)
    (raw / "b.jsonl").write_bytes(f"{line}\n".encode("utf-16"))
    assert ingest(raw) == ({**GOOD, "b": ENGLISH}, [])


PAGE = (
    "<html><head>{}<title>T</title></head><body><article><p>{}</p><p>It rained.</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("encoding", "head", "noted"),
    [
        ("cp1252", "", True),
        ("cp1252", '<meta charset="iso-8859-1">', False),
        ("cp1252", '<meta charset="no-such-thing">', True),
        ("cp1252", '<meta charset="utf-8">', True),
        ("utf-8", '<meta charset="iso-8859-1">', False),
        ("utf-16", "", False),
    ],
)
def test_a_page_is_never_read_in_a_wrong_encoding_without_a_note(raw, encoding, head, noted):
    pytest.importorskip("trafilatura")
    (raw / "b.html").write_bytes(PAGE.format(head, ENGLISH).encode(encoding))
    documents, errors = ingest(raw)
    assert documents["b"].splitlines()[0] == ENGLISH
    assert [e.reason for e in errors] == ["encoding guessed"] * noted


# ------------------------------------------------------------------ texts that are odd but whole

ODD = {
    "crlf": "“Yes,” she said.\r\n\r\nHe saw 5 cats.",
    "cr": "“Yes,” she said.\r\rHe saw 5 cats.",
    "nfd": "Rene\u0301 said: “E\u0301t\u00e9.”",
    "zero-width": "\u200b“Yes,”\u200b she\u00ad said\u2060. \ufeff5 cats\u200d.",
    "bidi": "\u202e“Yes,” she said.\u202c \u20665 cats\u2069",
    "controls": "“Yes,”\x0b she\x0c said\x1a.\x07 5\x85cats\u2028ran.",
    "astral": "🙂“Yes,” said 𝐀𝐧𝐚. 𝟓 cats 👩‍👩‍👧.",
    "replacement": "\ufffd“Yes,” she said\ufffd. 5 \uffff cats.",
    "marks": "“” ‘’ \"\" '' «» „“ " * 40,
    "digits": "It cost $" + "9" * 100_000 + " and 7 cats.",
    "word": "a" * 1_000_000 + " said 5 cats.",
    "nested": "<div>" * 5_000 + "“Yes,” she said." + "</div>" * 5_000,
}


def test_odd_texts_come_through_verbatim_with_sound_tables_and_leave_the_others_alone(raw, tmp_path):
    run(raw, tmp_path / "alone", Params(), workers=1, with_report=False)
    for name, text in ODD.items():
        (raw / f"odd-{name}.txt").write_bytes(text.encode())
    count = run(raw, tmp_path / "out", Params(), workers=1, with_report=False)
    assert not count.errors
    assert not count.problems
    tables = pipeline.read_tables(tmp_path / "out")
    found = dict(zip(tables.articles.article_id, tables.articles.text, strict=True))
    assert {name: found[f"odd-{name}"] for name in ODD} == ODD
    assert_same_rows(tmp_path / "alone", tmp_path / "out", GOOD)


def assert_same_rows(folder, other, names):
    ids = pa.array(list(names))
    for path in folder.glob("*.parquet"):
        first, second = (pq.read_table(where / path.name) for where in (folder, other))
        if path.stem != "errors":
            first, second = (t.filter(pa.compute.is_in(t.column("article_id"), ids)) for t in (first, second))
            assert first == second, path.stem


def test_more_than_the_model_takes_at_once_is_no_reason_to_refuse():
    text = "x" * 1_100_000 + "\n\n“Yes,” said Ana Ruiz."
    tables = pipeline.extract(text)
    assert tables.quotes.speaker_name.tolist() == ["Ana Ruiz"]
    assert not len(tables.errors)


def test_texts_in_python_that_no_file_can_hold_leave_the_others_alone():
    tables = pipeline.extract({"a": "Ana\ud800", "\udfff": "Ruiz", "c": "“Yes,” said Ana Ruiz."})
    assert tables.articles.article_id.tolist() == ["c"]
    assert tables.errors.article_id.tolist() == ["\\udfff", "a"]
    assert set(tables.errors.reason) == {"bad record"}


# ------------------------------------------------------------------ records


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        ('{"text": "cut', "bad record", "not valid JSON"),
        ("[" * 200_000, "bad record", "not valid JSON"),
        ('{"text": "x", "n": ' + "1" * 5_000 + "}", "bad record", "not valid JSON"),
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


# ------------------------------------------------------------------ files


def test_links(raw, tmp_path):
    (tmp_path / "secret.txt").write_text("A secret.")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "s.txt").write_text("A secret.")
    (raw / "inside.txt").symlink_to(raw / "a.txt")
    (raw / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "folder").symlink_to(tmp_path / "elsewhere")
    (raw / "broken.txt").symlink_to(raw / "nothing.txt")
    (raw / "loop.txt").symlink_to(raw / "pool.txt")
    (raw / "pool.txt").symlink_to(raw / "loop.txt")
    (raw / "deeper").mkdir()
    (raw / "deeper" / "up").symlink_to(raw)
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "inside": GOOD["a"]}
    assert [(e.source, e.reason) for e in errors] == [
        ("broken.txt", "broken link"),
        ("folder", "link outside"),
        ("loop.txt", "broken link"),
        ("outside.txt", "link outside"),
        ("pool.txt", "broken link"),
    ]


def test_the_input_itself_may_be_a_link(raw, tmp_path):
    (tmp_path / "link").symlink_to(raw)
    assert ingest(tmp_path / "link") == (GOOD, [])
    (tmp_path / "b.txt").symlink_to(raw / "a.txt")
    assert ingest(tmp_path / "b.txt") == ({"b": GOOD["a"]}, [])


def test_a_pipe_and_a_socket_are_not_waited_for(raw):
    os.mkfifo(raw / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(raw)  # the path of a socket may not be long
        listener.bind("socket.txt")
        os.chdir(here)
        documents, errors = ingest(raw)
    assert documents == GOOD
    assert [(e.source, e.reason) for e in errors] == [
        ("pipe.txt", "not a file"),
        ("socket.txt", "not a file"),
    ]
    assert [e.reason for e in ingest(raw / "pipe.txt")[1]] == ["not a file"]


def test_a_folder_may_have_any_name(raw):
    (raw / "x.txt").mkdir()
    (raw / "x.txt" / "b.txt").write_text("It rained.")
    assert ingest(raw) == ({**GOOD, "x.txt/b": "It rained."}, [])


def test_a_folder_that_may_not_be_read(raw, monkeypatch):
    (raw / "closed").mkdir()
    scan = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert_left_out(raw, "closed", "unreadable", "Permission denied")


def test_a_name_that_is_no_unicode(raw):
    (raw / os.fsdecode(b"caf\xe9.txt")).write_text("It rained.")
    assert_left_out(raw, "caf\\xe9.txt", "bad name", "rename it")


@pytest.mark.parametrize("suffix", ["txt", "jsonl", "csv"])
def test_a_file_that_vanishes_before_it_is_read(raw, monkeypatch, suffix):
    (raw / f"b.{suffix}").write_text("It rained.")
    read = pipeline.ingest.read_records

    def vanish(path, *arguments):
        if path.name == f"b.{suffix}":
            path.unlink()
        return read(path, *arguments)

    monkeypatch.setattr(pipeline.ingest, "read_records", vanish)
    assert_left_out(raw, f"b.{suffix}", "unreadable", "No such file")


def test_a_file_that_changes_while_it_is_read_is_noted(raw, monkeypatch):
    (raw / "b.jsonl").write_text('{"id": "b", "text": "It rained."}\n')
    make = pipeline.ingest.to_article

    def change(source, record, fields):
        if source == "b.jsonl":
            with (raw / "b.jsonl").open("a") as file:
                file.write("\n")
        return make(source, record, fields)

    monkeypatch.setattr(pipeline.ingest, "to_article", change)
    documents, errors = ingest(raw)
    assert documents == {**GOOD, "b": "It rained."}
    assert [(e.source, e.reason) for e in errors] == [("b.jsonl", "changed")]


def test_a_fault_that_nobody_foresaw_stays_with_its_file(raw, monkeypatch):
    (raw / "b.jsonl").write_text('{"text": "It rained."}')
    monkeypatch.setattr("pipeline.ingest.records.json.loads", lambda _: 1 / 0)
    assert_left_out(raw, "b.jsonl", "unreadable", "ZeroDivisionError")


# ------------------------------------------------------------------ lengths


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("b.txt", b"x " * 300),
        ("b.txt", b"x" * 401),
        ("b.jsonl", b'{"text": "' + b"x" * 101 + b'"}'),
        ("b.jsonl.gz", gzip.compress(b'{"text": "' + b"x" * 3_000_000 + b'"}')),
        ("b.jsonl.gz", gzip.compress(b" " * 3_000_000 + b"\n")),
    ],
)
def test_a_text_above_the_limit_is_left_out(raw, name, content):
    (raw / name).write_bytes(content)
    assert_left_out(raw, name, "too long", "limits.characters", most_characters=100)


def test_lines_after_one_that_is_too_long_are_read(raw):
    good = b'{"id": "b", "text": "It rained."}\n'
    (raw / "b.jsonl").write_bytes(b"x" * 3_000_000 + b"\n" + good)
    documents, errors = ingest(raw, most_characters=100)
    assert documents == {**GOOD, "b": "It rained."}
    assert [(e.article_id, e.reason) for e in errors] == [("b.jsonl#1", "too long")]


def test_the_limit_is_a_setting(raw, tmp_path):
    settings = tmp_path / "settings.yaml"
    settings.write_text("limits: {characters: 40}")
    out = tmp_path / "out"
    assert main(["run", "--raw", str(raw), "--out", str(out), "--params", str(settings), "--no-report"]) == 3
    assert pipeline.read_tables(out).articles.article_id.tolist() == ["z"]


def test_an_article_that_took_too_long_gets_its_rows_when_there_is_more_time(raw, tmp_path, monkeypatch):
    settings = Params(limits=LimitsParams(seconds=1), cache=CacheParams(str(tmp_path / "cache")))
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.quotes.find_quotes", lambda _document, **_: time.sleep(60))
        slow = run(raw, tmp_path / "out", settings, workers=1, with_report=False)
    assert [error.reason for error in slow.errors] == ["too slow", "too slow"]
    assert not slow.problems
    work._bench.cache_clear()
    again = run(raw, tmp_path / "out", settings, workers=1, with_report=False)
    assert not again.errors
    assert again.rows["quotes"] == 1


# ------------------------------------------------------------------ disks


@pytest.mark.parametrize("victim", ["articles", "quotes", "errors"])
def test_a_full_disk_is_told_and_the_old_tables_stay(raw, tmp_path, capsys, monkeypatch, victim):
    out = tmp_path / "out"
    command = ["run", "--raw", str(raw), "--out", str(out), "--no-report"]
    assert main(command) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (raw / "b.txt").write_text("Ida Holm left.")
    write = pq.ParquetWriter.write_table

    def full(writer, table, **options):
        if writer.schema.names[:2] == list(pq.read_schema(out / f"{victim}.parquet").names[:2]):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(writer, table, **options)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    if victim == "errors":
        (raw / "bad.txt").write_bytes(b"")
    assert main(command) == 2
    assert re.search("No space left on device; make room", capsys.readouterr().err)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    monkeypatch.undo()
    assert main(command) == (3 if victim == "errors" else 0)


@pytest.mark.parametrize("stage", ["ingest", "blocks"])
def test_a_single_stage_on_a_full_disk_leaves_its_old_table_and_no_rest(raw, tmp_path, monkeypatch, stage):
    out = tmp_path / "out"
    ingest_command = ["ingest", "--raw", str(raw), "--out", str(out)]
    assert main(ingest_command) == 0
    assert main(["blocks", "--data", str(out)]) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}

    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    assert main(ingest_command if stage == "ingest" else ["blocks", "--data", str(out)]) == 2
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before


def test_ctrl_c_says_that_the_next_run_goes_on(raw, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"

    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.runtime.workflow.write_tables", stop)
    assert main(["run", "--raw", str(raw), "--out", str(out)]) == 130
    assert "goes on" in capsys.readouterr().err
    assert not [path for path in out.iterdir() if path.suffix == ".parquet"]


def test_two_runs_into_one_folder_do_not_meet(raw, tmp_path):
    from pipeline.core.staging import staged

    out = tmp_path / "out"
    with staged(out), pytest.raises(UsageError, match="another process"):
        run(raw, out, Params(), workers=1)
