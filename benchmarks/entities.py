"""Predictions for a gold file of entities (JSONL with `id` and `text`), in the layout of an outside scorer.

    python benchmarks/entities.py GOLD.jsonl --out PRED.jsonl [--model NAME] [--scorer SCORER.py]

Each line holds `ents` (persons and organizations) and `clusters` (the mentions of each entity). GOLD
may come from the environment variable ATTRIBUNE_GOLD. Without gold it says so and does nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.blocks import find_blocks
from pipeline.core.document import Document
from pipeline.names import find_names
from pipeline.parse import Parser
from pipeline.sentences import find_sentences


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="?", default=os.environ.get("ATTRIBUNE_GOLD"), type=Path)
    parser.add_argument("--out", type=Path, required=True, help="where the predictions go (JSONL)")
    parser.add_argument("--model", default="en_core_web_md", help="name of the spaCy model")
    parser.add_argument("--scorer", type=Path, help="a scorer to run on gold and predictions")
    parser.add_argument("--task", default="ner", help="what the scorer is to score")
    arguments = parser.parse_args()
    if arguments.gold is None or not arguments.gold.is_file():
        print(f"skipped: no gold file at {arguments.gold}; name one or set ATTRIBUNE_GOLD", file=sys.stderr)
        return 0
    write_predictions(read_gold(arguments.gold), arguments.out, arguments.model)
    if arguments.scorer:
        command = [str(arguments.scorer), arguments.task, str(arguments.gold), str(arguments.out)]
        return subprocess.call([sys.executable, *command])
    return 0


def read_gold(path: Path) -> list[Document]:
    """One document a line of the gold file."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [
        Document(article_id=str(record["id"]), text=record["text"], blocks=find_blocks(record["text"]))
        for record in records
    ]


def write_predictions(documents: list[Document], out: Path, model: str) -> None:
    """Parses the documents and writes one line of names for each."""
    Parser(model=model).parse(documents)
    lines = [json.dumps(prediction(document), ensure_ascii=False) for document in documents]
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def prediction(document: Document) -> dict[str, Any]:
    """The names of one document in the layout of the scorer."""
    document.sentences = find_sentences(document)
    mentions, entities = find_names(document)
    clusters: list[list[list[int]]] = [[] for _ in entities]
    for mention in mentions:
        clusters[mention.entity_id].append([mention.start, mention.end])
    ents = [{"start": row.start, "end": row.end, "label": row.label} for row in mentions]
    return {"id": document.article_id, "ents": ents, "clusters": clusters}


if __name__ == "__main__":
    sys.exit(main())
