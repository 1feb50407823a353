"""How the report looks and speaks: values in words, and colours that can be read."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from report_pages import make_quantity

from pipeline.core import schema
from pipeline.core.document import Block, Document
from pipeline.report import amounts, wording


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (94_000.0, "94,000"),
        (0.5, "0.5"),
        (-3.0, "−3"),
        (0.1 + 0.2, "0.3"),
        (48e6, "48 million"),
        (1.25e12, "1.25 trillion"),
        (-2.1e9, "−2.1 billion"),
        (1_234_567.0, "1,234,567"),
        (1e15, "1e+15"),
        (1234.5, "1,234.5"),
    ],
)
def test_numbers_have_separators_and_no_needless_digits(value, shown):
    assert amounts.number(value) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"currency": "USD", "per": "year"}, "USD per year"),
        ({"unit": "kilometre"}, "kilometres"),
        ({"unit": "kilometre", "value_low": 1.0, "value_high": 1.0}, "kilometre"),
        ({"unit": "square foot"}, "square feet"),
        ({"unit": "degree Celsius"}, "degrees Celsius"),
        ({"unit": "part per million"}, "parts per million"),
        ({"unit": "kilowatt hour", "per": "day"}, "kilowatt hours per day"),
        ({"unit": "percent"}, "percent"),
        ({"unit": "gigahertz"}, "gigahertz"),
        ({"kind": "multiple"}, "times"),
        ({"per": "day"}, "per day"),
        ({}, ""),
    ],
)
def test_units_are_put_into_words(values, shown):
    assert amounts.unit(make_quantity(0, "3</b>", 3.0, **values)) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"modifier": "approx"}, "about 3"),
        ({"modifier": "at_least", "value_high": 5.0}, "at least 3 to 5"),
        ({"kind": "fraction", "value_low": 2 / 3, "value_high": 2 / 3}, "2/3"),
        ({"kind": "fraction", "value_low": 0.017, "value_high": 0.017}, "0.017"),
        ({"value_low": 1.5e6, "value_high": 2e6}, "1.5 million to 2 million"),
    ],
)
def test_values_are_put_into_words(values, shown):
    assert amounts.in_words(make_quantity(0, "3</b>", 3.0, **values)) == shown


def test_long_texts_are_cut_between_words():
    assert wording.first_words("one two three", 9) == "one two…"
    assert wording.last_words("one two three", 9) == "…three"
    assert wording.first_words("abcdefgh", 4) == "abcd…"
    assert wording.first_words("one", 9) == "one"


def test_the_title_is_given_or_the_opening_heading_or_the_id():
    document = Document(
        "a/b", "The flood\n\nIt rained.", blocks=[Block(0, 0, 9, "heading"), Block(1, 11, 21, "paragraph")]
    )
    assert wording.title(document) == "The flood"
    document.title = " "
    assert wording.title(document) == "The flood"
    document.title = "Given"
    assert wording.title(document) == "Given"
    assert wording.title(Document("a/b", "It rained.", blocks=[Block(0, 0, 10, "paragraph")])) == "a/b"


def test_every_method_has_words():
    column = next(column for column in schema.TABLES["quotes"].columns if column.name == "method")
    assert set(column.values) == wording.METHODS.keys()


def test_every_kind_and_bound_of_quantities_has_words():
    columns = {column.name: column for column in schema.TABLES["quantities"].columns}
    assert set(columns["kind"].values) == amounts.KINDS.keys()
    assert set(columns["modifier"].values) == amounts.BOUNDS.keys()


STYLE = (ROOT / "pipeline" / "report" / "templates" / "style.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
)


def contrast(one, other):
    """The contrast ratio of two colours (WCAG 2.2, relative luminance in sRGB)."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "paper", "direct", "mixed", "scare"])
def test_text_has_enough_contrast(scheme, ground):
    inks = (
        ["ink", "quantity", "alarm"]
        if ground in {"direct", "mixed", "scare"}
        else ["ink", "soft", "link", "quantity", "alarm"]
    )
    for ink in inks:
        assert contrast(scheme[ink], scheme[ground]) >= 4.5, f"{ink} on {ground}"


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_that_mean_something_have_enough_contrast(scheme):
    for line, grounds in {
        "person": ["page", "paper", "track", "direct", "mixed", "scare"],
        "org": ["page", "paper", "direct", "mixed", "scare"],
        "direct-edge": ["paper"],
        "mixed-edge": ["paper", "mixed"],
        "scare-edge": ["paper"],
        "soft": ["track"],
        "link": ["page", "paper"],
    }.items():
        for ground in grounds:
            assert contrast(scheme[line], scheme[ground]) >= 3, f"{line} on {ground}"
