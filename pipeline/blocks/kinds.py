"""block → kind: dateline, byline, credit, list, other or paragraph, as far as the line itself tells it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.blocks.datelines import is_dateline
from pipeline.blocks.labels import is_name_like, is_signature
from pipeline.core.lexicon import sections

MAX_BYLINE = 400
MAX_PAGE_LINE = 200
MAX_SIGNER_WORDS = 6
MAX_BYLINE_WORDS = 14
MAX_ROLE_WORDS = 5

LIST_MARK = re.compile(r"[-*–•·▪◦‣⁃]\s+|[•▪◦‣⁃]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\)|[.)])\s+")
_BY = re.compile(r"[(\[]?(?:By|BY)\s+(?=[A-Z])")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_SIGNED = re.compile(r"(?:--|[—―])\s*(?=[A-Z])")
_SET_OFF = re.compile(r"[-–—].*[-–—][.]?$")
_WRITER = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}, (?=\S)")
_COUNT = re.compile(r"\d[\d,.]*[km]?[ -]")
_TAG = re.compile(r"<[A-Za-z/!][^<>]{0,400}>(?:\s*</?[A-Za-z][^<>]{0,400}>)*[.]?$")


def kind_of(line: str) -> str:
    """The kind of a block by its own text; a heading is a paragraph here (see `headings`)."""
    if not any(character.isalnum() for character in line) or is_page_line(line):
        return "other"
    if is_signature(line):
        return "credit"
    if is_dateline(line):
        return "dateline"
    if _is_byline(line):
        return "byline"
    if LIST_MARK.match(line) and not _SET_OFF.match(line):
        return "list"
    return "paragraph"


def is_page_line(line: str) -> bool:
    """Whether a line belongs to the page and not to the text: links, advertisements, buttons, notes."""
    if len(line) > MAX_BYLINE:
        return False
    phrases = sections("blocks/phrases")
    opening = _opening(line)
    whole = line.lower().strip("()[]<>.!:… -–—")
    if whole in phrases["other_whole"] or opening.startswith(_phrases("other_note")):
        return True
    if len(line) > MAX_PAGE_LINE:
        return False
    if (count := _COUNT.match(whole)) and whole[count.end() :] in phrases["other_counted"]:
        return True
    return opening.startswith(_phrases("other")) or _holds_pair(line.lower()) or _TAG.match(line) is not None


def is_role(phrase: str) -> bool:
    """Whether a phrase says what a writer does ("Political Editor", "reporter for the Oldtown Post")."""
    return _role_pattern().match(phrase) is not None


def is_signer(line: str) -> bool:
    """Whether a line is a mark or dash and a short name ("- Ann Doe", "— Ann Doe, Oldtown")."""
    name = line.lstrip("-–—― ").rstrip(".").partition(", ")[0]
    found = name.split()
    is_short = 0 < len(found) <= MAX_SIGNER_WORDS and len(line.split()) <= MAX_SIGNER_WORDS + 2
    return is_short and all(word[0].isupper() for word in (found[0], found[-1])) and is_name_like(name)


def _is_byline(line: str) -> bool:
    """Whether a line only says who wrote, edited or signed the text."""
    names_helpers = len(line) <= MAX_PAGE_LINE and _ends(line, "byline_ends")
    if names_helpers or (len(line) <= MAX_BYLINE and _opening(line).startswith(_phrases("byline"))):
        return True
    if len(line.split(maxsplit=MAX_BYLINE_WORDS)) > MAX_BYLINE_WORDS:
        return False
    if _SIGNED.match(line):
        return is_signer(line)
    if (writer := _WRITER.match(line)) and is_role(line[writer.end() :]):
        return True
    by = _BY.match(line)
    if not by or line.endswith("."):
        return False
    name, _, role = line[by.end() :].partition(", ")
    has_role = " " in name and is_role(role)
    return is_name_like(name if has_role else line[by.end() :]) and not _WEEKDAY.match(line, by.end())


def _opening(line: str) -> str:
    """The opening of a line as the phrases in `lexicon/blocks/phrases.toml` are written."""
    return line[:MAX_BYLINE].lower().replace("’", "'").lstrip("([> ")


def _ends(line: str, section: str) -> bool:
    """Whether a line closes with one of the phrases of a section, but for a stop or bracket after it."""
    return line.rstrip(".)]").lower().endswith(_phrases(section))


def _holds_pair(line: str) -> bool:
    """Whether a line opens with a phrase and holds another one later ("follow ... on twitter")."""
    for pair in sections("blocks/phrases")["other_pairs"]:
        if line.startswith(tuple(pair["begins"])) and any(phrase in line for phrase in pair["holds"]):
            return True
    return False


@cache
def _phrases(section: str) -> tuple[str, ...]:
    """The phrases of a section of `lexicon/blocks/phrases.toml`."""
    return tuple(sections("blocks/phrases")[section])


@cache
def _role_pattern() -> re.Pattern[str]:
    """Matches some words, a role, and where or for whom ("chief courts reporter at the Post")."""
    roles = "|".join(map(re.escape, _phrases("byline_roles")))
    before = rf"(?:[\w'’&-]+ ){{0,{MAX_ROLE_WORDS}}}"
    return re.compile(rf"{before}(?:{roles})(?:(?:,| (?:of|at|for|in)) [^.!?]{{1,60}})?$", re.IGNORECASE)
