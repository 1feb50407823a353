"""blocks → tokens, and the cache."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import MODEL

import pipeline.parse.engine
from pipeline.core.document import Block, Document
from pipeline.model import find
from pipeline.parse import MAX_PIECE, MAX_WORD, Parser, cut_pieces, fingerprint, parser_text


def test_tokens_slice_back_and_arcs_stay_in_their_block(parser):
    text = "Ana\u00a0Ruiz  said\tno.\r\n\r\nBob didn’t. He left."
    document = Document("a", text, blocks=[Block(0, 0, 19, "paragraph"), Block(1, 23, 43, "paragraph")])
    parser.parse([document])
    parse = document.parse
    assert parse.text == [text[a:b] for a, b in zip(parse.start, parse.end, strict=True)]
    edge = next(i for i in range(len(parse)) if parse.start[i] >= 23)
    assert {head < edge for head in parse.head[:edge]} == {True}
    assert {head >= edge for head in parse.head[edge:]} == {True}
    assert parse.sent_start[0]
    assert parse.sent_start[edge]
    assert "did" in parse.text
    assert parse.lower[parse.text.index("n’t")] == "n't"


def test_the_model_reads_plain_spaces_of_the_same_length():
    assert parser_text("a\u00a0b\r\nc\u2009d", (0, 8)) == "a b  c d"


def test_what_is_no_word_gets_no_tokens_and_long_blocks_are_cut_at_white_space():
    junk = "“" * (MAX_WORD + 1)
    text = f"Ana saw {junk} and left. " + "word " * MAX_PIECE
    block = Block(0, 0, len(text.rstrip()), "paragraph")
    pieces = cut_pieces(text, block)
    assert text[slice(*pieces[0])] == "Ana saw"
    assert all(end - start <= MAX_PIECE for start, end in pieces)
    read = "".join(text[start:end] for start, end in pieces)
    assert read.replace(" ", "") == text.replace(junk, "").replace(" ", "")
    assert cut_pieces(junk, Block(0, 0, len(junk), "other")) == []


def test_a_document_of_marks_alone_has_an_empty_parse(parser):
    document = Document("a", '"' * 50_000, blocks=[Block(0, 0, 50_000, "other")])
    parser.parse([document])
    assert len(document.parse) == 0
    assert document.errors == []


def test_a_parse_does_not_depend_on_its_batch(parser):
    texts = ["Ana Ruiz saw 5 cats.", "“No,” she said.", "The firm rose 3 percent in May."]
    alone, together = [
        [Document(t, t, blocks=[Block(0, 0, len(t), "paragraph")]) for t in texts] for _ in "ab"
    ]
    for document in alone:
        parser.parse([document])
    parser.parse(together)
    assert alone == together


def test_an_article_that_the_model_cannot_take_is_an_error_of_its_own(monkeypatch):
    real = pipeline.parse.engine.engine

    def faulty(nlp):
        able = real(nlp)

        def engine(texts):
            if any("bad" in text for text in texts):
                raise MemoryError("too long")
            return able(texts)

        engine.strings, engine.room = able.strings, able.room
        return engine

    monkeypatch.setattr(pipeline.parse.engine, "engine", faulty)
    documents = [
        Document(t, t, blocks=[Block(0, 0, len(t), "paragraph")]) for t in ("good.", "bad.", "fine.")
    ]
    Parser(model=MODEL).parse(documents)
    assert [len(document.parse) for document in documents] == [2, 0, 2]
    assert [len(document.errors) for document in documents] == [0, 1, 0]
    assert documents[1].errors[0].reason == "failed"


class SlowEngine:
    """An engine that never comes back from a text with the word “endless”."""

    def __init__(self, able):
        self.able, self.strings, self.room, self.batches = able, able.strings, able.room, []

    def __call__(self, texts):
        self.batches.append(len(texts))
        while any("endless" in text for text in texts):
            time.sleep(0.01)
        return self.able(texts)


def test_an_article_on_which_the_parse_hangs_is_too_slow_and_the_others_are_parsed(monkeypatch):
    real, made = pipeline.parse.engine.engine, []
    monkeypatch.setattr(
        pipeline.parse.engine, "engine", lambda nlp: made.append(SlowEngine(real(nlp))) or made[-1]
    )
    documents = [
        Document(t, t, blocks=[Block(0, 0, len(t), "paragraph")]) for t in ("good.", "endless.", "fine.")
    ]
    Parser(model=MODEL, seconds=0.5).parse(documents)
    assert [len(document.parse) for document in documents] == [2, 0, 2]
    assert [[error.reason for error in document.errors] for document in documents] == [[], ["too slow"], []]
    assert "limits.seconds" in documents[1].errors[0].message
    assert made[0].batches == [3, 1, 1, 1]


def test_the_cache_spares_the_model(tmp_path, monkeypatch):
    def document():
        return Document("x", "Ana saw it.", blocks=[Block(0, 0, 11, "paragraph")])

    cache = str(tmp_path / "c" / "parse.sqlite")
    first, second = document(), document()
    Parser(model=MODEL, cache=cache).parse([first])
    monkeypatch.setattr(pipeline.parse, "load", lambda _name: pytest.fail("the model was loaded"))
    Parser(model=MODEL, cache=cache).parse([second])
    assert first == second


def test_the_fingerprint_covers_every_module(monkeypatch):
    info = find(MODEL)
    seen = {fingerprint(info)}
    read = Path.read_bytes
    modules = list(Path(pipeline.parse.__file__).parent.glob("*.py"))
    for changed in modules:
        monkeypatch.setattr(Path, "read_bytes", lambda path, at=changed: read(path) + b"#" * (path == at))
        seen.add(fingerprint(info))
    assert len(seen) == len(modules) + 1


def test_documents_of_the_same_text_share_a_parse(monkeypatch):
    import pipeline.parse

    def document(name):
        return Document(name, "Ana saw it.", source=name, blocks=[Block(0, 0, 11, "paragraph")])

    parsed = []
    parse_all = pipeline.parse._parse
    monkeypatch.setattr(
        pipeline.parse, "_parse", lambda batch, engine: parsed.extend(batch) or parse_all(batch, engine)
    )
    documents = [document("a"), Document("x", "", blocks=[]), document("b"), document("c")]
    Parser(model=MODEL).parse(documents)
    assert [one.article_id for one in parsed] == ["a", "x"]
    assert documents[0].parse == documents[2].parse == documents[3].parse
    assert len(documents[0].parse) == 4
