"""Bytes → text: UTF-8, else what a byte order mark says, else a guess that is told, else none.

A text that is no UTF-8 is taken as one of the encodings in which English is met (UTF-16, Windows-1252, Mac
Roman) where charset-normalizer finds one of them clearly cleaner than the others. Bytes that are UTF-8 in one
place and not in another are damaged, and no guess is made.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO, NamedTuple

from charset_normalizer import from_bytes

from pipeline.ingest.unusable import UnusableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["cp1252", "mac_roman"]  # of two that fit as well, the first
_MOST_MESS = 0.05  # share of odd neighbours, above which a guess is none
_LEAST_PLAIN = 0.6  # share of ASCII in an English text
_CUT_OFF = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")  # within a character
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_MEND = "convert it to UTF-8 (iconv -f ... -t utf-8)"


class Encoding(NamedTuple):
    """The name of an encoding for Python, and whether it was only guessed."""

    name: str
    guessed: bool = False


def decode(data: bytes) -> tuple[str, Encoding]:
    """The text of some bytes without its byte order mark; raises UnusableError where it cannot be told."""
    encoding = encoding_of(io.BytesIO(data))
    try:
        return data.decode(encoding.name), encoding
    except UnicodeDecodeError as error:
        raise not_decodable(error) from error


def encoding_of(file: BinaryIO) -> Encoding:
    """The encoding of a whole file, read once in pieces; raises UnusableError where it cannot be told."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, is_utf8 = bytearray(), True
    chunk = file.read(_CHUNK)
    if declared := marked(chunk):
        return Encoding(declared)
    while chunk:
        if not chunk.isascii() or b"\0" in chunk:
            sample += _telling(chunk, _SAMPLE - len(sample))
            is_utf8 = is_utf8 and _accepts(decoder, chunk)
        chunk = file.read(_CHUNK)
    if is_utf8 and _accepts(decoder, b"", final=True) and b"\0" not in sample:
        return Encoding("utf-8")
    return Encoding(_guess(bytes(sample)), guessed=True)


def marked(head: bytes) -> str | None:
    """The encoding that a byte order mark names, or None where there is no mark."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def not_decodable(error: UnicodeDecodeError) -> UnusableError:
    """What is wrong with bytes that their encoding does not allow."""
    return UnusableError("not UTF-8", f"byte {error.start} is not valid {error.encoding}; {_MEND}")


def _accepts(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _telling(chunk: bytes, most: int) -> bytes:
    """The lines that tell something of the encoding: those with more than ASCII, or with NUL."""
    if b"\0" in chunk:
        return chunk[:most]
    return b"".join(line for line in chunk.splitlines(keepends=True) if not line.isascii())[:most]


def _guess(sample: bytes) -> str:
    """The encoding of bytes that are no UTF-8; raises UnusableError where nothing fits."""
    if b"\0" in sample:
        return _utf_16(sample)
    if not sample.decode("utf-8", "ignore").isascii() or _CUT_OFF.search(sample):
        raise UnusableError("not UTF-8", f"UTF-8 in one place and not in another, so it is damaged; {_MEND}")
    matches = from_bytes(sample, cp_isolation=_CANDIDATES)
    found = sorted((match.chaos, _CANDIDATES.index(match.encoding)) for match in matches)
    plain = sum(byte < 0x80 for byte in sample)
    if not found or found[0][0] > _MOST_MESS or plain < len(sample) * _LEAST_PLAIN:
        raise UnusableError("not UTF-8", f"its encoding cannot be told; {_MEND}")
    return _CANDIDATES[found[0][1]]


def _utf_16(sample: bytes) -> str:
    """UTF-16 without a mark, by where the zero bytes of its Latin letters stand."""
    name = "utf-16-be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    text = sample.decode(name, "replace")
    plain = sum(char.isascii() and (char.isprintable() or char.isspace()) for char in text)
    if plain < len(text) * _LEAST_PLAIN:
        raise UnusableError("not text", "it holds NUL bytes, as no text does; replace or remove it")
    return name
