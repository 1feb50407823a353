"""token attributes of pieces → the columns of an article's parse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipeline.core.document import Parse
from pipeline.parse.network import Array
from pipeline.parse.pieces import Piece

if TYPE_CHECKING:
    from spacy.strings import StringStore

#: The columns of the arrays that an engine gives, as in spaCy's `Doc.to_array`.
NUMBERS = ("IDX", "LENGTH", "HEAD", "SENT_START", "ENT_IOB")
STRINGS = ("LEMMA", "TAG", "POS", "MORPH", "DEP", "ENT_TYPE")
ATTRIBUTES: list[int | str] = [*NUMBERS, *STRINGS]
_IOB = ("", "I", "O", "B")


class Names(dict[int, str]):
    """What the hashes of an engine stand for; each string is made once, however many tokens have it."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings

    def __missing__(self, key: int) -> str:
        self[key] = name = self._strings[key]
        return name


def to_columns(text: str, pieces: Sequence[Piece], arrays: Iterable[Array], names: Names) -> Parse:
    """The columns of all pieces of an article, from one array of ATTRIBUTES a piece."""
    parse = Parse()
    for (offset, _), array in zip(pieces, arrays, strict=True):
        first = len(parse)
        numbers = array[:, : len(NUMBERS)].astype(np.int64).T.tolist()
        starts = [offset + start for start in numbers[0]]
        ends = [start + length for start, length in zip(starts, numbers[1], strict=True)]
        parse.start += starts
        parse.end += ends
        parse.text += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        parse.head += [first + i + distance for i, distance in enumerate(numbers[2])]
        parse.sent_start += [i == 0 or value == 1 for i, value in enumerate(numbers[3])]
        parse.ent_iob += [_IOB[value] for value in numbers[4]]
        for name, keys in zip(STRINGS, array[:, len(NUMBERS) :].T.tolist(), strict=True):
            getattr(parse, name.lower()).extend(map(names.__getitem__, keys))
    return parse
