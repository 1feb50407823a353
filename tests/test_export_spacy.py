"""tables → spaCy Docs: the text exactly, the parse and the rows as in the tables."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy import displacy
from spacy.tokens import DocBin

import pipeline
from pipeline.core.document import Document, Parse
from pipeline.core.parts import read_documents
from pipeline.export import export_tables, spacy_format
from pipeline.export.spacy_format import to_doc
from pipeline.export.words import find_words
from pipeline.parse import MAX_WORD


@pytest.fixture(scope="module")
def vocab():
    return spacy.blank("en").vocab


@pytest.fixture(scope="module")
def docs(sample_tables, vocab, tmp_path_factory):
    """The sample articles, written and read again."""
    path = tmp_path_factory.mktemp("spacy") / "samples.spacy"
    assert export_tables(sample_tables, "spacy", path) == 12
    return list(DocBin(store_user_data=True).from_disk(path).get_docs(vocab))


def test_the_text_of_each_doc_is_its_article(docs, sample_tables):
    articles = pipeline.read_tables(sample_tables)["articles"].to_pylist()
    assert [(doc.user_data["article_id"], doc.text) for doc in docs] == [
        (row["article_id"], row["text"]) for row in articles
    ]
    assert [doc.user_data["title"] for doc in docs] == [row["title"] for row in articles]


def test_each_token_is_as_in_the_table(docs, sample_tables):
    for doc, document in zip(docs, read_documents(sample_tables, ["tokens"]), strict=True):
        parse = document.parse
        at = {token.idx: token for token in doc}
        tokens = [at[start] for start in parse.start]
        assert [token.text for token in tokens] == parse.text
        assert [token.lemma_ for token in tokens] == parse.lemma
        assert [token.tag_ for token in tokens] == parse.tag
        assert [token.pos_ for token in tokens] == parse.pos
        assert [str(token.morph) or "_" for token in tokens] == parse.morph
        assert [token.dep_ for token in tokens] == parse.dep
        assert [token.head for token in tokens] == [tokens[head] for head in parse.head]
        assert all(token.is_space for token in doc if token.idx not in set(parse.start))


def test_the_rows_are_those_of_the_tables(docs, sample_tables):
    tables = pipeline.read_tables(sample_tables)
    for name in ("quotes", "quantities", "mentions", "entities"):
        rows = [row for doc in docs for row in getattr(doc._, name)]
        rows = json.loads(json.dumps(rows))  # a DocBin gives tuples for lists
        assert rows == tables[name].drop_columns("article_id").to_pylist()
    mentions = tables.mentions
    assert [(ent.text, ent.label_, ent.ent_id_) for doc in docs for ent in doc.ents] == [
        (row.text, row.label, str(row.entity_id)) for row in mentions.itertuples()
    ]
    assert [span.text for doc in docs for span in doc.spans["quotes"]] == tables.quotes.text.tolist()
    assert [
        span.label_ for doc in docs for span in doc.spans["quantities"]
    ] == tables.quantities.kind.tolist()
    assert {span.label_ for doc in docs for span in doc.spans["model_ents"]} >= {"PERSON", "DATE", "GPE"}


def test_displacy_shows_the_spans(docs):
    page = displacy.render(docs[0], style="span", options={"spans_key": "quotes"}, jupyter=False)
    assert "direct" in page
    assert displacy.render(docs[0], style="ent", jupyter=False).count("PERSON") >= 2


@given(
    st.text("ab \n\t\u00a0”", max_size=20),
    st.data(),
)
def test_any_tokens_of_any_text_give_the_text(text, data):
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pieces = list(pairwise(edges))
    chosen = [piece for piece in pieces if data.draw(st.booleans())]
    parse = Parse(start=[a for a, _ in chosen], end=[b for _, b in chosen])
    words = find_words(text, parse)
    assert "".join(word.text + " " * word.space for word in words) == text
    assert [word.text for word in words if word.token is not None] == [text[a:b] for a, b in chosen]


def test_what_got_no_tokens_is_there(vocab, parsed):
    document = parsed(f"\n  Ana  saw\r\n\r\n{'x' * (MAX_WORD + 1)} it.\u00a0 \n")
    doc = to_doc(document, vocab)
    assert doc.text == document.text
    assert len(list(doc.sents)) >= 2
    assert to_doc(Document("a", " \n"), vocab).text == " \n"
    assert to_doc(Document("a", ""), vocab).text == ""


def test_a_folder_has_files_of_bounded_size(sample_tables, tmp_path, monkeypatch):
    monkeypatch.setattr(spacy_format, "SHARD", 5)
    assert export_tables(sample_tables, "spacy", tmp_path / "out") == 12
    shards = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in shards] == ["00000.spacy", "00001.spacy", "00002.spacy"]
    assert [len(DocBin().from_disk(path)) for path in shards] == [5, 5, 2]
