"""Names of a gold corpus: predictions for a scorer.

    python benchmarks/entities.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]
                                  [--task ner | clusters] [--gold-names] [--methods]

`ner`: GOLD holds one text a line with `id` and `text`; predictions hold `ents` (persons and organizations)
and `clusters` (the mentions of each entity). `clusters`: GOLD is a coreference corpus, see name_clusters.py;
with --gold-names its names are given, else they are found in the text. The scorer is called as
`SCORER.py TASK GOLD PREDICTIONS`. --methods counts the mentions of each rule and those right among them, for
pipeline/lexicon/names/methods.tsv; GOLD then needs `ents`.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable

from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines
from name_clusters import clusters_of_gold, clusters_of_text, gold_clusters, gold_names, short_names_linked

from pipeline.core.document import Document

_PATTERNS = {"ner": "ner_*.jsonl", "clusters": "coref_*.jsonl"}
_BEFORE = re.compile(r"(?:(?:the|an?)\s+|\W)+", re.IGNORECASE)
_BEHIND = re.compile(r"(?:['’]s|\W)+$")


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--task", default="ner", choices=list(_PATTERNS), help="what the scorer is to score")
    parser.add_argument("--gold-names", action="store_true", help="cluster the names of the gold")
    parser.add_argument("--methods", action="store_true", help="count what each rule gets right")
    arguments = parser.parse_args()
    right: Counter[tuple[str, str, bool]] = Counter()
    for gold in gold_files(arguments.gold, _PATTERNS[arguments.task]):
        records = read_lines(gold)
        documents, seconds = annotated(records, model=arguments.model, until="names")
        print(f"{gold.name}: {len(documents)} texts; {cost(seconds, 'names')}")
        if arguments.methods:
            right.update(judged(records, documents))
        elif arguments.task == "clusters":
            score_clusters(arguments, gold.name, records, documents)
        else:
            predictions = arguments.out / gold.name
            write_lines(map(prediction, documents), predictions)
            score(arguments.scorer, arguments.task, gold, predictions)
    for method, label in sorted({key[:2] for key in right}):
        rows = right[method, label, True] + right[method, label, False]
        print(f"{method}\t{label}\t{rows}\t{right[method, label, True]}")


def prediction(document: Document) -> Record:
    """The names of one document in the layout of the scorer."""
    clusters: list[list[tuple[int, int]]] = [[] for _ in document.entities]
    for mention in document.mentions:
        clusters[mention.entity_id].append((mention.start, mention.end))
    ents = [{"start": row.start, "end": row.end, "label": row.label} for row in document.mentions]
    return {"id": document.article_id, "ents": ents, "clusters": clusters}


def score_clusters(arguments: Namespace, name: str, records: list[Record], documents: list[Document]) -> None:
    """Writes gold and found clusters of the gold's names and scores them."""
    golds, found = [], []
    linked = total = 0
    for record, document in zip(records, documents, strict=True):
        names = gold_names(record)
        make = clusters_of_gold if arguments.gold_names else clusters_of_text
        clusters = make(document, names)
        golds.append({"id": record["id"], "clusters": gold_clusters(names)})
        found.append({"id": record["id"], "clusters": clusters})
        right, short = short_names_linked(document.text, names, clusters)
        linked, total = linked + right, total + short
    gold, predictions = arguments.out / f"gold_{name}", arguments.out / name
    write_lines(golds, gold)
    write_lines(found, predictions)
    print(f"short names with a right full name: {linked} of {total}")
    score(arguments.scorer, "clusters", gold, predictions)


def judged(records: Iterable[Record], documents: Iterable[Document]) -> list[tuple[str, str, bool]]:
    """The method and label of each mention, and whether the gold has it but for its edges."""
    out = []
    for record, document in zip(records, documents, strict=True):
        gold = {(*_core(document.text, row["start"], row["end"]), row["label"]) for row in record["ents"]}
        out += [
            (row.method, row.label, (*_core(document.text, row.start, row.end), row.label) in gold)
            for row in document.mentions
        ]
    return out


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without articles, possessives and marks at its edges."""
    words = text[start:end]
    before, behind = _BEFORE.match(words), _BEHIND.search(words)
    return start + (before.end() if before else 0), start + (behind.start() if behind else len(words))


if __name__ == "__main__":
    main()
