"""Texts in any encoding and of odd letters: taken verbatim, or left out with an error."""

from __future__ import annotations

import json

import pytest
from bad_input import ENGLISH, GOOD, assert_left_out, assert_same_rows, ingest

import pipeline.ingest
from pipeline.core.config import Params
from pipeline.ingest.encoding import decode
from pipeline.ingest.unusable import UnusableError
from pipeline.runtime.workflow import run


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
    "straight": '"' * 1_000_000 + "\n\n“Yes,” she said.",
    "opening": "“" * 1_000_000 + "\n\n“Yes,” she said.",
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


@pytest.mark.parametrize("gap", [" ", "\n\n"])
@pytest.mark.parametrize("code", ["data:image/png;base64," + "iVBORw0KGgo5AAAA9" * 80, "x=5,7;" * 300])
def test_numbers_in_a_run_of_code_that_the_parse_leaves_out_are_none(code, gap):
    for text in (f"See the 5 cats{gap}{code}", f"See the 5 cats{gap}{code}{gap}and the dogs."):
        tables = pipeline.extract(text)
        assert tables.quantities.text.tolist() == ["5 cats"]
        assert not len(tables.errors)


def test_more_than_the_model_takes_at_once_is_no_reason_to_refuse():
    text = "x" * 1_100_000 + "\n\n“Yes,” said Ana Ruiz."
    tables = pipeline.extract(text)
    assert tables.quotes.speaker_name.tolist() == ["Ana Ruiz"]
    assert not len(tables.errors)


def test_texts_in_python_that_no_file_can_hold_leave_the_others_alone():
    tables = pipeline.extract({"a": "Ana\ud800", "\udfff": "Ruiz", "c": "“Yes,” said Ana Ruiz."})
    assert tables.articles.article_id.tolist() == ["c"]
    assert tables.errors.article_id.tolist() == ["a", "\\udfff"]
    assert set(tables.errors.reason) == {"bad record"}
