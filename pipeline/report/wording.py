"""Values of rows → the words and signs in which the pages show them."""

from __future__ import annotations

from datetime import datetime

from pipeline.core.document import Document, Quantity

RELATIONS = {
    "exact": ("=", "exactly"),
    "approx": ("≈", "about"),
    "at_most": ("≤", "at most"),
    "less_than": ("<", "less than"),
    "at_least": ("≥", "at least"),
    "more_than": (">", "more than"),
}
TRENDS = {"up": "rise", "down": "fall"}
_EXACT_DIGITS = 1e15
_SMALLEST = 1e-4


def title(document: Document) -> str:
    """The article's title, else the heading that it opens with, else its id."""
    opening = document.blocks[0] if document.blocks else None
    heading = document.text[opening.start : opening.end] if opening and opening.kind == "heading" else ""
    return document.title or heading or document.article_id


def spell(name: str) -> str:
    """A value of a closed list in plain words ("at_most" → "at most")."""
    return name.replace("_", " ")


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 quote", "2 quotes", "1,200 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, or a dash where there is no whole."""
    return f"{part / whole:.0%}" if whole else "–"


def date(moment: datetime | None) -> str:
    """The day, with the time (UTC) where one is given: "2021-12-05 11:31"."""
    if moment is None:
        return ""
    day = moment.date().isoformat()
    return f"{day} {moment:%H:%M} UTC" if moment.hour or moment.minute else day


def first_words(text: str, limit: int) -> str:
    """The text if it has at most `limit` characters, else its first words with an ellipsis."""
    if len(text) <= limit:
        return text
    words = text[:limit].rsplit(maxsplit=1)
    return f"{words[0] if len(words) > 1 else text[:limit]}…"


def last_words(text: str, limit: int) -> str:
    """The text if it has at most `limit` characters, else its last words with an ellipsis."""
    if len(text) <= limit:
        return text
    words = text[-limit:].split(maxsplit=1)
    return f"…{words[1] if len(words) > 1 else text[-limit:]}"


def number(value: float) -> str:
    """A number with separators for thousands, to four places: "3,500,000", "0.5", "0.3333"."""
    if abs(value) >= _EXACT_DIGITS or 0 < abs(value) < _SMALLEST:
        written = f"{value:.4g}"
    else:
        written = f"{value:,.4f}".rstrip("0").rstrip(".")
    return written.replace("-", "−")


def value(quantity: Quantity) -> str:
    """The value as said, or its range: "94,000", "5 – 7"."""
    low, high = number(quantity.value_low), number(quantity.value_high)
    return low if low == high else f"{low} – {high}"


def unit(quantity: Quantity) -> str:
    """What the value is measured in: "USD per year", "kilometre", "times"; empty for counts."""
    name = quantity.currency or quantity.unit or ("times" if quantity.kind == "multiple" else "")
    return f"{name} per {quantity.per}".strip() if quantity.per else name


def counted(document: Document, quantity: Quantity) -> str:
    """What is counted, as written ("Russian troops"), or what it is a part of ("of voters")."""
    if quantity.counted_noun_start is not None:
        return document.text[quantity.counted_noun_start : quantity.counted_noun_end]
    return f"of {quantity.of_text}" if quantity.of_text else ""


def context(document: Document, quantity: Quantity, reach: int) -> tuple[str, str]:
    """What stands before and after a quantity in its sentence, up to about `reach` characters each."""
    sentence = document.sentences[quantity.sentence_id]
    before = document.text[sentence.start : quantity.start]
    after = document.text[quantity.end : sentence.end]
    return last_words(before, reach), first_words(after, reach)
