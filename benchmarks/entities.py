"""Names of a gold corpus: predictions for a scorer.

    python benchmarks/entities.py [GOLD.jsonl ...] [--out DIR] [--model NAME]
                                  [--scorer SCORER.py] [--task ner]

GOLD holds one text a line with `id` and `text`; predictions hold `ents` (persons and organizations) and
`clusters` (the mentions of each entity). The scorer is called as `SCORER.py TASK GOLD PREDICTIONS`.
"""

from __future__ import annotations

from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines

from pipeline.core.document import Document


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--task", default="ner", help="what the scorer is to score")
    arguments = parser.parse_args()
    for gold in gold_files(arguments.gold, "ner_*.jsonl"):
        documents, seconds = annotated(read_lines(gold), model=arguments.model, until="names")
        print(f"{gold.name}: {len(documents)} texts; {cost(seconds, 'names')}")
        predictions = arguments.out / gold.name
        write_lines(map(prediction, documents), predictions)
        score(arguments.scorer, arguments.task, gold, predictions)


def prediction(document: Document) -> Record:
    """The names of one document in the layout of the scorer."""
    clusters: list[list[tuple[int, int]]] = [[] for _ in document.entities]
    for mention in document.mentions:
        clusters[mention.entity_id].append((mention.start, mention.end))
    ents = [{"start": row.start, "end": row.end, "label": row.label} for row in document.mentions]
    return {"id": document.article_id, "ents": ents, "clusters": clusters}


if __name__ == "__main__":
    main()
