"""Failing disks and interrupted runs: the old tables stay, the next run goes on."""

from __future__ import annotations

import errno
import json
import os
import re

import pyarrow.parquet as pq
import pytest
from bad_input import GOOD, assert_left_out, assert_same_rows

import pipeline
from pipeline.cli import main
from pipeline.core.config import Params
from pipeline.core.errors import UsageError
from pipeline.runtime.workflow import run


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


# ------------------------------------------------------------------ all at once


def put_bad_inputs(raw):
    """One bad input of each kind beside the good ones; the reason that each must get, by its source."""
    long = "9" * 2_100_000
    good = json.dumps({"id": "m", "text": "It rained."})
    contents = {
        "empty.txt": (b"", "empty"),
        "white.txt": (b" \r\n\t\xe2\x80\x83", "empty"),
        "nul.txt": (b"He left\0 at 5.", "not text"),
        "invalid.txt": (b"It was late \xe2\x80", "not UTF-8"),
        "windows.txt": ("“A café,” she said.".encode("cp1252"), "encoding guessed"),
        "long.txt": (long.encode(), "too long"),
        "long.jsonl": (json.dumps({"text": long}).encode(), "too long"),
        "cut.jsonl": (f'{good}\n{{"text": "cut'.encode(), "bad record"),
        "half.jsonl": (b'{"text": "x\\ud800"}', "bad record"),
        "date.jsonl": (b'{"id": "dated", "text": "It rained.", "date": "soon"}', "bad date"),
        "open.csv": (b'id,text\nq,It rained.\nr,"It snowed.\ns,It froze.\n', "bad record"),
        "cells.csv": (b"id,text\nb,He left, she said\n", "bad record"),
        "columns.csv": (b"id;text\nb;He left\n", "missing field"),
        "deep.html": (b"<div>" * 5_000 + b"<p>It rained.</p>", "unreadable"),
        "cut.parquet": (b"PAR1 and no more", "unreadable"),
        "scan.pdf": (b"%PDF", "unknown format"),
        "twice.jsonl": (b'{"id": "a", "text": "Another."}\n' * 3, "duplicate id"),
    }
    for name, (content, _) in contents.items():
        (raw / name).write_bytes(content)
    (raw / "broken.txt").symlink_to(raw / "nowhere.txt")
    (raw / "outside.txt").symlink_to("/etc/hostname")
    os.mkfifo(raw / "pipe.txt")
    (raw / os.fsdecode(b"caf\xe9.txt")).write_text("It rained.")
    return {name: reason for name, (_, reason) in contents.items()} | {
        "broken.txt": "broken link",
        "outside.txt": "link outside",
        "pipe.txt": "not a file",
        "caf\\xe9.txt": "bad name",
    }


def test_bad_inputs_of_every_kind_leave_the_good_ones_as_they_are(raw, tmp_path, capsys):
    pytest.importorskip("trafilatura")
    alone, out = tmp_path / "alone", tmp_path / "out"
    assert main(["run", "--raw", str(raw), "--out", str(alone), "--no-report"]) == 0
    reasons = put_bad_inputs(raw)
    assert main(["run", "--raw", str(raw), "--out", str(out), "--no-report"]) == 3
    said = capsys.readouterr().out
    tables = pipeline.read_tables(out)
    assert dict(zip(tables.errors.source, tables.errors.reason, strict=True)) == reasons
    assert len(tables.errors) == len(reasons) + 2
    assert "21 inputs could not be taken, 2 taken with a doubt" in said
    assert "all tables are sound" in said
    assert set(tables.articles.article_id) == {*GOOD, "m", "q", "windows", "dated"}
    assert_same_rows(alone, out, GOOD)
    assert main(["check", str(out)]) == 0


@pytest.mark.parametrize("name", ["b.txt", "b.html", "b.csv", "b.jsonl"])
def test_a_file_of_fifty_megabytes_is_refused_and_the_others_are_taken(raw, name):
    with (raw / name).open("wb") as file:
        file.write(b"id,text\n" if name.endswith("csv") else b"")
        for _ in range(50):
            file.write(b"x" * 1_000_000)
    assert_left_out(raw, name, "too long" if name != "b.csv" else "bad record", most_characters=2_000_000)
