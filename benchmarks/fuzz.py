"""Random articles through all stages: what does not hold for every text.

    python benchmarks/fuzz.py [--minutes 10] [--seed N] [--out failures.jsonl]

An article is put together of the pieces that news is made of, then damaged: marks dropped, turned round or
doubled, characters replaced by odd ones, lines joined and cut. Of each, all tables must pass the check, the
annotations for brat must come back as they were, the report must show the text unchanged, and the article
must give the same rows alone as in a batch. A failure is written with its text, to become a case.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.brat.annotate import annotate
from pipeline.brat.standoff import from_lines, to_lines
from pipeline.check import check_tables
from pipeline.core import schema
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.storage import TableWriter, write_errors
from pipeline.core.tables import Provenance, build
from pipeline.report.marks import marked_text
from pipeline.stages import STAGES, Annotator

MADE_BY = Provenance("0", "fuzz", "0")
BATCH = 16
NAMES = [
    "Ana Ruiz", "Ruiz", "Mr Okafor", "Zoë Åkesson-Ruiz", "J. P. O’Neill", "Dr Ida Holm Jr.", "MEPs",
    "the mayor",
    "Norvik AB", "the Ministry of Health", "Reuters", "Halden & Co.", "the U.N.", "van der Meer", "she",
    "they",
    "Police", "İda Holm", "ANA RUIZ", "Ruiz’s", "the two brothers", "a 36-year-old woman", "O'Brien",
    "St. Talva",
]  # fmt: skip
CUES = [
    "said", "says", "told Reuters", "asked", "added", "according to", "wrote on Monday",
    "was quoted as saying",
    ", who leads the union, said", "insisted", "has said", "would not say", ":", "—", "tweeted", "replied",
]  # fmt: skip
NUMBERS = [
    "5", "40 per cent", "$3.5m", "between 5 and 7 km", "1,000,000", "½", "3¾ hours", "two-thirds of voters",
    "€2bn-€3bn",
    "a dozen", "more than 1.2 million people", "20°C", "7pm", "3-2", "1990s", "No. 10", "the 1st", "£1",
    "−4", "10^6",
    "5ft 11in", "1/2", "9-year-old", "half a billion", "0", "000", "1e9", "٣", "𝟓", "12:30", "50p",
    "$1 trillion a year",
    "+1 555 0100", "up to 70 thousand", "a hundred and one", "99.99999999999999999%", "minus five degrees",
    "40-odd",
]  # fmt: skip
WORDS = [
    "homes", "were lost", "in Talva", "on May 3, 2024", "after the flood", "and", "but", "which", "no",
    "the river rose by",
    "the vote", "Russian troops", "barrels a day", "of them", "in cash", "that", "it", "who", "Mr.", "vs.",
    "e.g.", "i.e.",
]  # fmt: skip
PAIRS = ["“”", '""', "‘’", "''", "«»", "„“", "``", "””", "““", "‹›", "「」"]
HEADS = [
    "TALVA, May 3 (Reuters) —", "By Ana Ruiz", "FILE PHOTO:", "Image source, Getty Images", "• ", "1. ",
    "PENCE:", "Q:", "A:",
    "UPDATE 2-", "(Photo: Ida Holm/Reuters)", "Read more:", "What we know", "---", "***", "Advertisement",
]  # fmt: skip
ODD = [
    *"\u200b\u200d\u202e\u2066\ufeff\u00ad\u00a0\u2028\u2029\x85\x0b\x0c\x1c\x1a\r\t\u0301\u0e33",
    *"\ufffd\uffff🙂👩‍👩‍👧𝐀İıßﬁ…'\"“”‘’‚„`´«»—–-−&<>()[]{}|\\/%$€£#@*_~^=+",
]
BREAKS = ["\n\n", "\n", "\r\n\r\n", "\r\n", "\r", "\n\n\n\n", "\u2028", " \n \n "]


def article(source: random.Random) -> str:
    """A text like news, damaged now and then; never white space alone."""
    blocks = [_paragraph(source) for _ in range(source.randint(1, 9))]
    line_end = source.choice(BREAKS)
    text = "".join(block + (line_end if source.random() < 0.8 else source.choice(BREAKS)) for block in blocks)
    if source.random() < 0.7:
        text = _damaged(source, text)
    return text if text.strip() else "x"


def _paragraph(source: random.Random) -> str:
    pieces = [source.choice(HEADS)] if source.random() < 0.25 else []
    pieces += [_sentence(source) for _ in range(source.randint(1, 4))]
    return " ".join(pieces)


def _sentence(source: random.Random) -> str:
    quoted = _quoted(source)
    name, cue = source.choice(NAMES), source.choice(CUES)
    return source.choice(
        [
            f"{quoted} {name} {cue}.",
            f"{quoted} {cue} {name}.",
            f"{name} {cue}: {quoted}",
            f"{name} {cue} {quoted} and {quoted}.",
            f"According to {name}, {_clause(source)}.",
            f"{_clause(source).capitalize()}.",
            f"{quoted}",
            f"{name} {_clause(source)} {quoted}, {cue} {source.choice(NAMES)}!",
        ]
    )


def _quoted(source: random.Random) -> str:
    opening, closing = source.choice(PAIRS[:3] if source.random() < 0.8 else PAIRS)
    inner = _clause(source)
    if source.random() < 0.2:
        inner += f" {source.choice('‘“')}{_clause(source)}{source.choice('’”')}"
    return f"{opening}{inner}{source.choice(',.?!… ')}{closing}"


def _clause(source: random.Random) -> str:
    lists = (WORDS, WORDS, NUMBERS, NAMES)
    return " ".join(source.choice(source.choice(lists)) for _ in range(source.randint(1, 7)))


def _damaged(source: random.Random, text: str) -> str:
    characters = list(text)
    for _ in range(source.randint(1, 1 + len(text) // 40)):
        at = source.randrange(len(characters))
        characters[at] = source.choice(
            [
                "",
                characters[at] * 2,
                source.choice(ODD),
                characters[at] + source.choice(ODD),
                characters[at] + source.choice(ODD) * source.randint(1, 30),
                chr(source.choice([source.randrange(1, 0x300), source.randrange(0x2000, 0x2100)])),
            ]
        )
    return "".join(characters)


class Fuzz:
    """The stages with a model loaded once, and what must hold for each text."""

    def __init__(self, model: str = Params().parse.model) -> None:
        settings = Params()
        self._annotator = Annotator(STAGES, settings)
        self.model = model

    def faults(self, texts: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(text, what does not hold) for texts that are worked on as one batch."""
        documents = [Document(str(at), text) for at, text in enumerate(texts)]
        self._annotator.apply(documents)
        for document in documents:
            for fault in (*_rows(document), *_comes_back(document), *_is_shown(document)):
                yield document.text, fault
        yield from _unsound(documents)
        lone = Document("0", texts[0])
        self._annotator.apply([lone])
        if lone != documents[0]:
            yield texts[0], "other rows alone than in a batch"


