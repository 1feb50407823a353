"""Values of rows → the words in which the pages show them."""

from __future__ import annotations

from datetime import datetime

from pipeline.core.document import Document, Quote

#: Rows whose confidence is lower than this are marked “check”.
CHECK_BELOW = 0.7

_SMALL_SHARE = 0.01

METHODS = {
    "subject": "subject of the verb",
    "inverted": "named after the verb",
    "agent": "named after “by”",
    "holder": "holder of the statement",
    "according_to": "named after “according to”",
    "colon": "named before a colon",
    "transcript": "label of a transcript",
    "signature": "signature below the quote",
    "carried_on": "carried on from a sentence nearby",
    "nearest_name": "nearest name",
    "none": "nobody found",
}


def title(document: Document) -> str:
    """The article's title, else the heading that it opens with, else its id."""
    opening = document.blocks[0] if document.blocks else None
    heading = document.text[opening.start : opening.end] if opening and opening.kind == "heading" else ""
    return (document.title or "").strip() or heading or document.article_id


def spell(name: str) -> str:
    """A value of a closed list in plain words ("at_most" → "at most")."""
    return name.replace("_", " ")


def method(name: str) -> str:
    """How the speaker of a quote was found, in plain words."""
    return METHODS.get(name) or spell(name)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 quote", "2 quotes", "1,200 people"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, or a dash where there is no whole: "12%", "0.5%"."""
    if not whole:
        return "–"
    return f"{part / whole:.1%}" if 0 < part / whole < _SMALL_SHARE else f"{part / whole:.0%}"


def date(moment: datetime | None) -> str:
    """The day, with the time (UTC) where one is given: "2021-12-05 11:31"."""
    if moment is None:
        return ""
    day = moment.date().isoformat()
    return f"{day} {moment:%H:%M} UTC" if moment.hour or moment.minute else day


def first_words(text: str, limit: int) -> str:
    """The text if it has at most `limit` characters, else its first words with an ellipsis."""
    if len(text) <= limit:
        return text
    words = text[:limit].rsplit(maxsplit=1)
    return f"{words[0] if len(words) > 1 else text[:limit]}…"


def last_words(text: str, limit: int) -> str:
    """The text if it has at most `limit` characters, else its last words with an ellipsis."""
    if len(text) <= limit:
        return text
    words = text[-limit:].split(maxsplit=1)
    return f"…{words[1] if len(words) > 1 else text[-limit:]}"


def written_speaker(document: Document, quote: Quote) -> str:
    """The speaker as the article writes it beside the quote ("she"); empty where there is none."""
    return document.text[quote.speaker_start or 0 : quote.speaker_end or 0]


def quote_facts(document: Document, quote: Quote) -> list[str]:
    """What is known of a quote beside its words and its confidence, in short phrases."""
    written = written_speaker(document, quote)
    cue = document.text[quote.cue_start or 0 : quote.cue_end or 0]
    carried = quote.continues is not None and quote.method == "carried_on"
    facts = (
        (True, quote.kind),
        (written and written != quote.speaker_name, f"speaker “{written}”"),
        (cue, f"cue “{cue}”"),
        ((written or quote.speaker_name) and not carried, method(quote.method)),
        (quote.continues is not None, "continues the quote before"),
        (not quote.closed, "no closing mark"),
        (quote.repaired, "mark repaired"),
    )
    return [fact for holds, fact in facts if holds]
