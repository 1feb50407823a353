"""Quotes of a gold corpus: predictions for a scorer, on the texts as they are or with broken marks.

    python benchmarks/quotes.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]
                                [--break-marks SEED] [--peer]

GOLD holds one article a line with `article_id` and `text`. The scorer is called as
`SCORER.py GOLD PREDICTIONS`. With --break-marks, 5 % of the closing double marks are dropped, 5 % of all
curly marks flipped and 10 % made straight; the gold moves along and lies beside the predictions. With
--peer, textacy reads the same texts.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from typing import Any

from calibration import calibration
from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines
from peers import textacy_quotes

from pipeline.core.document import Document, Quote

DROPPED = 0.05
FLIPPED = 0.05
STRAIGHTENED = 0.10
FLIP = {"“": "”", "”": "“"}
OFFSETS = frozenset({"start", "end", "head_start", "head_end"})


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--break-marks", type=int, metavar="SEED")
    arguments = parser.parse_args()
    for path in gold_files(arguments.gold, "dev.jsonl"):
        gold, articles = path, read_lines(path)
        if arguments.break_marks is not None:
            chance = random.Random(arguments.break_marks)  # noqa: S311  nothing secret
            articles = [break_marks(article, chance) for article in articles]
            gold = arguments.out / f"broken_{path.name}"
            write_lines(articles, gold)
        documents, seconds = annotated(articles, model=arguments.model, until="quotes")
        print(f"{path.name}: {len(documents)} articles; {cost(seconds, 'quotes')}")
        print(calibration(articles, documents))
        predictions = arguments.out / f"quotes_{path.name}"
        write_lines(({"article_id": d.article_id, "quotes": rows_of(d)} for d in documents), predictions)
        score(arguments.scorer, gold, predictions)
        if arguments.peer:
            of_peer = arguments.out / f"textacy_{path.name}"
            write_lines(textacy_quotes(documents, arguments.model), of_peer)
            score(arguments.scorer, gold, of_peer)


def rows_of(document: Document) -> list[Record]:
    """The quotes that somebody says, and speech whose speaker is unknown."""
    return [
        row(document, quote)
        for quote in document.quotes
        if quote.kind != "scare" or quote.speaker_start is not None
    ]


def row(document: Document, quote: Quote) -> Record:
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


def break_marks(article: Record, chance: random.Random) -> Record:
    """The article with some of its double marks dropped, flipped or made straight; its gold moves along."""
    out: list[str] = []
    dropped: list[int] = []
    for at, char in enumerate(article["text"]):
        closes = char == "”" or (char == '"' and article["text"][max(at - 1, 0)].strip() != "")
        if closes and chance.random() < DROPPED:
            dropped.append(at)
            continue
        out.append(_changed(char, chance))
    broken: Record = _moved({**article, "text": ""}, dropped)
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


if __name__ == "__main__":
    main()
