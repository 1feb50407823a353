"""Sentences of a gold corpus: predictions for a scorer, and the splitter's speed beside spaCy's senter.

    python benchmarks/sentences.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--scorer SCORER.py]

GOLD holds one text a line with `id` and `text`; predictions are `{"id", "sents": [[start, end], ...]}`.
The scorer is called as `SCORER.py sents GOLD PREDICTIONS`. With `--peer` the model's `senter` makes
predictions as well, in `senter_<name of GOLD>`; it reads the same blocks.

Both speeds are characters a second of CPU time in this process, best of some rounds: ours for blocks and
sentences where there is a parse, which is made for all stages; the senter's with its tokenizer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import spacy
from common import annotated, gold_files, options, read_lines, score, write_lines
from spacy.language import Language

from pipeline.blocks import find_blocks
from pipeline.core.document import Document
from pipeline.model import find
from pipeline.parse import parser_text
from pipeline.sentences import find_sentences

ROUNDS = 3
OTHERS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]


def main() -> None:
    arguments = options(__doc__).parse_args()
    for gold in gold_files(arguments.gold, "sents_*.jsonl"):
        senter = load_senter(arguments.model)
        documents, _ = annotated(read_lines(gold), model=arguments.model, until="sentences")
        length = sum(len(document.text) for document in documents)
        ours, theirs = fastest(split, documents), fastest(partial(by_senter, senter), documents)
        print(f"{gold.name}: {len(documents)} texts, {length:,} characters")
        print(f"blocks and sentences {length / ours:,.0f}, senter {length / theirs:,.0f} characters a second")
        found = {gold.name: [[(row.start, row.end) for row in document.sentences] for document in documents]}
        if arguments.peer:
            found[f"senter_{gold.name}"] = by_senter(senter, documents)
        for name, spans in found.items():
            rows = zip(documents, spans, strict=True)
            write_lines(({"id": d.article_id, "sents": sents} for d, sents in rows), arguments.out / name)
            score(arguments.scorer, "sents", gold, arguments.out / name)


def load_senter(model: str) -> Language:
    """The model with its sentence recognizer alone, which is switched off in the packages."""
    nlp = spacy.load(find(model).folder, exclude=OTHERS)
    nlp.enable_pipe("senter")
    return nlp


def split(documents: list[Document]) -> None:
    """Blocks and sentences by our rules, with the parses that the documents have."""
    for document in documents:
        find_blocks(document.text)
        find_sentences(document)


def by_senter(senter: Language, documents: list[Document]) -> list[list[tuple[int, int]]]:
    """The sentences by the senter, a list a document, from the blocks of all documents in one go."""
    blocks = [(i, block) for i, document in enumerate(documents) for block in document.blocks]
    texts = [parser_text(documents[i].text, (block.start, block.end)) for i, block in blocks]
    found: list[list[tuple[int, int]]] = [[] for _ in documents]
    for (i, block), doc in zip(blocks, senter.pipe(texts), strict=True):
        found[i] += [(block.start + sent.start_char, block.start + sent.end_char) for sent in doc.sents]
    return found


def fastest(run: Callable[[list[Document]], object], documents: list[Document]) -> float:
    """The seconds of CPU time of a function on all documents, by the best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        run(documents)
        seconds.append(time.process_time() - begin)
    return max(min(seconds), 1e-9)


if __name__ == "__main__":
    main()
