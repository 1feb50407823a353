"""block → pieces: digit strings, words and signs with their offsets, finer than the parser's tokens.

The parser keeps "2.4GHz" or "RM79" as one token and cuts "US$5" in its own way; numbers and units are
therefore read from pieces cut by one expression, and linked to the tokens by their offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import add

NUMBER, WORD, SIGN, CODE = "number", "word", "sign", "code"

_PIECE = re.compile(
    r"[A-Za-z]++(?![^\W\d_])|(?![¼½¾⅐-⅞])[^\W\d_]+|[^\w\s.]"
    r"|(?P<chain>\d+(?:[-/]\d+){3,})"  # 1-2-3-4, 1/2/3/4
    r"|(?<![\w.,])\.\d+(?!\.?\d)"  # .25
    r"|(?:(?<![\w.,])|(?<=\bR))\d{1,3}(?: \d{3})*(?: 000| \d{3} \d{3})(?![\w.]?\d)"  # 40 000  1 414 021
    r"|(?<=\bR)\d{1,3}(?: \d{3})+(?![\w.]?\d)"  # R1 150
    r"|(?<![\w.])\d+(?:\.\d+)?e[+-]?\d{1,2}(?![\w.])"  # 1.3e6
    r"|\d+(?:[,\u00a0\u2009\u202f]\d+)*(?:\.\d+)*"  # 5  1,234.5  192.168.1.2
    r"|[¼½¾⅐-⅞]"
    r"|[._]"
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

    text: list[str]
    lower: list[str]
    kind: list[str]
    value: list[float | None]
    start: list[int]
    end: list[int]

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


_Row = tuple[str, str, float | None, int]
"""A piece: text, kind, value and start."""


def cut(text: str, start: int, end: int) -> Pieces:
    """The pieces of text[start:end]; "22,24,26" is three numbers, "1,234,567" is one."""
    rows: list[_Row] = []
    for match in _PIECE.finditer(text, start, end):
        found, at = match.group(), match.start()
        if found.isalpha():
            rows.append((found, WORD, None, at))
        elif match["chain"]:
            rows.append((found, CODE, None, at))
        elif found[0].isdecimal() or (found[0] == "." and len(found) > 1):
            if _DECIMAL_COMMA.fullmatch(found) and _SCALED.match(text, match.end(), end):
                rows.append((found, NUMBER, float(found.replace(",", ".")), at))
            else:
                rows += _digits(found, at)
        elif "¼" <= found <= "⅞" and not found.isalpha():
            rows.append((found, SIGN, None, at))
        else:
            rows.append((found, WORD if found[0].isalpha() or found[0].isnumeric() else SIGN, None, at))
    texts, kinds, values, starts = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    ends = list(map(add, starts, map(len, texts)))
    return Pieces(texts, list(map(str.lower, texts)), kinds, values, starts, ends)


def _digits(found: str, at: int) -> list[_Row]:
    """A digit string as one number, as a code, or cut at commas that are no thousands separators."""
    whole, _, decimals = found.partition(".")
    if "." in decimals or len(found) > 2 * _LONGEST:
        return [(found, CODE, None, at)]
    if "e" in found:
        return [(found, NUMBER, float(found), at)]
    if _SEPARATORS.search(whole) and not _GROUPED.fullmatch(whole):
        return _listed(found, at)
    digits = _SEPARATORS.sub("", whole)
    if len(digits) > _LONGEST:
        return [(found, CODE, None, at)]
    return [(found, NUMBER, float(f"{digits or 0}.{decimals or 0}"), at)]


def _listed(found: str, at: int) -> list[_Row]:
    """Numbers that only commas part ("22,24,26")."""
    rows: list[_Row] = []
    for match in re.finditer(r"\d+(?:\.\d+)?|\D", found):
        part, start = match.group(), at + match.start()
        is_number = part[0].isdecimal()
        rows.append((part, NUMBER, float(part), start) if is_number else (part, SIGN, None, start))
    return rows
