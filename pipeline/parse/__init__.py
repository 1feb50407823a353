"""blocks → tokens: the one shared parse, by a spaCy model, block by block.

Every later stage works on these columns and needs no spaCy. Each block is parsed on its own, so no
dependency arc, entity or sentence crosses a block. The model sees a copy of the same length in which
every white space character is a plain space; offsets and token texts are the article's own.

`pieces` decides what the model reads, `engine` runs it, and `columns` writes down what it found. What an
article gets does not depend on the articles around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache as once
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cache import ParseCache
from pipeline.core.document import Document, Parse
from pipeline.core.time_limit import time_limit
from pipeline.model import ModelInfo, find, load
from pipeline.parse.columns import Names, to_columns
from pipeline.parse.pieces import MAX_PIECE, MAX_WORD, Piece, cut_pieces, parser_text

if TYPE_CHECKING:
    from pipeline.parse.engine import Engine

__all__ = ["MAX_PIECE", "MAX_WORD", "Parser", "Piece", "cut_pieces", "fingerprint", "parser_text"]


class Parser:
    """Fills the `parse` of documents from their `text` and `blocks`.

    `model` is a name as for `pipeline.model.find`; it is loaded when the first text needs it. `cache`
    is a file that keeps parses between runs, empty for none. A batch that takes more than `seconds` (0: no
    bound) is parsed again article by article, each with the same bound. Raises UsageError for a model that
    is missing or damaged.
    """

    def __init__(self, *, model: str, batch_size: int = 64, cache: str = "", seconds: float = 0) -> None:
        info = find(model)
        self._engine = once(lambda: _engine(model))
        self._batch_size = batch_size
        self._seconds = seconds
        self._store = ParseCache(Path(cache), fingerprint(info)) if cache else None

    def parse(self, documents: Sequence[Document]) -> None:
        """Fills the parses in place; an article that the model cannot take gets none, and an error."""
        pending = iter(documents)
        while batch := list(islice(pending, self._batch_size)):
            same: dict[tuple[object, ...], list[Document]] = {}
            for document in batch:
                if not self._recall(document):
                    same.setdefault((document.text, *document.blocks), []).append(document)
            parsed = self._parsed([documents[0] for documents in same.values()]) if same else []
            if self._store:
                self._store.put(parsed)
            for first, *duplicates in same.values():
                _share(first, duplicates)

    def _parsed(self, batch: list[Document]) -> list[Document]:
        """The documents that could be parsed in time; an error in one does not touch the others."""
        engine = self._engine()
        try:
            with time_limit(self._seconds):
                _parse(batch, engine)
        except Exception as error:  # any fault of the model: found out article by article
            if len(batch) > 1:
                return [document for one in batch for document in self._parsed([one])]
            batch[0].parse = Parse()
            batch[0].fail("parse", error)
            return []
        return batch

    def _recall(self, document: Document) -> bool:
        """Whether the store had the parse of this document; it is filled in then."""
        kept = self._store.get(document) if self._store else None
        if kept is not None:
            document.parse = kept
        return kept is not None


def fingerprint(info: ModelInfo) -> str:
    """Names all that a parse depends on besides the text: the model, spaCy's version, this package."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    return f"{info.fingerprint} {version('spacy')} {code.hexdigest()}"


def _share(first: Document, duplicates: Sequence[Document]) -> None:
    """Gives documents of the same text what the first of them got: its parse, or its errors."""
    for document in duplicates:
        document.parse = first.parse
        document.errors += [
            error._replace(article_id=document.article_id, source=document.source)
            for error in first.errors
            if error.stage == "parse"
        ]


def _engine(model: str) -> Engine:
    from pipeline.parse.engine import engine

    return engine(load(model))


def _parse(batch: Sequence[Document], engine: Engine) -> None:
    pieces = [[piece for block in doc.blocks for piece in cut_pieces(doc.text, block)] for doc in batch]
    texts = [parser_text(doc.text, piece) for doc, own in zip(batch, pieces, strict=True) for piece in own]
    with engine.room():
        arrays, names = iter(engine(texts)), Names(engine.strings)
        for document, own in zip(batch, pieces, strict=True):
            document.parse = to_columns(document.text, own, islice(arrays, len(own)), names)
