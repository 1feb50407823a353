"""One block as the rules see it: its pieces, and the parser's token behind each piece."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.document import Block, Document, Parse
from pipeline.quantities.pieces import Pieces

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NUMBER_ENTITIES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL", "ORDINAL", ""})


@dataclass
class View:
    """The pieces of a block with the tokens that hold them; `end_token` is the first token behind it."""

    text: str
    pieces: Pieces
    parse: Parse
    token: list[int]
    end_token: int

    def tag(self, piece: int) -> str:
        """The part-of-speech tag of the token of a piece, "" outside the block."""
        return self.parse.tag[self.token[piece]] if 0 <= piece < len(self.token) else ""

    def is_parsed(self, piece: int) -> bool:
        """Whether the parse has a token that holds the beginning of a piece; a run of code has none."""
        token, start = self.token[piece], self.pieces.start[piece]
        return token < self.end_token and self.parse.start[token] <= start < self.parse.end[token]

    def entity(self, piece: int) -> str:
        """The type of the named entity at a piece, "" for none."""
        if not 0 <= piece < len(self.token):
            return ""
        return self.parse.ent_type[self.token[piece]]

    def in_name(self, piece: int) -> bool:
        """Whether the piece stands in an entity of a type that is no number, date or amount."""
        return self.entity(piece) not in _NUMBER_ENTITIES

    def is_capitalised(self, piece: int) -> bool:
        """Whether the piece begins with a capital letter."""
        return 0 <= piece < len(self.pieces) and self.pieces.text[piece][0].isupper()

    def token_from(self, piece: int) -> int:
        """The first token that begins at a piece or behind it, `end_token` after the last one."""
        if piece >= len(self.token):
            return self.end_token
        token = self.token[piece]
        return token if self.parse.start[token] >= self.pieces.start[piece] else token + 1


def view_block(document: Document, block: Block, pieces: Pieces) -> View:
    """The pieces of a block, each linked to the token that holds its first character."""
    parse = document.parse
    tokens = parse.tokens_in(block.start, block.end)
    at, links = tokens.start, []
    for start in pieces.start:
        while at < tokens.stop - 1 and parse.end[at] <= start:
            at += 1
        links.append(at)
    return View(document.text, pieces, parse, links, tokens.stop)