def _rows(document: Document) -> Iterator[str]:
    yield from (f"{error.stage}: {error.message}" for error in document.errors)
    for name in ("sentences", "mentions", "quantities"):
        for row in getattr(document, name):
            text = document.text[row.start : row.end]
            if text != text.strip():
                yield f"{name}: {text!r} has white space at its ends"


def _comes_back(document: Document) -> Iterator[str]:
    annotations = annotate(document)
    lines = list(to_lines(document.text, annotations))
    if any(len(line.splitlines()) != 1 for line in lines):
        yield "brat: an annotation on several lines"
    elif from_lines(document.text, "".join(lines), "fuzz") != annotations:
        yield "brat: other annotations come back"


def _is_shown(document: Document) -> Iterator[str]:
    page = str(marked_text(document))
    if unescape(re.sub(r"<[^>]*>", "", page)) != document.text:
        yield "report: another text"


def _unsound(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table in schema.TABLES:
            if table != "errors":
                with TableWriter(folder, table, MADE_BY) as writer:
                    writer.write(build(table, documents, MADE_BY))
        write_errors(folder, [error for document in documents for error in document.errors], MADE_BY)
        for problem in check_tables(folder):
            at = re.search(r"article '(\d+)'", problem)
            yield documents[int(at[1]) if at else 0].text, f"check: {problem}"


def main() -> None:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, help="default: another one each time")
    parser.add_argument("--out", type=Path, default=Path("failures.jsonl"))
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if arguments.seed is None else arguments.seed
    source = random.Random(seed)  # noqa: S311  no secret
    fuzz, articles, characters, failures = Fuzz(), 0, 0, 0
    end = time.monotonic() + arguments.minutes * 60
    with arguments.out.open("w", encoding="utf-8") as out:
        while time.monotonic() < end:
            texts = [article(source) for _ in range(BATCH)]
            articles += len(texts)
            characters += sum(map(len, texts))
            for text, fault in fuzz.faults(texts):
                failures += 1
                out.write(json.dumps({"fault": fault, "text": text}) + "\n")
                out.flush()
    print(f"seed {seed}: {articles:,} articles, {characters:,} characters, {failures:,} failures")


if __name__ == "__main__":
    main()
