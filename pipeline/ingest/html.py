"""A page in HTML → its main text, title and day of publication, by the package trafilatura.

Menus, comments and tables are left out; a paragraph is a line. The day is taken from what the page says of
itself, never guessed from its text. Nothing is fetched. A text that comes in one line is asked for again
with no least length: of a short page the package otherwise gives all words and no paragraphs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.ingest.records import UnusableError

_OPTIONS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": False,
    "with_metadata": True,
    "date_extraction_params": {"original_date": True, "extensive_search": False},
}


class Page(NamedTuple):
    """What is taken of a page; `date` in ISO 8601."""

    text: str
    title: str | None
    date: str | None


def read_page(data: bytes) -> Page:
    """The main text of a page in any encoding that it declares or that can be told.

    Raises UnusableError where there is none, or where the package is missing.
    """
    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import use_config
    except ImportError as error:
        message = f"pages need the package trafilatura ({error}): pip install 'attribune[html]'"
        raise UnusableError("missing extra", message) from error
    patient = use_config()
    patient.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    try:
        found: Any = bare_extraction(data, **_OPTIONS)
        if found is not None and "\n" not in (found.text or ""):
            found = bare_extraction(data, **_OPTIONS, config=patient) or found
    except Exception as error:  # any fault of the package stays with its page
        raise UnusableError("unreadable", f"{type(error).__name__}: {error}") from error
    if found is None or not found.text:
        raise UnusableError("empty", "no main text was found in the page")
    return Page(found.text, found.title, found.date)
