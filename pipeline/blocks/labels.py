"""paragraph → pieces: captions, credits and datelines cut out of a line by labels and signatures.

"Image source, Ann Doe Image caption, The harbour" holds a credit and a caption; "The harbour.
Photo: Ann Doe" a caption and a credit; so does "The harbour. (Ann Doe/Getty Images)".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from pipeline.blocks.datelines import MAX_DATELINE, opening_dateline
from pipeline.core.lexicon import rows, words

MAX_SIGNATURE = 100
MAX_SIGNATURE_WORDS = 6
MAX_LABELLED_CREDIT = 60
MAX_CAPTION = 400
MAX_LABEL = 30

_SENTENCE_STOP = re.compile(r"(?:\w{2}|[)\"”’'])[.!?][\"”’']?\s+(?=[\"“‘']?[A-Z])")
_LAST_STOP = re.compile(r"[.!?][\"”’')\]]{0,2}\s+(?=[^.!?]*$)")
_LAST_BRACKET = re.compile(r"\s(?=[(\[][^()\[\]]*[)\]]$)")
_CLOSING_BRACKET = re.compile(r"[)\]]")
_SOURCE = re.compile(r"[(\[][^/\s]+[)\]]|[(\[]?sources?\s?:", re.IGNORECASE)
_AGENCY_PHOTO = re.compile(r"[A-Z]{2,6} (?:Photo|Image|Picture)s?")
_SIGNATURE_PARTS = re.compile(r"\s*/\s*(?:via\s+)?|\s+via\s+", re.IGNORECASE)


class Piece(NamedTuple):
    """A stretch of a paragraph; `kind` is None where no label tells it."""

    start: int
    end: int
    kind: str | None


def split_labelled(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of the paragraph [start, end), in order and without white space at their ends."""
    cuts: list[int] = []
    if _LABEL_WORDS.search(text, start, end):
        cuts = [match.start() for match in _LABEL.finditer(text, start, end)]
    if not cuts or cuts[0] > start:
        cuts.insert(0, start)
    pieces: list[Piece] = []
    for at, until in zip(cuts, [*cuts[1:], end], strict=True):
        pieces += _labelled(text, at, _trim(text, at, until))
    return _with_captions(text, _split_signature(text, pieces))


def label_end(text: str, start: int, end: int) -> int:
    """Where the text after a leading label begins; `start` if there is no label."""
    label = _LABEL.match(text, start, end)
    return label.end() if label and label.end() < end else start


def label_kind(line: str) -> str | None:
    """The kind that a line gives to the next one where it is nothing but a label ("Image caption")."""
    kind = _LABEL_KINDS.get(line.rstrip(",: ").lower()) if len(line) <= MAX_LABEL else None
    return None if kind == "image" or " " not in line else kind


def is_signature(line: str) -> bool:
    """Whether a line only names who made a picture: "Ann Doe/Pool via REUTERS", "Getty Images"."""
    inner = line.strip("()[] .")
    if len(line) > MAX_SIGNATURE or not inner:
        return False
    parts = [part for part in _SIGNATURE_PARTS.split(inner) if part]
    short = all(len(part.split()) <= MAX_SIGNATURE_WORDS for part in parts)
    return short and any(_is_agency(part) for part in parts)


def _is_agency(name: str) -> bool:
    """Whether a name is that of an agency, known or by its look ("NWP Photo")."""
    return name.lower() in words("blocks/agencies") or _AGENCY_PHOTO.fullmatch(name) is not None


def _label_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match any label, as a quick test, and one with its mark: a colon, or a capital or digit after it."""
    labels = rows("blocks/labels", ("label", "kind", "mark"))
    strong = "|".join(_spellings(row["label"]) for row in labels if row["mark"] == "optional")
    every = "|".join(_spellings(row["label"]) for row in labels)
    after = r"(?=[\"“‘'(\[]?[A-Z0-9])"
    marked = (
        rf"(?<!\S)[(\[]?(?:(?P<strong>{strong})(?:\s?,)?\s+{after}|(?P<any>{every})\s?:(?!//)\s*)"
        r"|(?P<glued>Credit)\.\.\.(?=[A-Z])"
    )
    return re.compile(f"{every}|Credit"), re.compile(marked)


def _spellings(label: str) -> str:
    """The label as "Photo caption", "Photo Caption" and "PHOTO CAPTION"."""
    return "|".join(re.escape(form) for form in (label.capitalize(), label.title(), label.upper()))


_LABEL_WORDS, _LABEL = _label_patterns()
_LABEL_KINDS = {row["label"]: row["kind"] for row in rows("blocks/labels", ("label", "kind", "mark"))}


def _labelled(text: str, start: int, end: int) -> list[Piece]:
    """A stretch that may begin with a label; what follows a credit is a piece of its own."""
    label = _LABEL.match(text, start, end)
    if not label:
        rest = start + opening_dateline(text[start : min(end, start + MAX_DATELINE)])
        dated = [Piece(start, _trim(text, start, rest), "dateline")] if rest > start else []
        return [*dated, Piece(rest, end, None)]
    kind = _LABEL_KINDS[(label["strong"] or label["any"] or label["glued"]).lower()]
    until = _credit_end(text, label, end)
    if kind == "image":
        kind = "credit" if is_name_like(text[label.end() : until]) else "caption"
    if kind == "caption" or until == end:
        return [Piece(start, end, kind)]
    rest = until + len(text[until:end]) - len(text[until:end].lstrip())
    return [Piece(start, until, kind), Piece(rest, end, None)]


def _credit_end(text: str, label: re.Match[str], end: int) -> int:
    """Where a credit ends: at its closing bracket, at a stop that ends a sentence, or at `end`."""
    start = label.end()
    if text[label.start()] in "([":
        close = _CLOSING_BRACKET.search(text, start, end)
        return close.end() if close else end
    stop = _SENTENCE_STOP.search(text, start, min(end, start + MAX_LABELLED_CREDIT))
    return _trim(text, start, stop.end()) if stop else end


def is_name_like(phrase: str) -> bool:
    """Whether a phrase is short and most of its words have a capital, as in "Ann Doe / Agency"."""
    found = re.findall(r"[^\W\d_][\w.'’-]*", phrase)
    capitals = sum(word[0].isupper() for word in found)
    return 0 < len(found) <= 2 * MAX_SIGNATURE_WORDS and capitals * 3 >= len(found) * 2


def _split_signature(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with a closing signature ("... in Rome. Ann Doe/Getty Images") cut off the last one."""
    start, end, kind = pieces[-1]
    if kind == "credit":
        return pieces
    for pattern in (_LAST_BRACKET, _LAST_STOP):
        cut = pattern.search(text, max(start, end - MAX_SIGNATURE), end)
        if cut and cut.start() > start and is_signature(text[cut.end() : end]):
            before = Piece(start, _trim(text, start, cut.end()), kind)
            return [*pieces[:-1], before, Piece(cut.end(), end, "credit")]
    return pieces


def _with_captions(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, where one of modest length before a picture credit is a caption."""
    out = list(pieces)
    for i, (piece, after) in enumerate(pairwise(pieces)):
        is_short_text = piece.kind is None and piece.end - piece.start <= MAX_CAPTION
        if is_short_text and after.kind == "credit" and not _SOURCE.match(text, after.start):
            out[i] = piece._replace(kind="caption")
    return out


def _trim(text: str, start: int, end: int) -> int:
    """The end of [start, end) without white space."""
    return start + len(text[start:end].rstrip())
