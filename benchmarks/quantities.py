"""Quantities of a gold corpus: predictions for a scorer.

    python benchmarks/quantities.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]
                                    [--peer] [--lines]

GOLD holds one text a line with `id` and `text`; predictions hold values, units, modifiers and nouns in the
names of the scorer, which is called as `SCORER.py GOLD PREDICTIONS`. Where the texts of a gold file have
several tasks (specifications such as "AgeModel"), the recall of values is given for each. With --peer,
quantulum3 reads the same texts. With --lines, hostile lines of growing length are timed.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import isclose
from time import process_time

from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines
from peers import quantulum_quantities

from pipeline.core.document import Block, Document, Parse, Quantity
from pipeline.core.lexicon import rows
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
_BELOW_TREND = frozenset({"=", "~"})
"""The gold has one slot for both: there a change goes before "about", and a bound before a change."""
_SCORED_UNITS = {"percent": "percentage", "pound": "pound mass"}
_CLOSE = 1e-5
_LINE = 100_000
_HOSTILE = (
    "9",
    "$",
    "and ",
    "1/",
    "-1",
    "1 ",
    "one ",
    "$5 and ",
    "5 million ",
    "(5) ",
    "111 ",
    "a ",
    "of ",
    "1,",
)
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
    parser = options(__doc__)
    parser.add_argument("--lines", action="store_true", help="time hostile lines")
    arguments = parser.parse_args()
    if arguments.lines:
        time_lines()
    for gold in gold_files(arguments.gold, "newsquant_dev*.jsonl", "rtest.jsonl", "rt_specs.jsonl"):
        records = read_lines(gold)
        if not all("text" in record for record in records):
            continue
        documents, seconds = annotated(records, model=arguments.model, until="quantities")
        print(f"{gold.name}: {len(documents)} texts; {cost(seconds, 'quantities')}")
        print_recall(records, documents)
        predictions = arguments.out / gold.name
        write_lines(map(prediction, documents), predictions)
        score(arguments.scorer, gold, predictions)
        if arguments.peer:
            of_peer = arguments.out / f"quantulum3_{gold.name}"
            write_lines(quantulum_quantities(documents), of_peer)
            score(arguments.scorer, gold, of_peer)


def print_recall(records: list[Record], documents: list[Document]) -> None:
    """Prints the recall of values by the task of the gold texts, where there are several tasks."""
    right, wanted = Counter[str](), Counter[str]()
    for record, document in zip(records, documents, strict=True):
        found = [(row.value_low, row.value_high) for row in document.quantities]
        for gold in record["quantities"]:
            wanted[record["task"]] += 1
            at = next((at for at, value in enumerate(found) if is_value(gold, value)), None)
            if at is not None:
                right[record["task"]] += 1
                del found[at]
    if len(wanted) > 1:
        for task, count in wanted.items():
            print(f"{task:24s}{right[task]:5d} of {count:5d}  value recall {right[task] / count:.1%}")


def is_value(gold: Record, found: tuple[float, float]) -> bool:
    """Whether a value was found; an end that the gold leaves open is not compared."""
    ends = [(gold[name], value) for name, value in zip(("low", "high"), found, strict=True)]
    return all(end is None or isclose(end, value, rel_tol=_CLOSE, abs_tol=1e-8) for end, value in ends)


def time_lines() -> None:
    """Prints the CPU seconds for lines of one repeated sign or word, and for four times as much."""
    for unit in _HOSTILE:
        seconds = []
        for length in (_LINE // 4, _LINE):
            text = (unit * length)[:length].strip()
            document = Document("line", text, blocks=[Block(0, 0, len(text), "paragraph")], parse=plain(text))
            start = process_time()
            find_quantities(document)
            seconds.append(process_time() - start)
        print(f"{unit!r:12s} {_LINE // 4:,} characters {seconds[0]:.2f} s, {_LINE:,} {seconds[1]:.2f} s")


def plain(text: str) -> Parse:
    """A parse without structure: one token a word."""
    words = list(re.finditer(r"\S+", text))
    count = len(words)
    return Parse(
        start=[word.start() for word in words],
        end=[word.end() for word in words],
        text=[word.group() for word in words],
        lemma=["x"] * count,
        tag=["CD"] * count,
        pos=["NUM"] * count,
        morph=[""] * count,
        dep=["dep"] * count,
        head=list(range(count)),
        sent_start=[at == 0 for at in range(count)],
        ent_iob=["O"] * count,
        ent_type=[""] * count,
    )


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
