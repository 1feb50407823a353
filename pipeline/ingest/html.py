"""A page in HTML → its main text, title and day of publication, by the package trafilatura.

Menus, comments and tables are left out; a paragraph is a line. The day is taken from what the page says of
itself, never guessed from its text. Nothing is fetched. A text that comes in one line is asked for again
with no least length: of a short page the package otherwise gives all words and no paragraphs.

The parser behind it, libxml2, drops what lies deeper in a page than 256 elements, and all that follows. Such
a page is parsed here, down to its utmost of 2,048, and refused where that is not enough.
"""

from __future__ import annotations

import codecs
import re
from typing import Any, NamedTuple

from pipeline.ingest.encoding import decode
from pipeline.ingest.unusable import UnusableError

_OPTIONS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": False,
    "with_metadata": True,
    "date_extraction_params": {"original_date": True, "extensive_search": False},
}


#: How the package has pages parsed, and what the parser says where it leaves something out.
_PARSER: dict[str, Any] = {
    "collect_ids": False,
    "default_doctype": False,
    "encoding": "utf-8",
    "remove_comments": True,
    "remove_pis": True,
}
_BOUND = "XML_PARSE_HUGE"

_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4_096  # bytes among which a page names its encoding
_WINDOWS = {"iso8859-1", "ascii"}  # what pages call Windows-1252


class Page(NamedTuple):
    """What is taken of a page; `date` in ISO 8601, `guessed` the encoding where the page does not say it."""

    text: str
    title: str | None
    date: str | None
    guessed: str | None = None


def read_page(data: bytes) -> Page:
    """The main text of a page in UTF-8, in the encoding that it declares or in one that can be told.

    Raises UnusableError where there is none, or where the package is missing.
    """
    text, guessed = _source(data)
    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import use_config
    except ImportError as error:
        message = f"pages need the package trafilatura ({error}): pip install 'attribune[html]'"
        raise UnusableError("missing extra", message) from error
    source = _whole_tree(text)
    patient = use_config()
    patient.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    try:
        found: Any = bare_extraction(source, **_OPTIONS)
        if found is not None and "\n" not in (found.text or ""):
            found = bare_extraction(source, **_OPTIONS, config=patient) or found
    except Exception as error:  # any fault of the package stays with its page
        raise UnusableError("unreadable", f"{type(error).__name__}: {error}") from error
    if found is None or not found.text:
        raise UnusableError("empty", "no main text was found in the page")
    return Page(found.text, found.title, found.date, guessed)


def _whole_tree(text: str) -> Any:  # noqa: ANN401  text, or an element of lxml, which is not typed
    """The page itself, or its tree where the parser would by default leave out a part of it.

    Raises UnusableError where it leaves out a part in any case.
    """
    from lxml.etree import ParserError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, fromstring  # type: ignore[import-untyped]

    for huge in (False, True):
        parser = HTMLParser(**_PARSER, huge_tree=huge)
        try:
            tree = fromstring(text.encode(), parser=parser)
        except ParserError:  # nothing in it at all
            return text
        if not any(_BOUND in entry.message for entry in parser.error_log):
            return tree if huge else text
    raise UnusableError("unreadable", "its elements are nested too deep to be read; simplify the page")


def _source(data: bytes) -> tuple[str, str | None]:
    """The page as text, and its encoding if that was guessed; valid UTF-8 is not read as anything else."""
    try:
        source, encoding = decode(data)
    except UnusableError:
        source, encoding = "", None
    if encoding is not None and not encoding.guessed:
        return source, None
    if named := _CHARSET.search(data, 0, _HEAD):
        try:
            codec = codecs.lookup(named[1].decode()).name
            return data.decode("cp1252" if codec in _WINDOWS else codec), None
        except (LookupError, UnicodeError):
            pass  # what it names is unknown, or wrong
    if encoding is None:
        return decode(data)[0], None
    return source, encoding.name
