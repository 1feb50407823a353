"""A user's file of names: what it does to an article, and what is said of a file that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_names import by_hand

from pipeline.core.config import NamesParams, Params
from pipeline.core.errors import UsageError
from pipeline.names import find_names, read_aliases
from pipeline.runtime.workflow import run

HEADER = "name\tcanonical\tqid"
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "names_aliases.jsonl").read_text("utf-8").splitlines()
]


def file_of(folder: Path, rows: str, *, header: str = f"{HEADER}\tlabel") -> str:
    path = folder / "aliases.tsv"
    path.write_text(f"{header}\n{rows}", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case, tmp_path):
    document = by_hand(case["text"], case["model"])
    mentions, entities = find_names(document, aliases=read_aliases(file_of(tmp_path, case["aliases"])))
    found = [[document.text[row.start : row.end], row.label, row.method] for row in mentions]
    assert found == case["mentions"]
    assert [[row.name, row.aliases, row.qid] for row in entities] == case["entities"]


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        ("Borg\tAna Borg\tQ1\nBorg\tPaul Borg\tQ2", 3, "stands for 'Paul Borg' here, for 'Ana Borg' above"),
        ("Borg\tAna Borg\tQ1\nAna\tAna Borg\tQ2", 3, "another qid or label than in line 2"),
        ("Borg\tAna Borg\tQ1\nAna\tAna Borg\t", 3, "another qid or label than in line 2"),
        ("Borg\tAna Borg\tQ1\nAna\tAna M. Borg\tQ1", 3, "keep one canonical name"),
        ("Ana Borg\tPaul Borg\tQ1\nAna\tAna Borg\tQ2", 3, "and elsewhere a name of 'Paul Borg'"),
        ("\tAna Borg\tQ1", 2, "the column name is empty"),
        ("Borg\t \tQ1", 2, "the column canonical is empty"),
        ("Borg\tAna Borg\t12", 2, "'12' is no Wikidata item"),
        ("Borg\tAna Borg\tQ١", 2, "is no Wikidata item"),
        ("Borg\tAna Borg\tQ1\tPLACE", 2, "write PERSON or ORG"),
        ("Borg", 2, "1 cells, expected 4"),
        ("Borg\tAna Borg\tQ1\tPERSON\tx", 2, "5 cells, expected 4"),
    ],
)  # fmt: skip
def test_a_wrong_row_says_where_and_what(tmp_path, rows, line, message):
    path = file_of(tmp_path, rows)
    with pytest.raises(UsageError) as error:
        read_aliases(path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert message in str(error.value)


@pytest.mark.parametrize("header", ["Borg\tAna Borg\tQ1", "name,canonical,qid", "name\tqid\tcanonical", " "])
def test_a_missing_header_is_asked_for(tmp_path, header):
    with pytest.raises(UsageError, match="the first line must be name, canonical, qid"):
        read_aliases(file_of(tmp_path, "", header=header))


def test_wrong_files(tmp_path):
    with pytest.raises(UsageError, match=r"none.tsv: No such file .*correct names.aliases"):
        read_aliases(str(tmp_path / "none.tsv"))
    path = tmp_path / "latin.tsv"
    path.write_bytes(f"{HEADER}\nJosé\tJosé Borg\tQ1\n".encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin.tsv:2: no valid UTF-8"):
        read_aliases(str(path))


def test_what_is_allowed(tmp_path):
    path = tmp_path / "a.tsv"
    text = f"{HEADER}\r\nBorg\tAna Borg\tQ1\r\n\r\nBorg\tAna Borg\tQ1\r\nNorvik\tNorvik AB\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    names = read_aliases(str(path)).names
    assert {name: known.canonical for name, known in names.items()} == {
        "Borg": "Ana Borg", "Ana Borg": "Ana Borg", "Norvik": "Norvik AB", "Norvik AB": "Norvik AB",
    }  # fmt: skip
    assert names["Norvik"].qid is None
    assert not read_aliases("").names


def test_a_run_with_a_wrong_file_writes_nothing(tmp_path):
    (tmp_path / "raw.txt").write_text("Ana Borg left.")
    params = Params(names=NamesParams(aliases=file_of(tmp_path, "Borg\tAna Borg\t12")))
    with pytest.raises(UsageError, match="no Wikidata item"):
        run(tmp_path / "raw.txt", tmp_path / "out", params)
    assert not list((tmp_path / "out").glob("*.parquet"))
