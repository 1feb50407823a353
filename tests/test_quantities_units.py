"""The tables of units and currencies, against pint and ISO 4217, and how their forms are read."""

from __future__ import annotations

import iso4217
import pint
import pytest

from pipeline.core.lexicon import rows, words
from pipeline.quantities.pieces import cut
from pipeline.quantities.units import (
    COMPOUND_COLUMNS,
    CURRENCY_COLUMNS,
    UNIT_COLUMNS,
    money_before,
    per_after,
    unit_after,
    unit_named,
)

UNITS = rows("quantities/units", UNIT_COLUMNS)
CURRENCIES = rows("quantities/currencies", CURRENCY_COLUMNS)
REGISTRY = pint.UnitRegistry()
UNKNOWN_TO_PINT = {
    "percentage point", "basis point", "part per billion", "degree", "nit", "decibel", "pixel", "megapixel",
}  # fmt: skip
NOT_ISO = {"HRK", "XBT"}  # withdrawn in 2023; customary for bitcoin


def in_pint(name: str) -> str:
    """A base unit of the table as pint writes it."""
    if name == "one":
        return ""
    squared = name.replace("square metre", "metre**2").replace("cubic metre", "metre**3")
    return squared.replace(" per ", "/")


@pytest.mark.parametrize("row", UNITS, ids=[row["unit"] for row in UNITS])
def test_factor_agrees_with_pint(row):
    if row["pint"] == "-":
        assert row["unit"] in UNKNOWN_TO_PINT
        return
    if row["unit"] == "decade":  # pint's "decade" is a ratio of frequencies
        assert float(row["factor"]) == 10 * 365.25 * 86400
        return
    is_temperature = row["pint"].startswith("degree_")
    for value in (0.0, 1.0, 25.0):
        said = (
            REGISTRY.Quantity(value, row["pint"])
            if is_temperature
            else value * REGISTRY.parse_expression(row["pint"])
        )
        expected = said.to(in_pint(row["base"])).magnitude
        # older releases of pint still reckon acres and furlongs by the survey foot, 2e-6 off
        assert value * float(row["factor"]) + float(row["offset"]) == pytest.approx(expected, rel=1e-5)


def test_units_are_many_and_unique():
    names = [row["unit"] for row in UNITS]
    assert len(names) == len(set(names)) >= 120
    assert {row["kind"] for row in UNITS} == {"percent", "measure", "duration"}
    assert all(row["words"] != "-" or row["symbols"] != "-" for row in UNITS)


def test_no_form_names_two_units():
    for column in ("words", "symbols"):
        forms = [form for row in UNITS for form in row[column].split("|") if form != "-"]
        assert len(forms) == len(set(forms)), sorted(form for form in forms if forms.count(form) > 1)


def test_compounds_name_units_of_the_table():
    for row in rows("quantities/compounds", COMPOUND_COLUMNS):
        assert unit_named(row["unit"]) is not None
        assert unit_named(row["per"]) is not None


def test_currencies_are_iso():
    codes = [row["code"] for row in CURRENCIES]
    assert len(codes) == len(set(codes)) >= 40
    assert set(codes) - {currency.code for currency in iso4217.Currency} == NOT_ISO


def test_no_mark_names_two_currencies():
    for columns in (("marks", "shared_marks"), ("words", "shared_words"), ("minor_marks", "minor_words")):
        forms = [
            form for row in CURRENCIES for name in columns for form in row[name].split("|") if form != "-"
        ]
        assert len(forms) == len(set(forms))


def test_what_things_are_reckoned_by_is_no_unit():
    assert all(unit_named(noun) is None for noun in words("quantities/per_nouns"))


def after(text: str, *, digits: bool = True):
    """The name (or currency) of the unit at the start of a text."""
    found = unit_after(cut(text, 0, len(text)), 0, digits=digits)
    return found and (found.unit.name or found.unit.currency)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("km", "kilometre"),
        ("kilometers", "kilometre"),
        ("-mile trip", "mile"),
        ("sq m office", "square metre"),
        ("m² of land", "square metre"),
        ("GHz", "gigahertz"),
        ("pound-feet", "pound foot"),
        ("per cent", "percent"),
        ("percentage points", "percentage point"),
        ("basis points", "basis point"),
        ("°C", "degree Celsius"),
        ("US dollars", "USD"),
        ("yen", "JPY"),
        ("pence", "penny"),
        ("cats", None),
        ("units", None),
        ("M", None),
        ("L-202", None),
    ],
)
def test_unit_after_digits(text, name):
    assert after(text) == name


def test_symbols_need_digits():
    assert after("m", digits=False) is None
    assert after("metres", digits=False) == "metre"


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5", "USD"), ("US$5", "USD"), ("$US5", "USD"), ("A$5", "AUD"), ("HK$ 5", "HKD"), ("c $ 5", "CAD"),
        ("£5", "GBP"), ("€ 5", "EUR"), ("RM79", "MYR"), ("Rs 5", "INR"), ("Rs. 5", "INR"), ("EUR 5", "EUR"),
        ("USD10", "USD"), ("PS5", None), ("XA$5", "USD"), ("a $5", "USD"), ("Series A $5", "USD"),
        ("iPhone 5", None),
    ],
)  # fmt: skip
def test_money_before(text, currency):
    pieces = cut(text, 0, len(text))
    found = money_before(pieces, len(pieces) - 1)
    assert (found.unit.currency if found else None) == currency


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a day", "day"),
        ("per share", "share"),
        ("a share", "share"),
        ("-a-share price", "share"),
        ("/kWh", "kilowatt hour"),
        ("per sq m", "square metre"),
        ("per annum", "year"),
        ("per capita", "person"),
        ("a year earlier", None),
        ("a day or two", None),
        ("a man", None),
        ("and a day", None),
    ],
)
def test_per_after(text, name):
    found = per_after(cut(text, 0, len(text)), 0)
    assert (found[0] if found else None) == name
