"""The command line: what it writes, says and returns."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from conftest import ROOT

from pipeline.cli import main
from pipeline.core import schema
from pipeline.core.reference import as_markdown


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("“We saw 5 cats,” said Ana Ruiz.\n\nShe left.")
    return folder


def test_run_writes_every_table_and_the_report(raw, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    assert main(["run", "--raw", str(raw), "--out", str(out)]) == 0
    assert {path.stem for path in out.glob("*.parquet")} == set(schema.TABLES)
    assert (out / "report" / "index.html").is_file()
    said = capsys.readouterr().out
    assert re.match(r"ingest +1 articles, \d", said)
    assert "1 quotes" in said
    assert "all tables are sound" in said
    assert pq.read_table(out / "quotes.parquet").column("speaker_name").to_pylist() == ["Ana Ruiz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "raw"]


def test_bad_inputs_stand_in_errors_and_the_summary(raw, tmp_path, capsys):
    (raw / "bad.txt").write_bytes(b"\x81\x8d \xfe\xff")
    (raw / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    assert main(["run", "--raw", str(raw), "--out", str(out)]) == 3
    errors = pq.read_table(out / "errors.parquet").to_pylist()
    assert [(e["source"], e["reason"]) for e in errors] == [("bad.txt", "not UTF-8"), ("empty.txt", "empty")]
    assert pq.read_table(out / "articles.parquet").column("article_id").to_pylist() == ["a"]
    said = capsys.readouterr().out
    assert "2 inputs could not be taken" in said
    assert "bad.txt" in said or "bad:" in said


def test_field_names_on_the_command_line_win_over_the_settings(tmp_path):
    (tmp_path / "params.yaml").write_text("ingest: {text_field: wrong, id_field: key}")
    (tmp_path / "news.jsonl").write_text(
        '{"key": "k1", "body": "It rained.", "head": "H", "day": "2024-05-01"}\n'
    )
    inputs = ["--raw", str(tmp_path / "news.jsonl"), "--params", str(tmp_path / "params.yaml")]
    fields = ["--text-field", "body", "--title-field", "head", "--date-field", "day"]
    for command in ("run", "ingest"):
        out = tmp_path / command
        assert main([command, *inputs, "--out", str(out), *fields]) == 0
        (row,) = pq.read_table(out / "articles.parquet").to_pylist()
        assert (row["article_id"], row["text"], row["title"]) == ("k1", "It rained.", "H")
        assert row["published"].isoformat() == "2024-05-01T00:00:00+00:00"


def test_ingest_says_how_long_it_took(raw, tmp_path, capsys, monkeypatch):
    ticks = itertools.count(step=2.5)
    monkeypatch.setattr("time.perf_counter", lambda: next(ticks))
    assert main(["ingest", "--raw", str(raw), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == "ingest     1 articles, 2.5 s\n"


def test_no_articles_give_every_table(tmp_path):
    (tmp_path / "raw").mkdir()
    out = tmp_path / "out"
    assert main(["run", "--raw", str(tmp_path / "raw"), "--out", str(out)]) == 0
    for name, table in schema.TABLES.items():
        assert pq.read_schema(out / f"{name}.parquet").names == table.names


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--raw", "nowhere"], "no such file or folder"),
        (["--model", "en_core_web_huge"], "Known are en_core_web_md"),
        (["--params", "wrong.yaml"], "did you mean 'parse'"),
        (["--params", "none.yaml"], "no such file"),
    ],
)
def test_wrong_usage_says_so_and_overwrites_nothing(raw, tmp_path, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.yaml").write_text("pase: {}")
    out = tmp_path / "out"
    out.mkdir()
    (out / "quotes.parquet").write_text("old")
    assert main(["run", "--raw", str(raw), "--out", str(out), *arguments]) == 2
    assert message in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["quotes.parquet"]
    assert (out / "quotes.parquet").read_text() == "old"


def test_a_stage_without_its_input_names_what_to_run(tmp_path, capsys):
    assert main(["quotes", "--data", str(tmp_path)]) == 2
    assert "Run the earlier stages first" in capsys.readouterr().err


@pytest.fixture
def tables(sample_tables, tmp_path, monkeypatch):
    """The folder in which we are, with a copy of the sample tables."""
    monkeypatch.chdir(tmp_path)
    for path in sample_tables.glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("command", ["parse", "report", "export --format csv", "export --format duckdb"])
def test_a_damaged_table_is_wrong_usage(tables, capsys, command):
    path = tables / "articles.parquet"
    whole = path.read_bytes()
    out = ["--out", "o"] if "export" in command else []
    for content in (b"PAR1", whole[:4] + b"\xff" * 40 + whole[44:]):
        path.write_bytes(content)
        assert main([*command.split(), *out, "--data", "."]) == 2
        assert "articles.parquet cannot be read" in capsys.readouterr().err
        assert main(["check", "."]) == 1


@pytest.mark.parametrize("command", ["parse", "report", "export --format jsonl"])
def test_tables_of_other_articles_are_wrong_usage(tables, capsys, command):
    (tables / "raw.txt").write_text("It rained.")
    assert main(["ingest", "--raw", "raw.txt", "--out", "."]) == 0
    out = ["--out", "o"] if "export" in command else []
    assert main([*command.split(), *out, "--data", "."]) == 2
    assert "blocks.parquet: rows of article" in capsys.readouterr().err
    assert main(["check", "."]) == 1


def test_check_finds_damage(sample_tables, tmp_path, capsys):
    for path in sample_tables.glob("*.parquet"):
        os.link(path, tmp_path / path.name)
    assert main(["check", "--data", str(tmp_path)]) == 0
    table = pq.read_table(tmp_path / "sentences.parquet")
    (tmp_path / "sentences.parquet").unlink()
    pq.write_table(table.slice(1), tmp_path / "sentences.parquet")
    assert main(["check", "--data", str(tmp_path)]) == 1
    assert "sentences, article" in capsys.readouterr().out


def test_the_sample_articles_reach_their_floors(sample_tables, capsys):
    reach_floors(sample_tables, ROOT / "gold" / "articles", capsys)


@pytest.mark.parametrize("gold", ["passages", "layouts", "unseen", "fresh"])
def test_short_texts_reach_their_floors(tmp_path, capsys, gold):
    texts = str(ROOT / "gold" / gold / "texts")
    assert main(["run", "--no-report", "--raw", texts, "--out", str(tmp_path)]) == 0
    reach_floors(tmp_path, ROOT / "gold" / gold, capsys)


def reach_floors(tables, gold, capsys):
    code = main(
        [
            "evaluate",
            "--data",
            str(tables),
            "--gold",
            str(gold),
            "--floors",
            str(ROOT / "gold" / "floors" / f"{gold.name}.json"),
        ]
    )
    said = capsys.readouterr().out
    assert code == 0, said
    assert "left out" not in said


def test_the_table_reference_is_fresh():
    page = (ROOT / "docs" / "tables.md").read_text()
    assert page == as_markdown(), "run: python -m pipeline tables > docs/tables.md"


def test_a_reader_who_leaves_early_is_no_error():
    command = f"{sys.executable} -m pipeline tables | head -n 1"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S602  a fixed command with a pipe
    assert done.stdout.startswith("# The tables")
    assert not done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_script_for_the_shell_knows_commands_and_options(capsys, shell):
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "fetch-model" in script
    assert "--text-field" in script
