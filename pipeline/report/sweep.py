"""text and spans → HTML in which every character of the text stands once, inside the elements that cover it.

Spans may nest, overlap, touch or be empty. A span that another one cuts becomes several elements of the
same class; its id stands on the first of them, so that each id occurs once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape


class Span(NamedTuple):
    """An element over [start, end) of the text; a block is never inside of another span."""

    start: int
    end: int
    element: str
    attributes: dict[str, str]
    is_block: bool = False


def wrap(text: str, spans: Iterable[Span]) -> Markup:
    """The text as HTML with an element round each span; without its tags it is the text again.

    Of spans that begin together the longer one is the outer one, of equal ones the first.
    """
    sweep = _Sweep(text)
    for span in sorted(spans, key=lambda span: (span.start, not span.is_block, -span.end)):
        sweep.close_until(span.start)
        sweep.open(span)
    sweep.close_until(len(text))
    return Markup("".join(sweep.written))  # noqa: S704  each piece was escaped when it was written


class _Sweep:
    """A walk through the text from left to right with the spans that are open, outermost first."""

    def __init__(self, text: str) -> None:
        self.written: list[str] = []
        self._text = text
        self._at = 0
        self._open: list[Span] = []

    def open(self, span: Span) -> None:
        """Opens a span here: innermost, or round all that is open if it is a block."""
        inside = self._close_from(0) if span.is_block else []
        self.written.append(_start_tag(span, span.attributes))
        self._open.append(span)
        self._resume(inside)

    def close_until(self, offset: int) -> None:
        """Writes the text up to `offset` and closes the spans that end on the way."""
        while (end := min((span.end for span in self._open), default=offset + 1)) <= offset:
            self._write_until(end)
            first = next(i for i, span in enumerate(self._open) if span.end == end)
            self._resume([span for span in self._close_from(first) if span.end > end])
        self._write_until(offset)

    def _write_until(self, offset: int) -> None:
        self.written.append(_escape(self._text[self._at : offset]))
        self._at = offset

    def _close_from(self, depth: int) -> list[Span]:
        """Closes the open spans from `depth` inwards and returns them, outermost first."""
        closed = self._open[depth:]
        del self._open[depth:]
        self.written += [f"</{span.element}>" for span in reversed(closed)]
        return closed

    def _resume(self, spans: list[Span]) -> None:
        """Opens again, without their ids, spans that were closed only to keep elements nested."""
        for span in spans:
            attributes = {name: value for name, value in span.attributes.items() if name != "id"}
            self.written.append(_start_tag(span, attributes))
        self._open += spans


def _start_tag(span: Span, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{span.element}{written}>"


def _escape(text: str) -> str:
    """The text escaped for HTML, carriage returns too: a browser would read them as line feeds."""
    return str(escape(text)).replace("\r", "&#13;")
