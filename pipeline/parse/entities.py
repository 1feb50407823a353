"""token vectors → entities: spaCy's greedy `ner`, on all tokens at once.

Outside an entity the network reads nothing but the token itself; so what it does at each token, if no entity
is open there, comes from one pass over all tokens. From each token that would begin an entity, that entity is
then followed to its end, all of them in step. Last, a walk through the text keeps those that are reached.
The moves and when they are allowed are those of spaCy (`_parser_internals/ner.pyx`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.parse.network import Array, Component, StateScores

_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
_PLACES = 3


class Entities(NamedTuple):
    """ENT_IOB and ENT_TYPE of each token, as in spaCy's Doc."""

    iob: Array
    label: Array


class EntityDecoder:
    """The greedy decoder of a spaCy `ner` component with its weights."""

    def __init__(self, pipe: Component) -> None:
        self._scores = StateScores(pipe.model)
        if self._scores.places != _PLACES:
            raise ValueError(f"{self._scores.places} features a state")
        names = [pipe.moves.get_class_name(i) for i in range(pipe.moves.n_moves)]
        self._labels = np.array([pipe.vocab.strings.add(name[2:]) for name in names], np.uint64)
        self._out = names.index("O")
        self._begin = np.array([name.startswith("B-") for name in names])
        self._unit = np.array([name.startswith("U-") and len(name) > 2 for name in names])
        # by the move that begins an entity, the moves that go on with it and end it
        self._inside = np.array([names.index(f"I-{n[2:]}") if n[0] == "B" else 0 for n in names])
        self._last = np.array([names.index(f"L-{n[2:]}") if n[0] == "B" else 0 for n in names])

    def __call__(self, vectors: Array, is_space: Array, sent_start: Array, ends: Array) -> Entities:
        """The entities of texts that stand one after the other; `ends` are those of the texts."""
        features = self._scores.features(vectors)
        alone = np.ones(len(vectors), bool)  # the next token cannot belong to the same entity
        alone[:-1] = sent_start[1:]
        alone[ends - 1] = True
        moves = self._closed(features, is_space, alone)
        begins = np.flatnonzero(self._begin[moves])
        after = np.arange(1, len(moves) + 1)
        after[begins] = self._ends(features, begins, moves[begins], alone)
        iob = np.full(len(moves), _OUTSIDE, np.uint64)
        label = np.zeros(len(moves), np.uint64)
        reached = 0
        for start in np.flatnonzero(moves != self._out).tolist():
            if start >= reached:
                reached = int(after[start])
                iob[start], iob[start + 1 : reached] = _BEGIN, _INSIDE
                label[start:reached] = self._labels[moves[start]]
        return Entities(iob, label)

    def _closed(self, features: Array, is_space: Array, alone: Array) -> Array:
        """The move at each token where no entity is open."""
        scores = self._scores(features[0, :-1] + features[1, -1] + features[2, -1])
        allowed = np.zeros_like(scores, bool)
        allowed[:, self._out] = True
        allowed[:, self._unit] = ~is_space[:, None]
        allowed[:, self._begin] = ~(is_space | alone)[:, None]
        moves: Array = np.where(allowed, scores, -np.inf).argmax(axis=1)
        return moves

    def _ends(self, features: Array, begins: Array, moves: Array, alone: Array) -> Array:
        """Where the entities that begin at these tokens end."""
        ends = np.zeros_like(begins)
        growing, at = np.arange(len(begins)), begins + 1
        inside, last = self._inside[moves], self._last[moves]
        while len(growing):
            hidden = features[0, at] + features[1, begins[growing]] + features[2, at - 1]
            scores = self._scores(hidden)
            state = np.arange(len(growing))
            go_on, stop = scores[state, inside[growing]], scores[state, last[growing]]
            first = inside[growing] < last[growing]  # which of two equal scores wins
            on = ~alone[at] & ((go_on > stop) | (first & (go_on == stop)))
            ends[growing[~on]] = at[~on] + 1
            growing, at = growing[on], at[on] + 1
        return ends
