"""Annotations ↔ the lines of a brat .ann file.

Offsets are code points. A span that runs over line ends or tabs is written in fragments between them, as a
line of the file cannot hold them; read back it is one span again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipeline.core.errors import UsageError

#: What ends a line for brat (all that Python's splitlines knows) or a field.
_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_FRAGMENT = re.compile(f"[^{_BREAKS}]+")
_TEXT_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_RELATION = re.compile(r"(\S+) \S+:(\S+) \S+:(\S+)\s*")


class TextBound(NamedTuple):
    """A stretch of the text with a type."""

    type: str
    start: int
    end: int


class Relation(NamedTuple):
    """An arc between two text-bound annotations, by their ids."""

    type: str
    source: str
    target: str


@dataclass
class Annotations:
    """All annotations of a text: text-bound ones by id, arcs, attributes and notes by the id they are on."""

    spans: dict[str, TextBound] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, type_: str, start: int, end: int) -> str:
        """The id of a new text-bound annotation."""
        name = f"T{len(self.spans) + 1}"
        self.spans[name] = TextBound(type_, start, end)
        return name

    def targets(self, type_: str, source: str) -> list[str]:
        """Where the arcs of that type lead from `source`."""
        return [arc.target for arc in self.relations if (arc.type, arc.source) == (type_, source)]


def to_lines(text: str, annotations: Annotations) -> Iterator[str]:
    """The lines of the .ann file, each with its line end."""
    for name, span in annotations.spans.items():
        pieces = [match.span() for match in _FRAGMENT.finditer(text, span.start, span.end)]
        where = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"{name}\t{span.type} {where}\t{' '.join(text[start:end] for start, end in pieces)}\n"
    for number, arc in enumerate(annotations.relations, start=1):
        yield f"R{number}\t{arc.type} Arg1:{arc.source} Arg2:{arc.target}\t\n"
    for number, ((target, name), value) in enumerate(annotations.attributes.items(), start=1):
        yield f"A{number}\t{name} {target} {value}\n"
    for number, (target, note) in enumerate(annotations.notes.items(), start=1):
        yield f"#{number}\tAnnotatorNotes {target}\t{note}\n"


def from_lines(text: str, content: str, where: str) -> Annotations:
    """The annotations of a .ann file; `where` names it in messages.

    Raises UsageError for a broken line, a stretch that is not the text's or that leaves words out, and an
    arc without an end. Events, normalizations and equivalences are left aside.
    """
    annotations = Annotations()
    for number, line in enumerate(content.split("\n"), start=1):
        name, _, rest = line.rstrip("\r").partition("\t")
        try:
            _read_line(annotations, text, name, rest)
        except ValueError as error:
            raise UsageError(f"{where}, line {number}: {error}") from error
    for arc in annotations.relations:
        if not annotations.spans.keys() >= {arc.source, arc.target}:
            raise UsageError(f"{where}: an end of the arc {' '.join(arc)} is not annotated")
    return annotations


def _read_line(annotations: Annotations, text: str, name: str, rest: str) -> None:
    data, _, tail = rest.partition("\t")
    match name[:1]:
        case "T":
            annotations.spans[name] = _text_bound(text, data, tail)
        case "R":
            annotations.relations.append(Relation(*_groups(_RELATION, data)))
        case "A" | "M":
            type_, target, *value = data.split(" ", 2)
            annotations.attributes[target, type_] = " ".join(value)
        case "#":
            _, _, target = data.partition(" ")
            annotations.notes[target] = tail.strip()


def _text_bound(text: str, data: str, words: str) -> TextBound:
    type_, where = _groups(_TEXT_BOUND, data)
    pieces = [(int(start), int(end)) for start, end in (piece.split() for piece in where.split(";"))]
    if words != " ".join(text[start:end] for start, end in pieces):
        raise ValueError(f"{words!r} does not stand at {where}; the text or the file was changed")
    for (_, gap_start), (gap_end, _) in pairwise(pieces):
        if text[gap_start:gap_end].strip():
            raise ValueError(f"{words!r} leaves words out; a row of the tables is one stretch")
    return TextBound(type_, pieces[0][0], pieces[-1][1])


def _groups(pattern: re.Pattern[str], data: str) -> tuple[str, ...]:
    match = pattern.fullmatch(data)
    if match is None:
        raise ValueError(f"cannot read {data!r}")
    return match.groups()
