"""tokens → vectors: spaCy's tok2vec, with each distinct token embedded once.

A token's embedding depends on its form alone; so forms not seen before are put into one Doc, which the
model's own embedding layers read, static vectors included, and the results are kept. The convolution over
neighbours then goes through all texts in chunks of one size, small enough to stay in the processor's cache.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from spacy.attrs import NORM
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from pipeline.parse.network import TILE, Array, Layer, distinct, product

_CHUNK = 8 * TILE
#: So many forms are kept, 400 bytes each and model; where there is no room for more, the first ones stay,
#: which are the most frequent.
_FORMS, _FIRST = 50_000, 30_000
#: What an embedding layer may read of a token: it follows from the form.
_READ = {"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"}
_EPSILON = np.float32(1e-8)


class Embeddings:
    """What several embedding layers say of token forms: `tables` fill up with the texts, to a bound."""

    def __init__(self, vocab: Vocab, models: list[Layer]) -> None:
        self._vocab = vocab
        self._models = [model.copy() for model in models]  # spaCy's own stay as they are
        for layer in (layer for model in self._models for layer in model.walk()):
            layer.ops = _Ops()
            if unknown := set(layer.attrs.get("columns", ())) - _READ:
                raise ValueError(f"an embedding layer that reads {sorted(unknown)}")
        self._rows: dict[int, int] = {}  # by the key of a form, in the order of the rows
        self.tables = [np.empty((_FORMS, model.get_dim("nO")), np.float32) for model in self._models]

    def rows(self, orth: Array, norm: Array, spacy: Array) -> Array:
        """The row of each token in each of `tables`.

        A form is a text, its norm and whether a space follows.
        """
        keys, first, index = distinct(orth, norm, spacy)
        self._make_room(len(keys))
        known = self._rows
        new = {key: at for key, at in zip(keys.tolist(), first.tolist(), strict=True) if key not in known}
        if new:
            at = list(new.values())
            self._add(orth[at], norm[at], spacy[at])
            known |= zip(new, range(len(known), len(known) + len(new)), strict=True)
        return np.array([known[key] for key in keys.tolist()])[index]

    def _make_room(self, forms: int) -> None:
        """Has the tables take so many forms more: it forgets some, or where that is not enough adds rows."""
        if len(self._rows) + forms > len(self.tables[0]):
            self._rows = dict(islice(self._rows.items(), _FIRST))
        missing = len(self._rows) + forms - len(self.tables[0])
        if missing > 0:
            self.tables = [np.pad(table, ((0, missing), (0, 0))) for table in self.tables]

    def _add(self, orth: Array, norm: Array, spacy: Array) -> None:
        """Adds the next rows."""
        words = [self._vocab.strings[key] for key in orth.tolist()]
        doc = Doc(self._vocab, words=words, spaces=spacy.astype(bool).tolist())
        doc.from_array([NORM], norm[:, None])  # type: ignore[arg-type]  # typed for thinc's arrays
        start = len(self._rows)
        for table, model in zip(self.tables, self._models, strict=True):
            table[start : start + len(words)] = model.predict([doc])[0]


class Encoder:
    """A spaCy `MaxoutWindowEncoder`: rows of embeddings → vectors that know their neighbours."""

    def __init__(self, model: Layer) -> None:
        self._layers = [_Convolution(residual) for residual in model.layers[0].layers]

    def __call__(self, table: Array, rows: Array, lengths: Array) -> Array:
        """A vector a token, from its row of the table; `lengths` are those of the texts."""
        reach = len(self._layers)
        step = _CHUNK - 2 * reach
        # before each text stand as many zeros as a token can see
        place = np.arange(len(rows)) + np.repeat(reach * np.arange(1, len(lengths) + 1), lengths)
        chunks = -(-(int(place[-1]) + 1 - reach) // step)
        spread = np.zeros((chunks * step + 2 * reach, table.shape[1]), np.float32)
        spread[place] = table[rows]
        encoded = np.empty_like(spread)
        for start in range(0, chunks * step, step):
            chunk = spread[start : start + _CHUNK]
            for layer in self._layers:
                chunk = layer(chunk)
            encoded[start + reach : start + _CHUNK - reach] = chunk[reach:-reach]
        return encoded[place]


class _Ops(NumpyOps):  # type: ignore[misc]
    """thinc's numpy operations with our matrix product."""

    def gemm(
        self, x: Array, y: Array, out: Array | None = None, trans1: bool = False, trans2: bool = False
    ) -> Array:
        result = product(x.T if trans1 else x, y.T if trans2 else y)
        if out is None:
            return result
        out[:] = result
        return out


class _Convolution:
    """rows → rows: a window of three tokens, maxout, layer norm, added to the input."""

    def __init__(self, residual: Layer) -> None:
        window, rest = residual.layers[0].layers[:2]
        if window.attrs["window_size"] != 1:
            raise ValueError("a window of more than three tokens")
        maxout, norm = rest.layers[0].layers
        self._pieces, width = maxout.get_dim("nP"), maxout.get_dim("nO")
        weights = maxout.get_param("W").transpose(1, 0, 2).reshape(self._pieces * width, -1)
        self._weights = np.ascontiguousarray(weights.T)
        self._bias = maxout.get_param("b").T.reshape(-1)
        self._gain, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, rows: Array) -> Array:
        width = rows.shape[1]
        window = np.zeros((len(rows), 3 * width), np.float32)
        window[1:, :width] = rows[:-1]
        window[:, width : 2 * width] = rows
        window[:-1, 2 * width :] = rows[1:]
        scores = product(window, self._weights) + self._bias
        best: Array = np.maximum.reduce(np.hsplit(scores, self._pieces))
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width)
        best *= ((variance + _EPSILON) ** np.float32(-0.5))[:, None]
        best *= self._gain
        best += self._shift
        best += rows
        return best
