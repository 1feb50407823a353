"""Predictions for a gold file of quantities (JSONL with `id` and `text`), in the layout of an outside scorer.

    python benchmarks/quantities.py GOLD.jsonl --out PRED.jsonl [--model NAME] [--scorer SCORER.py]

GOLD may come from the environment variable ATTRIBUNE_GOLD. Without gold it says so and does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.blocks import find_blocks
from pipeline.core.document import Document, Quantity
from pipeline.core.lexicon import rows
from pipeline.parse import Parser
from pipeline.quantities import find_quantities
from pipeline.quantities.units import CURRENCY_COLUMNS

_MODIFIERS = {
    "exact": "=",
    "approx": "~",
    "at_most": "<",
    "less_than": "<",
    "at_least": ">",
    "more_than": ">",
}
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="?", default=os.environ.get("ATTRIBUNE_GOLD"), type=Path)
    parser.add_argument("--out", type=Path, required=True, help="where the predictions go (JSONL)")
    parser.add_argument("--model", default="en_core_web_md", help="name of the spaCy model")
    parser.add_argument("--scorer", type=Path, help="a scorer to run on gold and predictions")
    arguments = parser.parse_args()
    if arguments.gold is None or not arguments.gold.is_file():
        print(f"skipped: no gold file at {arguments.gold}; name one or set ATTRIBUNE_GOLD", file=sys.stderr)
        return 0
    write_predictions(read_gold(arguments.gold), arguments.out, arguments.model)
    if arguments.scorer:
        return subprocess.call(
            [sys.executable, str(arguments.scorer), str(arguments.gold), str(arguments.out)]
        )
    return 0


def read_gold(path: Path) -> list[Document]:
    """One document a line of the gold file."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Document(article_id=record["id"], text=record["text"], blocks=find_blocks(record["text"]))
        for record in records
    ]


def write_predictions(documents: list[Document], out: Path, model: str) -> None:
    """Parses the documents and writes one line of quantities for each."""
    Parser(model=model).parse(documents)
    lines = [json.dumps(prediction(document), ensure_ascii=False) for document in documents]
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def prediction(document: Document) -> dict[str, Any]:
    """The quantities of one document in the layout of the scorer."""
    found = find_quantities(document)
    return {"id": document.article_id, "quantities": [as_scored(document.text, row) for row in found]}


def as_scored(text: str, row: Quantity) -> dict[str, Any]:
    """One quantity with the unit names and modifiers of the scorer."""
    modifier = _MODIFIERS[row.modifier]
    return {
        "start": row.start,
        "end": row.end,
        "low": row.value_low,
        "high": row.value_high,
        "modifier": row.trend if row.trend and modifier == "=" else modifier,
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
    sys.exit(main())
