"""Quotes of a gold corpus: writes predictions for a scorer, on the texts as they are or with broken marks.

    python benchmarks/quotes.py GOLD.jsonl --out PRED.jsonl [--model NAME] [--scorer SCORER.py]
                                [--break-marks SEED]

GOLD holds one article a line with `article_id` and `text`; it may come from the environment variable
ATTRIBUNE_GOLD. A scorer is called as `SCORER.py GOLD PRED`. With --break-marks, 5 % of the closing double
marks are dropped, 5 % of all curly marks flipped and 10 % made straight; the articles so broken, with the
gold moved along, go to PRED with the suffix `.gold.jsonl`, and the scorer gets those.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

from pipeline.blocks import find_blocks
from pipeline.core.document import Document, Quote
from pipeline.names import find_names
from pipeline.parse import Parser
from pipeline.quotes import find_quotes
from pipeline.sentences import find_sentences

DROPPED = 0.05
FLIPPED = 0.05
STRAIGHTENED = 0.10
FLIP = {"“": "”", "”": "“"}
OFFSETS = frozenset({"start", "end", "head_start", "head_end"})


def main() -> int:
    """Runs the benchmark; 0 also where the gold data is missing, which is said."""
    arguments = parse_arguments()
    if arguments.gold is None or not arguments.gold.is_file():
        print(f"skipped: no gold file at {arguments.gold}; name one or set ATTRIBUNE_GOLD", file=sys.stderr)
        return 0
    gold = arguments.gold
    articles = read_lines(gold)
    if arguments.break_marks is not None:
        chance = random.Random(arguments.break_marks)  # noqa: S311  nothing secret
        articles = [break_marks(article, chance) for article in articles]
        gold = arguments.out.with_suffix(".gold.jsonl")
        write_lines(articles, gold)
    write_lines(predict(articles, arguments.model), arguments.out)
    if arguments.scorer:
        subprocess.run([sys.executable, arguments.scorer, gold, arguments.out], check=True)
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="?", type=Path, default=os.environ.get("ATTRIBUNE_GOLD"))
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--model", default="en_core_web_md")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--break-marks", type=int, metavar="SEED")
    return parser.parse_args()


def predict(articles: list[dict[str, Any]], model: str) -> list[dict[str, Any]]:
    """The predictions of the whole pipeline; prints what the quotes cost beside the parse."""
    documents = [Document(article["article_id"], article["text"]) for article in articles]
    for document in documents:
        document.blocks = find_blocks(document.text)
    begin = time.process_time()
    Parser(model=model).parse(documents)
    parse_seconds = time.process_time() - begin
    quote_seconds = 0.0
    for document in documents:
        document.sentences = find_sentences(document)
        document.mentions, document.entities = find_names(document)
        begin = time.process_time()
        document.quotes = find_quotes(document)
        quote_seconds += time.process_time() - begin
    print(f"{len(documents)} articles; quotes take {quote_seconds / parse_seconds:.1%} of the parse")
    return [{"article_id": document.article_id, "quotes": rows_of(document)} for document in documents]


def rows_of(document: Document) -> list[dict[str, Any]]:
    """The quotes that somebody says, and speech whose speaker is unknown."""
    return [
        row(document, quote)
        for quote in document.quotes
        if quote.kind != "scare" or quote.speaker_start is not None
    ]


def row(document: Document, quote: Quote) -> dict[str, Any]:
    """One prediction in the scorer's layout."""
    has_speaker = quote.speaker_start is not None
    return {
        "start": quote.start,
        "end": quote.end,
        "speaker_start": quote.speaker_start,
        "speaker_end": quote.speaker_end,
        "speaker_text": document.text[quote.speaker_start : quote.speaker_end] if has_speaker else None,
        "resolved_name": quote.speaker_name,
        "cue_start": quote.cue_start,
        "cue_end": quote.cue_end,
        "confidence": quote.confidence,
    }


def break_marks(article: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The article with some of its double marks dropped, flipped or made straight; its gold moves along."""
    out: list[str] = []
    dropped: list[int] = []
    for at, char in enumerate(article["text"]):
        closes = char == "”" or (char == '"' and article["text"][max(at - 1, 0)].strip() != "")
        if closes and chance.random() < DROPPED:
            dropped.append(at)
            continue
        out.append(_changed(char, chance))
    broken: dict[str, Any] = _moved({**article, "text": ""}, dropped)
    return {**broken, "text": "".join(out)}


def _changed(char: str, chance: random.Random) -> str:
    """A curly mark flipped, made straight, or as it was; every other character as it was."""
    if char not in FLIP:
        return char
    draw = chance.random()
    if draw < FLIPPED:
        return FLIP[char]
    return '"' if draw < FLIPPED + STRAIGHTENED else char


def _moved(value: Any, dropped: list[int]) -> Any:  # noqa: ANN401  any JSON value
    """A JSON value with each offset moved to where its character now stands."""
    if isinstance(value, list):
        return [_moved(item, dropped) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item - bisect_left(dropped, item)
        if key in OFFSETS and isinstance(item, int)
        else _moved(item, dropped)
        for key, item in value.items()
    }


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def write_lines(records: list[dict[str, Any]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
