"""Fits the weights that choose the speaker of a quote to a gold corpus, and writes them.

    python benchmarks/fit_quotes.py TRAIN.jsonl [TRAIN.jsonl ...] --weights models/quotes/weights.json

TRAIN holds one article a line with `article_id`, `text`, `quotes` (each with `start`, `end`, `source` and
`cue`) and `ignore`. The model is a softmax over the candidates of each quote (conditional logistic
regression): the likelihood of the right ones is maximised with an L2 penalty, the features with the
weightiest effect are kept, and their weights fitted again and rounded.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from common import annotated, read_lines
from numpy.typing import NDArray

from pipeline.core.config import ParseParams
from pipeline.core.document import QuoteSpan
from pipeline.coreference.scene import Scene
from pipeline.quotes.cues import find_sources
from pipeline.quotes.frames import frame_of
from pipeline.quotes.speakers import Candidate, Choice, Window

KEPT_FEATURES = 600
LEAST_COUNT = 10
PENALTY = 0.5
ROUNDS = 300
Vector = NDArray[np.float64]


class Example(NamedTuple):
    """One quote: the features of each candidate, and which candidates are right."""

    features: list[list[str]]
    right: list[bool]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument(
        "--weights", type=Path, required=True, help="the file whose `speaker` part is made anew"
    )
    parser.add_argument("--model", default=ParseParams().model)
    arguments = parser.parse_args()
    articles = [article for path in arguments.gold for article in read_lines(path)]
    documents, _ = annotated(articles, model=arguments.model, until="names")
    pairs = zip(articles, map(Scene.of, documents), strict=True)
    examples = [example for article, scene in pairs for example in of_article(article, scene)]
    counts = Counter(name for example in examples for names in example.features for name in names)
    weights = fit(examples, sorted(name for name, count in counts.items() if count >= LEAST_COUNT))
    weightiest = sorted(weights, key=lambda name: -abs(weights[name]) * min(counts[name], 400) ** 0.5)
    weights = fit(examples, sorted(weightiest[:KEPT_FEATURES]))
    kept = {name: round(weight, 1) for name, weight in weights.items() if round(weight, 1)}
    content = json.loads(arguments.weights.read_text(encoding="utf-8")) | {"speaker": kept}
    arguments.weights.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(articles)} articles, {len(examples)} quotes, {len(kept)} weights")


def of_article(article: dict[str, Any], scene: Scene) -> Iterator[Example]:
    """The examples of one article; the quote before is taken with its right speaker."""
    window = Window(scene, find_sources(scene))
    previous: Choice | None = None
    for span in scene.spans:
        frame = frame_of(scene, span)
        if frame is None or overlapping(article["ignore"], span):
            continue
        gold = overlapping(article["quotes"], span)
        candidates = window.candidates(frame, previous)
        right = [is_right(scene, candidate, gold) for candidate in candidates]
        with_cue = [good and has_cue(scene, one, gold) for one, good in zip(candidates, right, strict=True)]
        if any(with_cue):
            right = with_cue
        if not any(right):
            continue
        chosen = candidates[right.index(True)]
        if chosen.source is not None:
            previous = Choice(frame, chosen.source, False, 1.0)
        yield Example([candidate.features for candidate in candidates], right)


def overlapping(rows: list[dict[str, Any]], span: QuoteSpan) -> dict[str, Any] | None:
    """The first row that shares a character with a quoted stretch."""
    return next((row for row in rows if row["start"] < span.end and span.start < row["end"]), None)


def is_right(scene: Scene, candidate: Candidate, gold: dict[str, Any] | None) -> bool:
    """Whether a candidate is the gold speaker; nobody is right where the gold has none."""
    source = gold["source"] if gold else None
    if source is None or candidate.source is None:
        return source is None and candidate.source is None
    head = candidate.source.head
    parse = scene.parse
    return bool(parse.start[head] < source["head_end"] and source["head_start"] < parse.end[head])


def has_cue(scene: Scene, candidate: Candidate, gold: dict[str, Any] | None) -> bool:
    """Whether a candidate stands with the gold cue."""
    cue = gold["cue"] if gold else None
    token = candidate.source.cue if candidate.source else None
    return bool(cue and token is not None and cue["start"] <= scene.parse.start[token] < cue["end"])


def fit(examples: list[Example], names: list[str]) -> dict[str, float]:
    """The weights of the named features that make the right candidates likeliest, by resilient descent."""
    number = {name: at for at, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    groups: list[int] = []
    right: list[bool] = []
    for group, example in enumerate(examples):
        for features, is_good in zip(example.features, example.right, strict=True):
            known = [number[name] for name in features if name in number]
            rows += [len(groups)] * len(known)
            columns += known
            groups.append(group)
            right.append(is_good)
    problem = Problem(*map(np.asarray, (rows, columns, groups, right)))
    weights, step, before = np.zeros(len(names)), np.full(len(names), 0.1), np.zeros(len(names))
    for _ in range(ROUNDS):
        gradient = problem.gradient(weights)
        turned = gradient * before < 0
        step = np.clip(
            np.where(turned, step * 0.5, np.where(gradient * before > 0, step * 1.2, step)), 1e-6, 1
        )
        gradient[turned] = 0
        weights -= np.sign(gradient) * step
        before = gradient
    return dict(zip(names, weights.tolist(), strict=True))


class Problem(NamedTuple):
    """All candidates as a sparse matrix: (row, column) pairs, the quote of each row, and which are right."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    groups: NDArray[np.int64]
    right: NDArray[np.bool_]

    def gradient(self, weights: Vector) -> Vector:
        """The gradient of the penalised negative log-likelihood."""
        scores = np.bincount(self.rows, weights[self.columns], minlength=len(self.groups))
        highest = np.full(self.groups[-1] + 1, -np.inf)
        np.maximum.at(highest, self.groups, scores)
        raw = np.exp(scores - highest[self.groups])
        every = raw / np.bincount(self.groups, raw)[self.groups]
        good = np.where(self.right, raw, 0.0)
        excess = every - good / np.maximum(np.bincount(self.groups, good), 1e-12)[self.groups]
        return np.bincount(self.columns, excess[self.rows], minlength=len(weights)) + PENALTY * weights


if __name__ == "__main__":
    main()
