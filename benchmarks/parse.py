"""The fast parse against spaCy's own: time, and whether any token differs.

    python benchmarks/parse.py [GOLD.jsonl ...] [--model NAME] [--rounds N]

GOLD holds one article a line with `text`. Both parse the whole texts: `nlp.pipe` with its defaults, and our
engine in the pipeline's batches. They take turns part by part, so that what else the machine does meets both.
Set OPENBLAS_NUM_THREADS=1 for one core.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from common import gold_files, options, read_lines

from pipeline.core.config import ParseParams
from pipeline.model import load
from pipeline.parse.columns import ATTRIBUTES
from pipeline.parse.fast import FastEngine

PART = 128
Arrays = list[np.ndarray[Any, Any]]


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="how often all texts are parsed")
    arguments = parser.parse_args()
    for gold in gold_files(arguments.gold, "quotes/*.jsonl"):
        begin = time.process_time()
        nlp = load(arguments.model)
        engine = FastEngine(nlp)
        print(f"{gold.name}: {arguments.model} loaded in {time.process_time() - begin:.1f} s of CPU time")
        ways = {"spaCy": partial(stock, nlp), "fast": partial(fast, engine)}
        for way in ways.values():
            way(["Ana Ruiz said no."])
        texts = [record["text"] for record in read_lines(gold)]
        for _ in range(arguments.rounds):
            compare(texts, ways)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of both together {peak:,.0f} MB")


def stock(nlp: Any, texts: Sequence[str]) -> Arrays:  # noqa: ANN401  spaCy's Language
    """What `nlp.pipe` gives."""
    return [doc.to_array(ATTRIBUTES) for doc in nlp.pipe(texts)]


def fast(engine: FastEngine, texts: Sequence[str]) -> Arrays:
    """What our engine gives."""
    size = ParseParams().batch_size
    return [array for at in range(0, len(texts), size) for array in engine(texts[at : at + size])]


def compare(texts: list[str], ways: dict[str, Callable[[Sequence[str]], Arrays]]) -> None:
    """Parses all texts both ways; prints the times, their ratio, and what differs by attribute."""
    cpu, wall, differing = Counter[str](), Counter[str](), Counter[str]()
    tokens = tokens_differing = 0
    for at in range(0, len(texts), PART):
        part = texts[at : at + PART]
        order = list(ways)[:: 1 if at // PART % 2 else -1]
        results = {}
        for name in order:
            begin = time.process_time(), time.perf_counter()
            results[name] = ways[name](part)
            cpu[name] += time.process_time() - begin[0]
            wall[name] += time.perf_counter() - begin[1]
        for one, other in zip(results["spaCy"], results["fast"], strict=True):
            unequal = one != other
            tokens += len(one)
            tokens_differing += int(unequal.any(axis=1).sum())
            differing.update({str(ATTRIBUTES[i]): n for i, n in enumerate(unequal.sum(axis=0).tolist()) if n})
    for name in ways:
        speed = tokens / cpu[name]
        print(f"  {name:5} {cpu[name]:6.1f} s CPU, {wall[name]:6.1f} s, {speed:,.0f} tokens a CPU second")
    ratio = cpu["spaCy"] / cpu["fast"]
    print(
        f"  {ratio:.2f} times as fast; {tokens_differing} of {tokens:,} tokens differ {dict(differing) or ''}"
    )


if __name__ == "__main__":
    main()
