"""Matrix products whose rows do not depend on each other: a token's numbers are the same in any batch.

numpy's BLAS is faster than the BLIS that comes with thinc. A matrix product takes another path for a single
row, or for rows that do not fill a tile, and the last bits may differ then; so rows are always filled up to
whole tiles.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
#: Parts of a loaded spaCy pipeline: a layer of a thinc model, and a component. Neither is typed well.
Layer = Any
Component = Any
#: Rows come in multiples of this.
TILE = 64
_MIX = np.uint64(0x9E3779B97F4A7C15)


def product(rows: Array, weights: Array) -> Array:
    """`rows @ weights`, with the same bits for a row whatever the others are."""
    missing = -len(rows) % TILE
    if not missing:
        return rows @ weights
    filled = np.concatenate((rows, np.zeros((missing, rows.shape[1]), rows.dtype)))
    result: Array = filled @ weights
    return result[: len(rows)]


class Linear:
    """rows → rows: a thinc layer with weights `W` (outputs × inputs) and bias `b`."""

    def __init__(self, layer: Layer) -> None:
        self.weights = np.ascontiguousarray(layer.get_param("W").T)
        self.bias = layer.get_param("b")

    def __call__(self, rows: Array) -> Array:
        result: Array = product(rows, self.weights) + self.bias
        return result


class StateScores:
    """tokens → scores of all moves: the two upper layers of a spaCy transition model.

    A state is read through `places` tokens. What a token adds to the hidden layer in each of these places
    is computed once, with `features`.
    """

    def __init__(self, model: Layer) -> None:
        lower = model.get_ref("lower")
        self.places, self._half, pieces = (lower.get_dim(name) for name in ("nF", "nO", "nP"))
        if pieces != 2:
            raise ValueError(f"hidden layer of {pieces} pieces")
        self._reduce = Linear(model.get_ref("tok2vec").layers[-1])
        self._upper = Linear(model.get_ref("upper"))
        # pieces go before hidden units, so that maxout is the larger of two halves
        width = 2 * self._half
        weights = lower.get_param("W").transpose(0, 2, 1, 3).reshape(self.places, width, -1)
        self._lower = np.ascontiguousarray(weights.transpose(0, 2, 1))
        self._pad = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(self.places, width)
        self._bias = lower.get_param("b").T.reshape(-1)

    def features(self, vectors: Array) -> Array:
        """An array of places × tokens × hidden units; the last token stands for none."""
        reduced = self._reduce(vectors)
        features = np.empty((self.places, len(reduced) + 1, 2 * self._half), np.float32)
        for place, weights in enumerate(self._lower):
            features[place, :-1] = product(reduced, weights)
        features[:, -1] = self._pad
        features[0] += self._bias
        return features

    def __call__(self, hidden: Array) -> Array:
        """Scores of all moves, from sums of features."""
        return self._upper(np.maximum(hidden[:, : self._half], hidden[:, self._half :]))


def distinct(*columns: Array) -> tuple[Array, Array, Array]:
    """The distinct rows of integer columns: a key of each, where it comes first, and which each row is.

    The key mixes the columns to 64 bits.
    """
    key = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        key = (key ^ column) * _MIX
        key ^= key >> np.uint64(29)
    return np.unique(key, return_index=True, return_inverse=True)
