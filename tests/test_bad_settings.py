"""Settings and folders that make no sense: the call ends with 2, says why, and leaves no table."""

from __future__ import annotations

import pytest

import pipeline
from pipeline.cli import main


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("“We lost 40 homes,” said Ana Ruiz.")
    return folder


def refused(capsys, *arguments):
    """What is said on a call that cannot be carried out."""
    assert main(list(map(str, arguments))) == 2
    said = capsys.readouterr().err
    assert said.startswith("attribune: ")
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"limits: {seconds: -1}", "limits.seconds is -1; it must be from 0"),
        (b"limits: {seconds: 99999999999999999999}", "it must be from 0 to"),
        (b"limits: {characters: -5}", "limits.characters is -5"),
        (b"limits: {seconds: 1.5}", "must be of type int"),
        (b"limits: {seconds: yes}", "must be of type int"),
        (b"parse: {batch_size: 0}", "parse.batch_size is 0; it must be from 1"),
        (b"parse: {model: nowhere/at/all}", "There is no model"),
        (b"cache: {megabytes: -1}", "cache.megabytes is -1"),
        (b"quantities: {guess_dollar: dollar}", "ISO 4217"),
        (b"quantities: {guess_dollar: ''}", "ISO 4217"),
        (b"names: {aliases: nowhere.csv}", "names.aliases"),
        (b"ingest: {text_field: ''}", "ingest.text_field"),
        (b"ingest: {text_field: id}", "ingest.text_field"),
        (b"limit: {seconds: 1}", "did you mean 'limits'?"),
        (b"- a", "expected names with values"),
        (b"\xff\xfe", "not valid YAML"),
        (b"a: [", "not valid YAML"),
        (b"!!python/object/apply:os.system [ls]", "not valid YAML"),
    ],
)
def test_settings_that_make_no_sense(raw, tmp_path, capsys, content, said):
    (tmp_path / "s.yaml").write_bytes(content)
    out = tmp_path / "out"
    assert main(["run", "--raw", str(raw), "--out", str(out), "--params", str(tmp_path / "s.yaml")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("attribune: ")
    assert said in error
    assert not list(out.glob("*.parquet"))


def test_settings_that_cannot_be_read(raw, tmp_path, capsys):
    assert "is a directory" in refused(capsys, "run", "--raw", raw, "--out", tmp_path / "o", "--params", raw)
    missing = tmp_path / "none.yaml"
    assert "no such file" in refused(
        capsys, "run", "--raw", raw, "--out", tmp_path / "o", "--params", missing
    )


@pytest.mark.parametrize(
    "command",
    [
        "ingest --raw memory://news/raw --out tables",
        "ingest --raw raw --out memory://news/tables",
        "quotes --data memory://news/tables",
        "check memory://news/tables",
        "evaluate --gold memory://news/gold",
        "export --format csv --out memory://news/csv",
        "cache clear --params params.yaml",
        "cache info --params params.yaml",
    ],
)
def test_remote_storage_where_a_command_cannot_take_it(tmp_path, capsys, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params.yaml").write_text("cache: {folder: 'memory://news/cache'}")
    before = sorted(tmp_path.iterdir())
    assert "only `run` reads and writes remote storage" in refused(capsys, *command.split())
    assert sorted(tmp_path.iterdir()) == before


def test_an_output_that_is_a_file(raw, capsys):
    assert "a.txt is a file" in refused(capsys, "run", "--raw", raw, "--out", raw / "a.txt")
    assert (raw / "a.txt").read_text().startswith("“We lost")


@pytest.mark.parametrize("command", ["run", "ingest"])
def test_an_output_that_is_the_input(raw, capsys, command):
    assert "input and output" in refused(capsys, command, "--raw", raw, "--out", raw)
    assert "input and output" in refused(capsys, command, "--raw", raw, "--out", raw / "x" / "..")
    assert not list(raw.glob("*.parquet"))


def test_an_output_within_the_input_is_no_input(raw):
    out = raw / "deep" / "out"
    for _ in range(2):
        assert main(["run", "--raw", str(raw), "--out", str(out)]) == 0
        assert pipeline.read_tables(out).articles.article_id.tolist() == ["a"]
    (raw / "deep" / "b.txt").write_text("It rained.")
    assert main(["run", "--raw", str(raw), "--out", str(out), "--no-report"]) == 0
    assert pipeline.read_tables(out).articles.article_id.tolist() == ["a", "deep/b"]


def test_an_input_within_the_output(raw):
    assert main(["run", "--raw", str(raw / "a.txt"), "--out", str(raw), "--no-report"]) == 0
    assert pipeline.read_tables(raw).articles.article_id.tolist() == ["a"]


def test_folders_with_spaces_and_letters_of_any_kind(raw, tmp_path):
    out = tmp_path / "sp ace" / "ünï\n🙂"
    assert main(["run", "--raw", str(raw), "--out", str(out)]) == 0
    assert len(pipeline.read_tables(out).quotes) == 1


def test_no_article_gives_all_tables_without_rows(tmp_path):
    (tmp_path / "raw").mkdir()
    assert main(["run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 0
    assert not len(pipeline.read_tables(tmp_path / "out").articles)


@pytest.mark.parametrize("change", [{"TMPDIR": "/nowhere"}, {"HOME": "/nowhere"}, {"HOME": None}])
def test_no_home_and_no_folder_for_temporary_files(raw, tmp_path, monkeypatch, change):
    for name, value in change.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    assert main(["run", "--raw", str(raw), "--out", str(tmp_path / "out"), "--no-report"]) == 0
