"""Names in headings, where every word has a capital: the text below shows how far they reach."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.names.view import Span, View

_LONGEST = 4  # a longer span in a heading that no text repeats is a piece of a sentence


def cut_in_headings(view: View, spans: Iterable[Span]) -> list[Span]:
    """The spans, those in headings cut down to the names that stand in the text outside headings."""
    whole = list(spans)
    if not any(view.heading[span.first] for span in whole):
        return whole
    below = [span for span in whole if not view.heading[span.first]]
    body = {view.surface(span.first, span.end).lower() for span in below}
    longest = max((span.end - span.first for span in below), default=0)
    cut = (_cut(view, span, body, longest) if view.heading[span.first] else span for span in whole)
    return [span for span in cut if span is not None]


def _cut(view: View, span: Span, body: set[str], longest: int) -> Span | None:
    """The longest part of a span that is a name in the body, the span if it may be one, or None."""
    size = span.end - span.first
    for length in range(min(size, longest), 0, -1):
        for first in range(span.first, span.end - length + 1):
            if view.surface(first, first + length).lower() in body:
                return (
                    span
                    if length == size or not _is_prose(view, span, first, length)
                    else Span(first, first + length, span.label, "repaired")
                )
    return span if size <= _LONGEST else None


def _is_prose(view: View, span: Span, first: int, length: int) -> bool:
    """Whether the words of a span outside its known part are no names, as the article shows elsewhere."""
    if length > 1:
        return True
    rest = [token for token in range(span.first, span.end) if not first <= token < first + length]
    return all(view.parse.lower[token] in view.small_words for token in rest)
