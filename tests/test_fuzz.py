"""What must hold for every text, over random articles; and that a fault would be seen."""

from __future__ import annotations

import random

import pytest
from conftest import MODEL
from fuzz import Fuzz, article
from hypothesis import given
from hypothesis import strategies as st

import pipeline.quantities
import pipeline.quotes
from pipeline.core.filenames import page_name
from pipeline.ingest.encoding import decode
from pipeline.ingest.unusable import UnusableError


def articles(number):
    source = random.Random(20)  # noqa: S311  no secret
    return [article(source) for _ in range(number)]


TEXTS = articles(48)


@pytest.mark.parametrize("first", range(0, 48, 16))
def test_random_articles_give_sound_rows(first):
    assert list(Fuzz(MODEL).faults(TEXTS[first : first + 16])) == []


def test_articles_are_the_same_for_the_same_seed():
    assert articles(48) == TEXTS


FOUND = [
    "E PHOTO: 3",  # a label in capitals that the parser parts
    "Jo PHOTO said no. Mr PHOTO left.\n\nFILE PHOTO: It rained.",  # a name that stands in a label
    "Ida Holm joined Halden & Co.\x1c\x1c\x1c\x1c and left.",  # odd white space behind a name
    "She, insisted Halden( & \x1eo.!\n‘J. P. O’Neill left.",  # a name of odd white space alone
]


@pytest.mark.parametrize("text", FOUND)
def test_what_was_found_is_mended(text):
    assert list(Fuzz(MODEL).faults([text])) == []


def test_a_long_run_of_names_takes_no_time():
    document = pipeline.annotate("Ana Ruiz " * 1_500)
    assert not document.errors


def broken(_document, **_options):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("module", "function", "change", "said"),
    [
        ("quotes", "find_quotes", broken, "ZeroDivisionError"),
        ("quantities", "find_quantities", broken, "ZeroDivisionError"),
    ],
)
def test_a_fault_is_seen(monkeypatch, module, function, change, said):
    monkeypatch.setattr(getattr(pipeline, module), function, change)
    assert all(said in fault for _, fault in Fuzz(MODEL).faults(TEXTS[:2]))
    assert len(list(Fuzz(MODEL).faults(TEXTS[:2]))) >= 2


def test_a_span_that_is_wrong_is_seen(monkeypatch):
    find = pipeline.quotes.find_quotes

    def shifted(document, **options):
        return [quote._replace(start=max(quote.start - 3, 0)) for quote in find(document, **options)]

    monkeypatch.setattr(pipeline.quotes, "find_quotes", shifted)
    assert any("check" in fault for _, fault in Fuzz(MODEL).faults(TEXTS[:16]))


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data):
    try:
        text, encoding = decode(data)
    except UnusableError:
        return
    text.encode()
    assert encoding.guessed or data.decode(encoding.name) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back_from_its_bytes(text):
    assert decode(text.encode("utf-8-sig"))[0] == text
    if not text.startswith("\ufeff"):
        assert decode(text.encode())[0] == text
    assert decode(text.encode("utf-16"))[0] == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_page_name_leaves_no_folder(article_id):
    name = page_name(article_id)
    assert name.replace("-", "").isalnum()
    assert name.isascii()
    assert len(name) < 80
