"""blocks → tokens: the one shared parse, by a spaCy model, block by block.

Every later stage works on these columns and needs no spaCy. Each block is parsed on its own, so no
dependency arc, entity or sentence crosses a block. The model sees a copy of the same length in which
every white space character is a plain space; offsets and token texts are the article's own.

Two bounds keep odd input cheap: a run of more than MAX_WORD characters without white space is no word and
gets no tokens, and a block of more than MAX_PIECE characters is parsed in pieces.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache as once
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.cache import ParseCache
from pipeline.core.document import Block, Document, Parse
from pipeline.model import ModelInfo, find, load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: A stretch of the text: start and end.
Piece = tuple[int, int]

_STRING_COLUMNS = ("LEMMA", "TAG", "POS", "MORPH", "DEP", "ENT_TYPE")
_ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "HEAD", "SENT_START", "ENT_IOB", *_STRING_COLUMNS]
_IOB = ("", "I", "O", "B")
_RUN = re.compile(r"\S+")
MAX_WORD = 1_000
MAX_PIECE = 20_000


class Parser:
    """Fills the `parse` of documents from their `text` and `blocks`.

    `model` is a name as for `pipeline.model.find`; it is loaded when the first text needs it. `cache`
    is a file that keeps parses between runs, empty for none. Raises UsageError for a model that is
    missing or damaged.
    """

    def __init__(self, *, model: str, batch_size: int = 64, cache: str = "") -> None:
        info = find(model)
        self._nlp = once(lambda: load(model))
        self._batch_size = batch_size
        self._store = ParseCache(Path(cache), fingerprint(info)) if cache else None

    def parse(self, documents: Sequence[Document]) -> None:
        """Fills the parses in place; an article that the model cannot take gets none, and an error."""
        pending = iter(documents)
        while batch := list(islice(pending, self._batch_size)):
            missing = [document for document in batch if not self._recall(document)]
            parsed = _parsed(missing, self._nlp()) if missing else []
            if self._store:
                self._store.put(parsed)

    def _recall(self, document: Document) -> bool:
        """Whether the store had the parse of this document; it is filled in then."""
        kept = self._store.get(document) if self._store else None
        if kept is not None:
            document.parse = kept
        return kept is not None


def fingerprint(info: ModelInfo) -> str:
    """Names all that a parse depends on besides the text: the model, spaCy's version, this code."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{info.fingerprint} {version('spacy')} {code}"


def _parsed(batch: list[Document], nlp: Language) -> list[Document]:
    """The documents that could be parsed; an error in one does not touch the others."""
    try:
        _parse(batch, nlp)
    except Exception as error:  # any fault of the model: found out article by article
        if len(batch) > 1:
            return [document for one in batch for document in _parsed([one], nlp)]
        batch[0].parse = Parse()
        batch[0].fail("parse", error)
        return []
    return batch


def _parse(batch: Sequence[Document], nlp: Language) -> None:
    pieces = [[piece for block in doc.blocks for piece in cut_pieces(doc.text, block)] for doc in batch]
    texts = [parser_text(doc.text, piece) for doc, own in zip(batch, pieces, strict=True) for piece in own]
    parsed = nlp.pipe(texts, batch_size=len(batch))
    for document, own in zip(batch, pieces, strict=True):
        document.parse = to_columns(document.text, own, islice(parsed, len(own)))


def cut_pieces(text: str, block: Block) -> list[Piece]:
    """What of a block the model reads, as spans of the text: mostly the whole block."""
    if block.end - block.start <= MAX_WORD:
        return [(block.start, block.end)]
    pieces: list[Piece] = []
    start = end = block.start
    for run in _RUN.finditer(text, block.start, block.end):
        is_word = len(run.group()) <= MAX_WORD
        if not is_word or run.end() - start > MAX_PIECE:
            pieces.append((start, end))
            start = run.start() if is_word else run.end()
        end = run.end()
    return [piece for piece in (*pieces, (start, end)) if piece[0] < piece[1]]


def parser_text(text: str, piece: Piece) -> str:
    """What the model reads of a piece: the same number of characters, white space as plain spaces."""
    return re.sub(r"\s", " ", text[slice(*piece)])


def to_columns(text: str, pieces: Iterable[Piece], docs: Iterable[Doc]) -> Parse:
    """The columns of all pieces of an article, from one spaCy Doc a piece."""
    parse = Parse()
    for (offset, _), doc in zip(pieces, docs, strict=True):
        first = len(parse)
        array = doc.to_array(_ATTRIBUTES).astype(np.int64).reshape(len(doc), -1)
        columns = dict(zip(_ATTRIBUTES, array.T.tolist(), strict=True))
        starts = [offset + start for start in columns["IDX"]]
        ends = [start + length for start, length in zip(starts, columns["LENGTH"], strict=True)]
        parse.start += starts
        parse.end += ends
        parse.text += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        parse.head += [first + i + distance for i, distance in enumerate(columns["HEAD"])]
        parse.sent_start += [i == 0 or value == 1 for i, value in enumerate(columns["SENT_START"])]
        parse.ent_iob += [_IOB[value] for value in columns["ENT_IOB"]]
        for attribute in _STRING_COLUMNS:
            getattr(parse, attribute.lower()).extend(_strings(doc, array[:, _ATTRIBUTES.index(attribute)]))
    return parse


def _strings(doc: Doc, keys: np.ndarray[Any, Any]) -> list[str]:
    """The strings behind an attribute's hash values."""
    strings = doc.vocab.strings
    return [strings[key] for key in keys.astype(np.uint64).tolist()]
