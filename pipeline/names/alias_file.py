"""A user's file of names → who each name stands for.

The file is UTF-8 text with tabs between its columns and a header line: `name` (a form as articles write
it), `canonical` (the name that the entity is to have), `qid` (its Wikidata item, may be empty) and, if
wanted, `label` (PERSON, ORG or empty: then the article decides). Several rows with one canonical name are
one entity. The canonical name is a name of the entity as well; it needs no row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.core.errors import UsageError
from pipeline.core.schema import LABELS
from pipeline.names.aliases import Aliases, Known, plain

_COLUMNS = ("name", "canonical", "qid")
_OPTIONAL = ("label",)
_QID = re.compile(r"Q\d+", re.ASCII)


def read_aliases(path: str) -> Aliases:
    """The names of a file, none for an empty path.

    Raises UsageError, with file and line, for a file that cannot be read or does not fit together.
    """
    if not path:
        return Aliases()
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; correct names.aliases, or leave it empty") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{path}:{line}: no valid UTF-8 text; save the file in UTF-8") from error
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), start=1)]
    return Aliases(_names(path, [(number, line) for number, line in lines if line.strip()]))


def _names(path: str, lines: list[tuple[int, str]]) -> dict[str, Known]:
    """Each name with its entity, canonical names included."""
    header = [cell.strip() for cell in lines[0][1].split("\t")] if lines else []
    if tuple(header) not in {_COLUMNS, _COLUMNS + _OPTIONAL}:
        raise UsageError(
            f"{path}:{lines[0][0] if lines else 1}: the first line must be {', '.join(_COLUMNS)} (and label,"
            " if wanted), with tabs between them"
        )
    names: dict[str, Known] = {}
    entities: dict[str, tuple[Known, int]] = {}
    owners: dict[str, tuple[str, int]] = {}
    for number, line in lines[1:]:
        where = f"{path}:{number}"
        name, known = _row(where, line, len(header))
        same, first = entities.setdefault(known.canonical, (known, number))
        if same != known:
            raise UsageError(
                f"{where}: {known.canonical!r} has another qid or label than in line {first};"
                " give all its rows the same"
            )
        owner, first = owners.setdefault(known.qid or known.canonical, (known.canonical, number))
        if owner != known.canonical:
            raise UsageError(
                f"{where}: {known.qid} is {known.canonical!r} here and {owner!r} in line {first};"
                " keep one canonical name"
            )
        if names.setdefault(name, known) != known:
            raise UsageError(
                f"{where}: {name!r} stands for {known.canonical!r} here, for {names[name].canonical!r} above;"
                " a name can stand for one entity only: remove one row"
            )
    return _with_canonical(path, names, entities.values())


def _with_canonical(
    path: str, names: dict[str, Known], entities: Iterable[tuple[Known, int]]
) -> dict[str, Known]:
    """The names, and each canonical name as a name of its own entity."""
    for known, number in entities:
        own = names.setdefault(plain(known.canonical), known)
        if own != known:
            raise UsageError(
                f"{path}:{number}: {known.canonical!r} is a canonical name here, and elsewhere a name of"
                f" {own.canonical!r}; give both the same canonical name"
            )
    return names


def _row(where: str, line: str, columns: int) -> tuple[str, Known]:
    cells = [" ".join(cell.split()) for cell in line.split("\t")]
    if len(cells) > columns or len(cells) < len(_COLUMNS) - 1:
        raise UsageError(f"{where}: {len(cells)} cells, expected {columns}; put one tab between two columns")
    name, canonical, qid, label = [*cells, "", ""][: len(_COLUMNS + _OPTIONAL)]
    for column, cell in (("name", name), ("canonical", canonical)):
        if not any(letter.isalnum() for letter in cell):
            raise UsageError(f"{where}: the column {column} is empty; fill it or remove the row")
    if qid and not _QID.fullmatch(qid):
        raise UsageError(f"{where}: {qid!r} is no Wikidata item; write Q and a number, or leave it empty")
    if label not in {"", *LABELS}:
        raise UsageError(f"{where}: {label!r} is no label; write {' or '.join(LABELS)}, or leave it empty")
    return plain(name), Known(canonical, qid or None, label)
