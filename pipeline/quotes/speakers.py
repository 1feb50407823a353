"""Which source says which quote: the likeliest of the sources round it, the speaker before it, or nobody.

Each candidate gets the sum of the weights of its features; a softmax over all candidates of the quote turns
the sums into probabilities. Candidates with the same head token count together, and so does a name with the
noun that it stands in apposition to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import repeat
from math import exp
from typing import NamedTuple

from pipeline.coreference import Scene
from pipeline.quotes.cues import Source, bearer_of, is_spoken_of
from pipeline.quotes.features import Features, of_carried, of_nobody
from pipeline.quotes.frames import Frame, frame_of
from pipeline.quotes.headlines import name_above
from pipeline.quotes.interviews import answer_source
from pipeline.quotes.structure import is_title, source_by_layout
from pipeline.quotes.turns_of_phrase import putter

_MOST_BEFORE = 40
_MOST_AFTER = 20
_BLOCKS_BEFORE = 2
_SURE = 0.95
_LEAST_FOR_FRAGMENT = 0.55
_LEAST_BEFORE_REPORT = 0.4
_NEAR = 6
_DECIMALS = 9


class Candidate(NamedTuple):
    """A source that a quote could belong to, or None for nobody, with its features.

    `bearer`: the head of the source; a name in apposition counts with its noun.
    """

    source: Source | None
    carried: bool
    features: list[str]
    bearer: int | None = None
    spoken_of: bool = False

    @property
    def head(self) -> int | None:
        """What candidates that count together share; None for nobody."""
        if self.source is None or self.bearer is not None:
            return self.bearer
        return self.source.head


class Choice(NamedTuple):
    """The source chosen for a quote (None: nobody) and how probable the choice is."""

    frame: Frame
    source: Source | None
    carried: bool
    probability: float


def choose_speakers(scene: Scene, sources: list[Source], weights: dict[str, float]) -> dict[int, Choice]:
    """The chosen source of each quote that has tokens, by quote_id."""
    choices: dict[int, Choice] = {}
    window = Window(scene, sources)
    previous: Choice | None = None
    for span in scene.spans:
        frame = frame_of(scene, span)
        if frame is None:
            continue
        layout = source_by_layout(scene, frame) or putter(scene, frame)
        layout = layout or name_above(scene, frame) or answer_source(scene, frame)
        if layout is not None or is_title(scene, frame):
            choice = Choice(frame, layout, False, _SURE)
        else:
            choice = choose(frame, window.candidates(frame, previous), weights)
        choices[span.quote_id] = choice
        if choice.source is not None:
            previous = choice
    return choices


def choose(frame: Frame, candidates: list[Candidate], weights: dict[str, float]) -> Choice:
    """The likeliest of the candidates, those with the same head taken together; of equal ones the nearest."""
    scores = [_score(candidate, weights) for candidate in candidates]
    highest = max(scores)
    shares: dict[int | None, float] = {}
    best: dict[int | None, int] = {}
    for at, candidate in enumerate(candidates):
        head = candidate.head
        shares[head] = shares.get(head, 0.0) + exp(scores[at] - highest)
        if head not in best or scores[at] > scores[best[head]]:
            best[head] = at
    head = max(shares, key=lambda head: (shares[head], -_distance(frame, head)))
    if head is None and (near := _reporter_behind(frame, candidates)) is not None:
        head = near if shares[near] >= _LEAST_BEFORE_REPORT else head
    winner = candidates[best[head]]
    share = shares[head] / sum(shares.values())
    followed = head is not None and head == _reporter_behind(frame, candidates)
    least = _LEAST_BEFORE_REPORT if followed else _LEAST_FOR_FRAGMENT
    if not frame.is_full and (share < least or winner.spoken_of):
        return Choice(frame, None, False, 1 - share)
    return Choice(frame, winner.source, winner.carried, share)


def _score(candidate: Candidate, weights: dict[str, float]) -> float:
    """The sum of the weights, rounded so that equal features are equal in any order."""
    return round(sum(map(weights.get, candidate.features, repeat(0.0))), _DECIMALS)


def _distance(frame: Frame, head: int | None) -> int:
    """How many tokens the head of a source is away from the quote; 0 for nobody."""
    return 0 if head is None else max(frame.first - head, head - frame.last, 0)


def _reporter_behind(frame: Frame, candidates: list[Candidate]) -> int | None:
    """The head of the source behind a comma on whose verb the words hang: `had been “…”, she added`."""
    if frame.starts != "clause" or frame.ends != "comma":
        return None
    for source in (candidate.source for candidate in candidates):
        hangs = source is not None and source.cue in frame.governors
        if source is not None and hangs and frame.last < source.first <= source.last <= frame.last + _NEAR:
            return source.head
    return None


class Window:
    """The candidates of each quote of one article."""

    def __init__(self, scene: Scene, sources: list[Source]) -> None:
        self.scene = scene
        self.sources = sources
        self.features = Features(scene, sources)
        self.firsts = [source.first for source in sources]
        self.blocks = [scene.block_of[source.head] for source in sources]

    def candidates(self, frame: Frame, previous: Choice | None) -> list[Candidate]:
        """Everybody who could say the quote, with features; nobody comes first."""
        out = [Candidate(None, False, of_nobody(self.scene, frame))]
        out += [
            Candidate(
                source,
                False,
                self.features.of_pair(frame, source),
                bearer_of(self.scene, source),
                self._is_spoken_of(frame, source),
            )
            for source in self._near(frame)
        ]
        if previous is not None and previous.source is not None:
            place = self.features.place(previous.frame, previous.source)
            names = of_carried(frame, self.scene, last=previous.frame, place=place)
            out.append(Candidate(previous.source, True, names, bearer_of(self.scene, previous.source)))
        return out

    def _near(self, frame: Frame) -> Iterator[Source]:
        """The sources of the quote's block, and of the blocks near it those that fit better."""
        at = bisect_left(self.firsts, frame.first)
        own = self.scene.block_of[frame.first]
        first = max(at - _MOST_BEFORE, bisect_left(self.blocks, own - _BLOCKS_BEFORE))
        end = min(at + _MOST_AFTER, bisect_left(self.blocks, own + 2))
        for source, block in zip(self.sources[first:end], self.blocks[first:end], strict=True):
            if block in (own, own - 1) or self._reports(source):
                yield source

    def _is_spoken_of(self, frame: Frame, source: Source) -> bool:
        """Whether words built into a clause are said of the source; a full quote is said by it."""
        return not frame.is_full and is_spoken_of(self.scene, source)

    def _reports(self, source: Source) -> bool:
        if source.kind in ("colon", "according_to"):
            return True
        return source.cue is not None and self.scene.verb_of[source.cue] is not None
