"""Quantities of a gold corpus: predictions for a scorer.

    python benchmarks/quantities.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]
                                    [--peer]

GOLD holds one text a line with `id` and `text`; predictions hold values, units, modifiers and nouns in the
names of the scorer, which is called as `SCORER.py GOLD PREDICTIONS`. With --peer, quantulum3 reads the same
texts.
"""

from __future__ import annotations

from functools import cache

from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines
from peers import quantulum_quantities

from pipeline.core.document import Document, Quantity
from pipeline.core.lexicon import rows
from pipeline.quantities.units import CURRENCY_COLUMNS

_MODIFIERS = {
    "exact": "=",
    "approx": "~",
    "at_most": "<",
    "less_than": "<",
    "at_least": ">",
    "more_than": ">",
}
_BELOW_TREND = frozenset({"=", "~"})
"""The gold has one slot for both: there a change goes before "about", and a bound before a change."""
_SCORED_UNITS = {"percent": "percentage", "pound": "pound mass"}
_PRONOUNS = frozenset({"them", "it", "us", "whom", "which", "those", "these", "that", "this", "you"})
_DETERMINERS = (
    "the ",
    "a ",
    "an ",
    "its ",
    "their ",
    "his ",
    "her ",
    "our ",
    "my ",
    "all ",
    "those ",
    "these ",
)


def main() -> None:
    arguments = options(__doc__).parse_args()
    for gold in gold_files(arguments.gold, "newsquant_dev.jsonl", "rtest.jsonl"):
        documents, seconds = annotated(read_lines(gold), model=arguments.model, until="quantities")
        print(f"{gold.name}: {len(documents)} texts; {cost(seconds, 'quantities')}")
        predictions = arguments.out / gold.name
        write_lines(map(prediction, documents), predictions)
        score(arguments.scorer, gold, predictions)
        if arguments.peer:
            of_peer = arguments.out / f"quantulum3_{gold.name}"
            write_lines(quantulum_quantities(documents), of_peer)
            score(arguments.scorer, gold, of_peer)


def prediction(document: Document) -> Record:
    """The quantities of one document in the layout of the scorer."""
    found = [as_scored(document.text, row) for row in document.quantities]
    return {"id": document.article_id, "quantities": found}


def as_scored(text: str, row: Quantity) -> Record:
    """One quantity with the unit names and modifiers of the scorer."""
    modifier = _MODIFIERS[row.modifier]
    is_change = row.trend is not None and modifier in _BELOW_TREND
    return {
        "start": row.start,
        "end": row.end,
        "low": row.value_low,
        "high": row.value_high,
        "modifier": row.trend if is_change else modifier,
        "unit": scored_unit(row),
        "counted_noun": scored_noun(text, row),
    }


def scored_unit(row: Quantity) -> str | None:
    """The plain name of a unit or currency, with what it is reckoned by."""
    if row.kind == "money":
        name = row.unit or _plain_currencies().get(row.currency or "", row.currency)
    elif row.kind == "age":
        name = f"{row.unit} of age"
    elif row.kind == "multiple":
        name = "count"
    else:
        name = _SCORED_UNITS.get(row.unit or "", row.unit)
    return f"{name} per {row.per}" if name and row.per else name


def scored_noun(text: str, row: Quantity) -> str | None:
    """The counted noun phrase, or for a fraction the whole without determiners and pronouns."""
    if row.counted_noun and row.counted_noun_start is not None:
        noun = text[row.counted_noun_start : row.counted_noun_end]
        if " " in row.counted_noun or row.counted_noun[:2] not in noun.lower():  # written in short: "ppg"
            noun = row.counted_noun
        return f"{noun} per {row.per}" if row.per else noun
    if row.kind != "fraction" or not row.of_text or row.of_text.lower() in _PRONOUNS:
        return None
    whole = row.of_text
    for determiner in _DETERMINERS:
        whole = whole.removeprefix(determiner)
    return whole


@cache
def _plain_currencies() -> dict[str, str]:
    """Currency names by their code; the dollar of the United States is "dollar"."""
    names = {row["code"]: row["name"] for row in rows("quantities/currencies", CURRENCY_COLUMNS)}
    return names | {"USD": "dollar"}


if __name__ == "__main__":
    main()
