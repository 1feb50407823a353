"""The spaCy component: found without an import, the rows of the tables, any way that spaCy runs it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import spacy
from conftest import MODEL, ROOT
from spacy.tokens import Doc

import pipeline
from pipeline.component import Attribune
from pipeline.component.columns import cut_columns
from pipeline.core.document import Block
from pipeline.model import find

TEXT = """The storm destroyed about 40 homes.

“We lost $3m,” said Ana Ruiz, the mayor. “It hurt.”
"""
LAYERS = ("quotes", "quantities", "mentions", "entities")


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.load(find(MODEL).folder)
    nlp.add_pipe("attribune")
    return nlp


def rows(doc, name):
    return getattr(doc._, name)


def test_spacy_finds_it_without_an_import():
    assert any(entry.name == "attribune" for entry in entry_points(group="spacy_factories")), (
        "the project is not installed as pyproject.toml has it: run `make test` or install it again"
    )
    code = "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('attribune'); print(nlp.pipe_names)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['attribune']"


def test_rows_are_those_of_the_tables(nlp):
    doc = nlp(TEXT)
    tables = pipeline.extract(TEXT)
    for name in LAYERS:
        expected = tables[name].drop_columns("article_id").to_pylist()
        assert expected, name
        assert rows(doc, name) == expected, name
    assert [quote["speaker_name"] for quote in doc._.quotes] == ["Ana Ruiz", "Ana Ruiz"]


def test_spans_carry_kind_and_place_of_their_row(nlp):
    doc = nlp(TEXT)
    for name, label in (("quotes", "kind"), ("quantities", "kind"), ("mentions", "label")):
        found = rows(doc, name)
        assert len(doc.spans[name]) == len(found)
        for span in doc.spans[name]:
            row = found[int(span.id_)]
            assert (span.text, span.label_) == (row["text"], row[label])
    assert doc.spans["sentences"][0].text == "The storm destroyed about 40 homes."


def test_on_the_sample_articles_it_reads_as_the_stages_do(nlp, sample_tables):
    """The parse of a whole text may differ here and there from one block by block: hence not all."""
    tables = pipeline.read_tables(sample_tables)
    texts = {row["article_id"]: row["text"] for row in tables["articles"].to_pylist()}
    found = {
        (name, quote["start"], quote["speaker_name"])
        for name, text in texts.items()
        for quote in nlp(text)._.quotes
    }
    expected = {
        (row["article_id"], row["start"], row["speaker_name"]) for row in tables["quotes"].to_pylist()
    }
    assert len(found & expected) > 0.95 * len(expected)


def test_pipe_in_two_processes_keeps_rows_spans_and_order(nlp):
    texts = [TEXT, "", "“No,” said Ida Holm.", "\n\n"]
    alone = [nlp(text) for text in texts]
    together = list(nlp.pipe(texts, n_process=2, batch_size=2))
    for one, two in zip(alone, together, strict=True):
        assert [rows(one, name) for name in LAYERS] == [rows(two, name) for name in LAYERS]
        assert {name: len(group) for name, group in one.spans.items()} == {
            name: len(group) for name, group in two.spans.items()
        }


def test_as_tuples_keeps_the_context(nlp):
    ((doc, context),) = nlp.pipe([(TEXT, {"id": 7})], as_tuples=True)
    assert context == {"id": 7}
    assert len(doc._.quotes) == 2


def test_a_saved_pipeline_has_it_with_its_settings(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("attribune", config={"guess_dollar": "CAD"})
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path).get_pipe("attribune").guess_dollar == "CAD"
    assert spacy.blank("en").from_config(nlp.config).get_pipe("attribune").guess_dollar == "CAD"


def test_a_setting_that_makes_no_sense_is_refused_at_once():
    with pytest.raises(pipeline.UsageError, match="ISO 4217"):
        spacy.blank("en").add_pipe("attribune", config={"guess_dollar": "dollars"})


def test_it_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(Attribune(guess_dollar="CAD"))).guess_dollar == "CAD"  # noqa: S301  our own bytes


def test_spacy_can_tell_what_it_needs_and_sets(nlp):
    found = nlp.analyze_pipes()
    assert not found["problems"]["attribune"]
    assert "doc._.quotes" in found["summary"]["attribune"]["assigns"]


def test_a_text_that_a_stage_cannot_take_goes_to_the_error_handler(nlp, monkeypatch):
    monkeypatch.setattr("pipeline.component.columns.cut_columns", lambda *_: None)
    failed = []
    monkeypatch.setattr(nlp, "default_error_handler", lambda *fault: failed.append(fault[-1]))
    assert list(nlp.pipe(["Ana Ruiz left."])) == []
    assert "names: " in str(failed[0])


def test_a_setting_reaches_its_stage(nlp):
    doc = nlp.make_doc("It cost $5.")
    for name, component in nlp.pipeline:
        doc = component(doc) if name != "attribune" else Attribune(guess_dollar="CAD")(doc)
    assert doc._.quantities[0]["currency"] == "CAD"


def test_a_doc_survives_its_bytes(nlp):
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.quotes == doc._.quotes
    assert [span.id_ for span in again.spans["quotes"]] == ["0", "1"]


def test_without_a_parse_the_error_says_what_to_add():
    nlp = spacy.blank("en")
    nlp.add_pipe("attribune")
    with pytest.raises(ValueError, match=r"tagger, attribute_ruler, lemmatizer, parser, ner"):
        nlp("It rained.")
    assert nlp("")._.quotes == []


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="reads English"):
        spacy.blank("de").add_pipe("attribune")


def test_nothing_crosses_a_block():
    words = ["Ana", "Ruiz", "\n", "says", "it"]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=[True, False, False, True, False],
        heads=[1, 3, 1, 3, 3],
        deps=["compound", "nsubj", "dep", "ROOT", "dobj"],
        tags=["NNP", "NNP", "_SP", "VBZ", "PRP"],
        ents=["O", "B-PERSON", "I-PERSON", "I-PERSON", "O"],
    )
    parse = cut_columns(doc, [Block(0, 0, 8, "heading"), Block(1, 9, 16, "paragraph")])
    assert parse.text == ["Ana", "Ruiz", "says", "it"]
    assert parse.head == [1, 1, 2, 2]
    assert parse.dep == ["compound", "ROOT", "ROOT", "dobj"]
    assert parse.sent_start == [True, False, True, False]
    assert parse.ent_iob == ["O", "B", "B", "O"]


def test_a_token_over_the_edge_of_a_block_is_divided():
    doc = Doc(spacy.blank("en").vocab, words=["glued"], heads=[0], deps=["ROOT"], tags=["NN"])
    parse = cut_columns(doc, [Block(0, 0, 2, "credit"), Block(1, 2, 5, "caption")])
    assert (parse.text, parse.start, parse.end) == (["gl", "ued"], [0, 2], [2, 5])
    assert parse.head == [0, 1]
