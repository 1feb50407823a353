"""block → pieces: digit strings, words and signs with their offsets, finer than the parser's tokens.

The parser keeps "2.4GHz" or "RM79" as one token and cuts "US$5" in its own way; numbers and units are
therefore read from pieces cut by one expression, and linked to the tokens by their offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import add

NUMBER, WORD, SIGN, CODE = "number", "word", "sign", "code"

_PIECE = re.compile(
    r"[A-Za-z]++(?![^\W\d_])|(?![¼½¾⅐-⅞])[^\W\d_]+"
    r"|(?P<chain>\d+(?:[-/]\d+){3,})"  # 1-2-3-4, 1/2/3/4
    r"|(?<![\w.,])\.\d+(?!\.?\d)"  # .25
    r"|(?:(?<![\w.,])|(?<=\bR))\d{1,3}(?: \d{3})*(?: 000| \d{3} \d{3})(?![\w.]?\d)"  # 40 000  1 414 021
    r"|(?<![\w.])\d+(?:\.\d+)?e[+-]?\d{1,2}(?![\w.])"  # 1.3e6
    r"|\d+(?:[,\u00a0\u2009\u202f]\d+)*(?:\.\d+)*"  # 5  1,234.5  192.168.1.2
    r"|[¼½¾⅐-⅞]"
    r"|[^\w\s]|_"
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+")
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
_SCALED = re.compile(r" ?(?:[mb]illion|trillion|crore|lakh|per ?cent|%)")
"""Before these a comma is the decimal point: "92,2 million"."""
_SEPARATORS = re.compile(r"[, \u00a0\u2009\u202f]")
_LONGEST = 15
"""More digits than this are an account or a serial number, not an amount."""


@dataclass
class Pieces:
    """The pieces of one block as columns; `value` is None for everything but digit strings and "½"."""

    text: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)

    def word(self, at: int) -> str:
        """The lower-case piece at an index, "" outside the block."""
        return self.lower[at] if 0 <= at < len(self.lower) else ""

    def is_kind(self, at: int, kind: str) -> bool:
        """Whether there is a piece of this kind at an index."""
        return 0 <= at < len(self.kind) and self.kind[at] == kind

    def glued(self, at: int) -> bool:
        """Whether no space stands between the piece at an index and the one before it."""
        return 0 < at < len(self.start) and self.start[at] == self.end[at - 1]

    def _add(self, text: str, kind: str, value: float | None, start: int) -> None:
        self.text.append(text)
        self.kind.append(kind)
        self.value.append(value)
        self.start.append(start)


def cut(text: str, start: int, end: int) -> Pieces:
    """The pieces of text[start:end]; "22,24,26" is three numbers, "1,234,567" is one."""
    pieces = Pieces()
    for match in _PIECE.finditer(text, start, end):
        found, at = match.group(), match.start()
        if found.isalpha():
            pieces._add(found, WORD, None, at)
        elif match["chain"]:
            pieces._add(found, CODE, None, at)
        elif found[0].isdecimal() or (found[0] == "." and len(found) > 1):
            if _DECIMAL_COMMA.fullmatch(found) and _SCALED.match(text, match.end(), end):
                pieces._add(found, NUMBER, float(found.replace(",", ".")), at)
            else:
                _add_digits(pieces, found, at)
        elif "¼" <= found <= "⅞" and not found.isalpha():
            pieces._add(found, SIGN, None, at)
        else:
            pieces._add(found, WORD if found[0].isalpha() or found[0].isnumeric() else SIGN, None, at)
    pieces.lower = list(map(str.lower, pieces.text))
    pieces.end = list(map(add, pieces.start, map(len, pieces.text)))
    return pieces


def _add_digits(pieces: Pieces, found: str, at: int) -> None:
    """A digit string as one number, as a code, or cut at commas that are no thousands separators."""
    whole, _, decimals = found.partition(".")
    if "." in decimals or len(found) > 2 * _LONGEST:
        pieces._add(found, CODE, None, at)
    elif "e" in found:
        pieces._add(found, NUMBER, float(found), at)
    elif not _SEPARATORS.search(whole) or _GROUPED.fullmatch(whole):
        digits = _SEPARATORS.sub("", whole)
        kind = NUMBER if len(digits) <= _LONGEST else CODE
        pieces._add(found, kind, float(f"{digits or 0}.{decimals or 0}") if kind == NUMBER else None, at)
    else:
        _add_list(pieces, found, at)


def _add_list(pieces: Pieces, found: str, at: int) -> None:
    """Numbers that only commas part ("22,24,26")."""
    for match in re.finditer(r"\d+(?:\.\d+)?|\D", found):
        part = match.group()
        if part[0].isdecimal():
            pieces._add(part, NUMBER, float(part), at + match.start())
        else:
            pieces._add(part, SIGN, None, at + match.start())
