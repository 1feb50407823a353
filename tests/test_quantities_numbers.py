"""The grammar of numbers: pieces and values, without any model."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quantities.numbers import find_numbers
from pipeline.quantities.pieces import cut


def read(text: str) -> list[tuple[str, float]]:
    """Each number of a text with its value."""
    pieces = cut(text, 0, len(text))
    return [
        (text[pieces.start[number.first] : pieces.end[number.stop - 1]], number.low)
        for number in find_numbers(pieces)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        (".25", 0.25),
        ("1,234,567.89", 1234567.89),
        ("12,34,567", 1234567),
        ("1\u202f234\u202f567", 1234567),
        ("40 000", 40000),
        ("1.3e6", 1.3e6),
        ("1.5×10^6", 1.5e6),
        ("2.5×10−3", 0.0025),
        ("-5", -5),
        ("minus 40", -40),
        ("minus-130", -130),
        ("twenty-one", 21),
        ("one hundred and sixteen", 116),
        ("twenty-eight thousand six hundred forty-two", 28642),
        ("twenty-one trillion and three hundred", 21000000000300),
        ("two hundred and two thousand", 202000),
        ("4 thousand 3 hundred and 21", 4321),
        ("hundred thousand", 100000),
        ("a hundred", 100),
        ("70 thousand", 70000),
        ("16.4 million", 16400000),
        ("3.5m people", 3500000),
        ("1.2bn", 1200000000),
        ("10k", 10000),
        ("13 lakh", 1300000),
        ("three lakh crore", 3e12),
        ("a dozen", 12),
        ("3 dozens", 36),
        ("half a dozen", 6),
        ("half a million", 500000),
        ("a quarter of a million", 250000),
        ("quarter million", 250000),
        ("two thirds of a million", 2e6 / 3),
        ("one million and a half", 1500000),
        ("five and a half million", 5500000),
        ("two point five million", 2500000),
        ("2½", 2.5),
        ("10 1/2", 10.5),
        ("3 and a half", 3.5),
        ("one hundred and three quarters", 100.75),
        ("twenty-three fifths", 4.6),
        ("3/4", 0.75),
        ("one-third", 1 / 3),
        ("two out of three", 2 / 3),
        ("one in five", 0.2),
        ("nine of 10 voters", 0.9),
        ("half of them", 0.5),
        ("twice", 2),
        ("sixfold", 6),
        ("double the price", 2),
    ],
)
def test_one_number(text, value):
    numbers = read(text)
    assert [number for _, number in numbers] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("22,24,26", [22, 24, 26]),
        ("eight million 250ml bottles", [8000000, 250]),
        ("between one hundred and two hundred", [100, 200]),
        ("3 hundred and 2 hundred", [300, 200]),
        ("twenty twenty", [20, 20]),
        ("fifty, sixty", [50, 60]),
        ("24/7", [24, 7]),
        ("9/11", [9, 11]),
    ],
)
def test_more_numbers(text, values):
    assert [number for _, number in read(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "192.168.1.2",
        "the first half",
        "a half-time talk",
        "a third term",
        "a few hundred",
        "several thousand",
        "test scores",
        "a double murder",
        "in the third quarter",
        "1" * 40,
        "no number",
        "",
    ],
)
def test_no_number(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("a 50m pool", 50), ("1.8m tall", 1.8), ("35m of its tablets", 35e6), ("2.7m combined sales", 2.7e6)],
)
def test_m_is_metres_or_millions(text, value):
    assert read(text)[0][1] == value


def test_plural_multipliers_are_at_least_two():
    assert read("Dozens fled") == [("Dozens", 24)]
    assert read("tens of thousands of people") == [("tens of thousands", 20000)]


WORDS = [
    "one",
    "and",
    "a",
    "half",
    "hundred",
    "thousand",
    "million",
    "dozens",
    "of",
    "point",
    "third",
    "over",
]


@given(
    st.lists(st.sampled_from([*WORDS, "5", "1,000", "-", "/", ".", "½", "×", "10", "^", "m", "bn", "e"])).map(
        " ".join
    )
)
def test_any_mixture_gives_numbers_in_order_without_overlap(text):
    pieces = cut(text, 0, len(text))
    numbers = find_numbers(pieces)
    assert all(number.first < number.stop <= len(pieces) for number in numbers)
    assert all(a.stop <= b.first for a, b in pairwise(numbers))
    assert all(number.low == number.low and abs(number.low) < float("inf") for number in numbers)


@given(st.text(alphabet="0123456789.,- ½/eE×km\u202f'", max_size=60))
def test_pieces_lie_in_the_text(text):
    pieces = cut(text, 0, len(text))
    for index in range(len(pieces)):
        assert text[pieces.start[index] : pieces.end[index]] == pieces.text[index]
    kept = sum(end - start for start, end in zip(pieces.start, pieces.end, strict=True))
    assert kept >= sum(not char.isspace() for char in text)
