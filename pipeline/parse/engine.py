"""texts → token attributes: a spaCy pipeline, the fast way where all its parts are known.

`engine` tries the fast way (`pipeline.parse.fast`) against spaCy on a few sentences. Where a component is
not one that it knows, or a version of spaCy works in another way, spaCy itself parses.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from pipeline.parse.columns import ATTRIBUTES
from pipeline.parse.network import Array

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore

log = logging.getLogger(__name__)

_SAMPLE = (
    "Dr. Ilse Varga, 61, hadn't gone to the U.N. office in Lindau on 3 May. “Who pays?” she asked her staff.",
    "It's the 4,000 people who were let go that they ought to be talking about, aren't they?",
    "SHARES in Norvik AB fell 12% to $3.5m (after a rise)... the Board, which met twice, said nothing",
    " ",
)


class Engine(Protocol):
    """Texts to one array a text: a row a token, columns as in ATTRIBUTES, whose hashes `strings` resolves.

    Texts are parsed and hashes resolved within one `room`; words that are new may be forgotten after it.
    """

    strings: StringStore

    def room(self) -> AbstractContextManager[object]: ...
    def __call__(self, texts: Sequence[str]) -> list[Array]: ...


class StockEngine:
    """spaCy's own way, with any pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.strings = nlp.vocab.strings

    def room(self) -> AbstractContextManager[object]:
        """Forgets nothing: another pipeline may keep words where we do not know it."""
        return nullcontext()

    def __call__(self, texts: Sequence[str]) -> list[Array]:
        docs = self._nlp.pipe(texts, batch_size=max(len(texts), 1))
        return [doc.to_array(ATTRIBUTES).reshape(-1, len(ATTRIBUTES)) for doc in docs]


def engine(nlp: Language) -> Engine:
    """The fast engine where it gives what spaCy gives, else spaCy's own; says once in the log why."""
    stock = StockEngine(nlp)
    try:
        return _tried(nlp, stock)
    except Exception as error:  # whatever another pipeline, or another version of spaCy, may raise
        log.warning("spaCy itself parses with this pipeline, which is slower: %s", error)
        return stock


def _tried(nlp: Language, stock: Engine) -> Engine:
    """The fast engine; raises an error for a pipeline that it does not know or gets wrong."""
    from pipeline.parse.fast import FastEngine

    fast = FastEngine(nlp)
    for text, ours, theirs in zip(_SAMPLE, fast(_SAMPLE), stock(_SAMPLE), strict=True):
        if ours.shape != theirs.shape or (ours != theirs).any():
            raise ValueError(f"the fast parse gives another result for {text!r}")
    return fast
