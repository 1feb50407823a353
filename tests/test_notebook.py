"""What a notebook shows of tables."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pyarrow as pa
import pytest
from documents import MADE_BY, small_document

import pipeline
from pipeline import notebook
from pipeline.api import Tables
from pipeline.core import schema
from pipeline.core.tables import build, error_table


def tables(*documents):
    layers = {name: build(name, documents, MADE_BY) for name in schema.TABLES if name != "errors"}
    return Tables({**layers, "errors": error_table([], MADE_BY)})


def shown(page):
    """The text of each article as a reader sees it."""
    bodies = re.findall(r'<div class="text">(.*?)</div>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", body)) for body in bodies]


def test_the_text_with_its_people_quotes_and_quantities():
    document = small_document()
    document.quotes = [document.quotes[0]._replace(speaker_name="Ana Ruiz", speaker_entity_id=0)]
    page = tables(document)._repr_html_()
    assert shown(page) == [document.text]
    assert re.search(r'<mark class="quote direct" title="[^"]*" data-who="Ana Ruiz">Yes,</mark>', page)
    assert re.search(r'<mark class="person" title="[^"]*">Ana Ruiz</mark>', page)
    assert re.search(r'<mark class="quantity" title="5 cats · count">5 cats</mark>', page)
    assert "1 article · 1 quote · 1 entity · 1 quantity · 0 errors" in page


def test_whatever_stands_in_an_article_is_escaped():
    attack = "<script>alert(1)</script>\"'&"
    document = small_document(f"id{attack}")
    document.title = f"{attack} title"
    document.text = f"{document.text}\n{attack}"
    document.entities = [document.entities[0]._replace(name=attack)]
    document.quotes = [document.quotes[0]._replace(speaker_name=attack)]
    page = tables(document)._repr_html_()
    assert "<script" not in page
    assert 'data-who="&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;"' in page
    assert shown(page) == [document.text]
    tags = set(re.findall(r"<(/?\w+)", page))
    assert tags <= {f"{s}{t}" for s in ("", "/") for t in ("div", "style", "p", "b", "article", "mark")}


def test_it_holds_all_that_it_needs_and_no_ids():
    page = tables(small_document())._repr_html_()
    assert "<style>" in page
    assert not re.search(r"\b(src|href|url|id)=|url\(|@import", page)


def test_a_large_corpus_is_cut_and_says_how_much_is_left(monkeypatch):
    monkeypatch.setattr(notebook, "MOST_CHARACTERS", 33)
    document = small_document()
    page = tables(*(replace(document, article_id=str(n)) for n in range(1_005)))._repr_html_()
    assert shown(page) == [document.text[:33]] * notebook.MOST_ARTICLES
    assert "and 1,002 more articles" in page
    assert "and 4 more characters" in page
    assert ">5 c</mark>" in page


def test_no_articles():
    assert "0 articles" in tables()._repr_html_()


@pytest.mark.parametrize("rows", [1, 2])
def test_rows_in_many_batches_are_put_together(monkeypatch, rows):
    monkeypatch.setattr(notebook, "_BATCH_ROWS", rows)
    documents = [small_document("a"), small_document("b")]
    parts = [tables(document) for document in documents]
    whole = Tables({name: pa.concat_tables(part[name] for part in parts) for name in schema.TABLES})
    assert whole._repr_html_() == tables(*documents)._repr_html_()


def test_what_extract_returns_shows_itself():
    page = pipeline.extract("“We lost about 40 homes,” said Ana Ruiz.")._repr_html_()
    assert 'data-who="Ana Ruiz"' in page
