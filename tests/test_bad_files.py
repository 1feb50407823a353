"""Links, pipes, files that change or vanish, and texts that are too long."""

from __future__ import annotations

import errno
import gzip
import os
import socket
import time
from pathlib import Path

import pytest
from bad_input import GOOD, assert_left_out, ingest

import pipeline.ingest
from pipeline.cli import main
from pipeline.core.config import CacheParams, LimitsParams, Params
from pipeline.runtime import work
from pipeline.runtime.workflow import run


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


def test_a_page_that_takes_too_long_is_left_out(raw):
    pytest.importorskip("trafilatura")
    (raw / "b.html").write_text("<p>" + "<span>It rained.</span> " * 200_000)
    assert_left_out(raw, "b.html", "too slow", "limits.seconds", most_seconds=0.5)


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
