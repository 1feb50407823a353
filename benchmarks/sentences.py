"""Sentences of a gold corpus: predictions for a scorer, and the splitter's speed.

    python benchmarks/sentences.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]

GOLD holds one text a line with `id` and `text`; predictions are `{"id", "sents": [[start, end], ...]}`.
The scorer is called as `SCORER.py sents GOLD PREDICTIONS`.
"""

from __future__ import annotations

import time

from common import annotated, gold_files, options, read_lines, score, write_lines

from pipeline.core.document import Document
from pipeline.sentences import find_sentences

ROUNDS = 5


def main() -> None:
    arguments = options(__doc__).parse_args()
    for gold in gold_files(arguments.gold, "sents_*.jsonl"):
        documents, _ = annotated(read_lines(gold), model=arguments.model, until="sentences")
        print(f"{gold.name}: {len(documents)} texts, {speed(documents):,.0f} characters a second")
        predictions = arguments.out / gold.name
        write_lines(
            ({"id": d.article_id, "sents": [(s.start, s.end) for s in d.sentences]} for d in documents),
            predictions,
        )
        score(arguments.scorer, "sents", gold, predictions)


def speed(documents: list[Document]) -> float:
    """Characters a second of CPU time of the splitter alone, by the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        for document in documents:
            find_sentences(document)
        best = min(best, time.process_time() - begin)
    return sum(len(document.text) for document in documents) / max(best, 1e-9)


if __name__ == "__main__":
    main()
