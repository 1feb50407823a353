"""Sentences of a gold corpus: writes predictions for a scorer and prints the splitter's speed.

    python benchmarks/sentences.py GOLD.jsonl --out PRED.jsonl [--model NAME] [--scorer SCORER.py]

GOLD holds one JSON object a line with `id` and `text`; PRED gets `{"id", "sents": [[start, end], ...]}`.
Without GOLD, every `sents_*.jsonl` below $ATTRIBUNE_GOLD is taken. A scorer is called as
`SCORER.py sents GOLD PRED`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from pipeline.blocks import find_blocks
from pipeline.core.document import Document
from pipeline.parse import Parser
from pipeline.sentences import find_sentences

ROUNDS = 5


def main() -> int:
    """Runs the benchmark; 0 also where the gold data is missing, which is said."""
    arguments = parse_arguments()
    paths = gold_paths(arguments.gold)
    if not paths:
        print("skipped: name a GOLD file, or set ATTRIBUNE_GOLD to a folder with sents_*.jsonl")
        return 0
    parser = Parser(model=arguments.model)
    for path in paths:
        out = arguments.out if arguments.gold else arguments.out.with_name(f"pred_{path.name}")
        documents = read_gold(path)
        parser.parse(documents)
        print(f"{path.name}: {len(documents)} texts, {speed(documents):,.0f} characters a second")
        write_predictions(documents, out)
        if arguments.scorer:
            subprocess.run([sys.executable, arguments.scorer, "sents", path, out], check=True)
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--model", default="en_core_web_md")
    parser.add_argument("--scorer", type=Path)
    return parser.parse_args()


def gold_paths(named: Path | None) -> list[Path]:
    """The named file, else the sentence corpora of the gold folder; only what exists."""
    if named:
        return [named] if named.is_file() else []
    folder = os.environ.get("ATTRIBUNE_GOLD")
    return sorted(Path(folder).rglob("sents_*.jsonl")) if folder else []


def read_gold(path: Path) -> list[Document]:
    """The texts of a corpus with their blocks; the gold sentences are not read."""
    records = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)
    return [
        Document(str(record["id"]), record["text"], blocks=find_blocks(record["text"])) for record in records
    ]


def speed(documents: list[Document]) -> float:
    """Characters a second of CPU time, by the best of some rounds; fills in the sentences."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for document in documents:
            document.sentences = find_sentences(document)
        best = min(best, time.process_time() - begin)
    return sum(len(document.text) for document in documents) / max(best, 1e-9)


def write_predictions(documents: list[Document], out: Path) -> None:
    with out.open("w", encoding="utf-8") as file:
        for document in documents:
            spans = [[sentence.start, sentence.end] for sentence in document.sentences]
            file.write(json.dumps({"id": document.article_id, "sents": spans}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
