"""Quantities → words: "about 94,000", "2.1 million", "5 to 7" and what they measure."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.core.document import Document, Quantity

BOUNDS = {
    "exact": "",
    "approx": "about",
    "at_most": "at most",
    "less_than": "less than",
    "at_least": "at least",
    "more_than": "more than",
}
KINDS = {
    "count": "Counts",
    "money": "Money",
    "percent": "Percentages",
    "fraction": "Fractions",
    "multiple": "Multiples",
    "measure": "Measures",
    "duration": "Durations",
    "age": "Ages",
    "bare": "Other numbers",
}
TRENDS = {"up": "a rise", "down": "a fall"}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_EXACT_DIGITS = 1e15
_SMALLEST = 1e-4
_LARGEST_PART = 12
_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries", "millennium": "millennia"}
_WITHOUT_PLURAL = re.compile(r"(?:percent|hertz|kelvin|lux|horsepower)$")
#: The noun of a unit, and what follows it ("degree" and " Celsius", "part" and " per million").
_UNIT = re.compile(r"(?P<noun>.+?)(?P<rest> (?:per|of|Celsius|Fahrenheit)\b.*)?")


def number(value: float) -> str:
    """A number as one reads it, to four places: "3.5 million", "94,000", "0.5", "0.3333"."""
    size = abs(value)
    if size >= _EXACT_DIGITS or 0 < size < _SMALLEST:
        return f"{value:.4g}".replace("-", "−")
    for scale, name in _SCALES:
        scaled = value / scale
        if size >= scale and round(scaled, 3) * scale == value:
            return f"{_digits(scaled)} {name}"
    return _digits(value)


def _digits(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".").replace("-", "−")


def value(quantity: Quantity) -> str:
    """The value as said, or its range: "94,000", "5 to 7", "2/3"."""
    written = _fraction if quantity.kind == "fraction" else number
    low, high = written(quantity.value_low), written(quantity.value_high)
    return low if low == high else f"{low} to {high}"


def _fraction(value: float) -> str:
    """A fraction of small whole numbers as one ("1/3"), any other as a number."""
    near = Fraction(value).limit_denominator(_LARGEST_PART)
    return str(near) if abs(near - value) < _SMALLEST else number(value)


def in_words(quantity: Quantity) -> str:
    """The value with its bound: "about 94,000", "at least 5 to 7"; an exact one has no bound."""
    return f"{BOUNDS[quantity.modifier]} {value(quantity)}".lstrip()


def unit(quantity: Quantity) -> str:
    """What the value is measured in: "USD per year", "kilometres", "times"; empty for counts."""
    many = quantity.value_high != 1
    measure = _plural(quantity.unit) if quantity.unit and many else quantity.unit
    name = quantity.currency or measure or ("times" if quantity.kind == "multiple" else "")
    return f"{name} per {quantity.per}".strip() if quantity.per else name


def _plural(unit: str) -> str:
    """The plural of a unit's name: "square feet", "degrees Celsius"."""
    parts = _UNIT.fullmatch(unit)
    if parts is None or _WITHOUT_PLURAL.search(parts["noun"]):
        return unit
    first, space, last = parts["noun"].rpartition(" ")
    return f"{first}{space}{_PLURALS.get(last, last + 's')}{parts['rest'] or ''}"


def counted(document: Document, quantity: Quantity) -> str:
    """What is counted, as written ("Russian troops"), or what it is a part of ("of voters")."""
    if quantity.counted_noun_start is not None:
        return document.text[quantity.counted_noun_start : quantity.counted_noun_end]
    return f"of {quantity.of_text}" if quantity.of_text else ""


def measured(document: Document, quantity: Quantity) -> str:
    """Unit and what is counted in one phrase: "percent of voters", "USD per year", "troops"."""
    return " ".join(part for part in (unit(quantity), counted(document, quantity)) if part)


def notes(quantity: Quantity) -> list[str]:
    """What else a reader should know: its kind, whether it is a rise, whether a currency was assumed."""
    found = [quantity.kind] if quantity.kind != quantity.unit else []
    if quantity.trend:
        found.append(TRENDS[quantity.trend])
    if quantity.currency_guessed:
        found.append("currency assumed")
    return found
