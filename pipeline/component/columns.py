"""spaCy Doc and blocks → the columns of its parse, as if each block had been parsed on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.core.document import Block, Parse
from pipeline.parse import Piece, cut_pieces
from pipeline.parse.columns import ATTRIBUTES, Names, to_columns

if TYPE_CHECKING:
    from spacy.tokens import Doc


def cut_columns(doc: Doc, blocks: Sequence[Block]) -> Parse:
    """The tokens of all blocks, with no arc, entity, sentence or token over the edge of a block.

    Where the parse of the whole Doc crosses an edge, a token whose head lies beyond becomes a root, an
    entity begins anew, and a token is divided. White space between blocks gives no token.
    """
    attributes = doc.to_array(ATTRIBUTES).reshape(-1, len(ATTRIBUTES))
    whole = to_columns(doc.text, [(0, len(doc.text))], [attributes], Names(doc.vocab.strings))
    return _cut(whole, doc.text, (piece for block in blocks for piece in cut_pieces(doc.text, block)))


def _cut(whole: Parse, text: str, pieces: Iterable[Piece]) -> Parse:
    parse = Parse()
    for start, end in pieces:
        tokens = whole.tokens_in(start, end)
        shift = len(parse) - tokens.start
        part = slice(tokens.start, tokens.stop)
        starts = [max(token, start) for token in whole.start[part]]
        ends = [min(token, end) for token in whole.end[part]]
        parse.start += starts
        parse.end += ends
        parse.text += [text[a:b] for a, b in zip(starts, ends, strict=True)]
        for column in ("lemma", "tag", "pos", "morph", "ent_type"):
            getattr(parse, column).extend(getattr(whole, column)[part])
        heads = whole.head[part]
        parse.head += [
            shift + (head if head in tokens else token) for token, head in zip(tokens, heads, strict=True)
        ]
        parse.dep += [
            dep if head in tokens else "ROOT" for dep, head in zip(whole.dep[part], heads, strict=True)
        ]
        parse.sent_start += [i == 0 or first for i, first in enumerate(whole.sent_start[part])]
        parse.ent_iob += [
            "B" if i == 0 and mark == "I" else mark for i, mark in enumerate(whole.ent_iob[part])
        ]
    return parse
