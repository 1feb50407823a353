"""The fast parse gives what spaCy gives: all attributes of all tokens, in any batch."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import Fields, read_articles
from pipeline.model import download_folder, load
from pipeline.parse import vectors
from pipeline.parse.arcs import ArcParser
from pipeline.parse.columns import ATTRIBUTES
from pipeline.parse.engine import StockEngine, engine
from pipeline.parse.fast import FastEngine
from pipeline.parse.network import product
from pipeline.parse.threads import blas_threads, one_blas_thread

MODELS = ("en_core_web_sm", "en_core_web_md")
TEXTS = (ROOT / "tests" / "cases" / "parse_texts.txt").read_text(encoding="utf-8").splitlines()
ODD = [
    "",
    " ",
    "\n\n",
    "a",
    "Yes",
    "“",
    '"' * 400,
    "word " * 700,
    "One.\n\nTwo.\tThree.  \r\nFour",
    "\u200b\u2028.",
    ".",
]


@pytest.fixture(scope="module", params=MODELS)
def nlp(request):
    if not (download_folder() / request.param).is_dir():
        pytest.skip(f"{request.param} was not fetched")
    return load(request.param)


@pytest.fixture(scope="module")
def fast(nlp):
    return FastEngine(nlp)


@pytest.fixture(scope="module")
def stock(nlp):
    return StockEngine(nlp)


@pytest.fixture(scope="module")
def texts():
    articles = read_articles(ROOT / "data" / "raw", Fields())
    return [*TEXTS, *ODD, *(article.text for article in articles), " ".join(TEXTS)]


def differing(texts, some, others):
    """The texts of which some token has another attribute, with the attributes."""
    return {
        text: [name for name, unequal in zip(ATTRIBUTES, (one != other).any(axis=0), strict=True) if unequal]
        for text, one, other in zip(texts, some, others, strict=True)
        if one.shape != other.shape or (one != other).any()
    }


def test_it_gives_what_spacy_gives(texts, fast, stock):
    assert differing(texts, fast(texts), stock(texts)) == {}


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_text_does_not_depend_on_its_batch(texts, fast, size):
    parts = [array for at in range(0, len(texts), size) for array in fast(texts[at : at + size])]
    assert differing(texts, parts, fast(texts[::-1])[::-1]) == {}


@pytest.mark.parametrize(("forms", "first"), [(700, 200), (20, 0)])
def test_forms_that_are_forgotten_come_back(nlp, stock, texts, monkeypatch, forms, first):
    monkeypatch.setattr(vectors, "_FORMS", forms)
    monkeypatch.setattr(vectors, "_FIRST", first)
    fast = FastEngine(nlp)
    for batch in (texts[::-1], texts[::2], texts):
        assert differing(batch, fast(batch), stock(batch)) == {}


def test_a_full_vocabulary_does_not_grow(nlp, stock, texts, monkeypatch):
    fast = FastEngine(nlp)
    monkeypatch.setattr("pipeline.parse.fast._STRINGS", 0)
    expected = stock(texts)
    before = len(nlp.vocab.strings)
    new = [f"{text} Qu{at}zel{at}ings rewrote {at}xyz." for at, text in enumerate(texts)]
    for _ in range(2):
        with fast.room():
            fast(new)
            assert len(nlp.vocab.strings) > before
        with fast.room():
            assert differing(texts, fast(texts), expected) == {}
        assert len(nlp.vocab.strings) == before


@settings(max_examples=25)
@given(st.lists(st.sampled_from(" ".join(TEXTS).split()) | st.text(max_size=4), max_size=40))
def test_any_words_in_any_order(fast, stock, words):
    text = " ".join(words)
    assert differing([text], fast([text]), stock([text])) == {}


@pytest.mark.parametrize("guess", ["none", "all", "third"])
def test_guessed_sentence_starts_change_nothing(texts, fast, monkeypatch, guess):
    step = {"none": 10**6, "all": 1, "third": 3}[guess]
    expected = fast(texts)
    monkeypatch.setattr(ArcParser, "_guess_starts", lambda _, tags: np.arange(len(tags)) % step == step - 1)
    assert differing(texts, fast(texts), expected) == {}


def test_a_known_pipeline_is_parsed_fast(nlp, caplog):
    assert isinstance(engine(nlp), FastEngine)
    assert not caplog.records


@contextmanager
def more_components(nlp, _):
    nlp.add_pipe("sentencizer", first=True)
    yield
    nlp.remove_pipe("sentencizer")


@contextmanager
def fewer_components(nlp, _):
    with nlp.select_pipes(disable="ner"):
        yield


@contextmanager
def wider_beam(nlp, patch):
    patch.setitem(nlp.get_pipe("parser").cfg, "beam_width", 4)
    yield


@contextmanager
def unknown_rule(nlp, patch):
    ruler = nlp.get_pipe("attribute_ruler")
    odd = {"patterns": [[{"LENGTH": {">=": 3}}]], "attrs": {"POS": "X"}, "index": 0}
    patch.setattr(type(ruler), "patterns", [odd, *ruler.patterns[1:]])
    yield


@contextmanager
def other_weights(nlp, patch):
    """As another version of spaCy might do it: the same names, another sense."""
    layer = nlp.get_pipe("tagger").model.layers[1].layers[0]
    predict = layer._func
    patch.setattr(layer, "_func", lambda model, rows, is_train: predict(model, -rows, is_train))
    yield


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (more_components, "its components are sentencizer, tok2vec"),
        (fewer_components, "its components are tok2vec"),
        (wider_beam, "its parser is set up"),
        (unknown_rule, "the pattern {'LENGTH'"),
        (other_weights, 'another result for "Dr. Ilse'),
    ],
)
def test_another_pipeline_is_left_to_spacy(nlp, monkeypatch, caplog, change, reason):
    with change(nlp, monkeypatch):
        chosen = engine(nlp)
        assert isinstance(chosen, StockEngine)
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert reason in caplog.text
        assert (chosen(["Ana saw it.", ""])[0] == nlp("Ana saw it.").to_array(ATTRIBUTES)).all()


def test_rows_of_a_product_do_not_depend_on_each_other():
    rows, weights = (np.random.default_rng(1).random(size, np.float32) for size in ((700, 288), (288, 106)))
    together = product(rows, weights)
    for begin, end in ((0, 1), (5, 6), (3, 66), (0, 129), (650, 700)):
        assert product(rows[begin:end], weights).tobytes() == together[begin:end].tobytes()


def test_one_blas_thread_and_then_as_before():
    before = blas_threads()
    with one_blas_thread():
        assert blas_threads() == min(before, 1)
    assert blas_threads() == before
