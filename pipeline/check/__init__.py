"""Tables → what is wrong with them: schemas, versions, keys, values, spans, order, references.

Run at the end of every pipeline run; the list is empty for a sound set of tables. `files` looks at each file
as a whole, `rows` at the rows of one table, `relations` at what the tables of an article say of each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from pipeline.check.files import check_files
from pipeline.check.relations import check_relations
from pipeline.check.rows import Columns, check_rows
from pipeline.core import schema
from pipeline.core.errors import CRASHED, FAILED, INGEST, TOO_SLOW, UsageError
from pipeline.core.parts import Part, read_parts
from pipeline.core.receipts import read_marks
from pipeline.core.rows import Mark
from pipeline.core.storage import read_errors
from pipeline.core.tables import Groups

_LAYERS = [name for name in schema.TABLES if name not in {"articles", "errors"}]
Marks = Mapping[str, Sequence[Mark]]
_NO_ROWS = {CRASHED, FAILED, TOO_SLOW}


class Sound(Protocol):
    """Remembers the parts in which nothing was found wrong."""

    def __contains__(self, part: Part) -> bool: ...
    def add(self, part: Part) -> None: ...


def check_tables(folder: str | Path, sound: Sound | None = None) -> list[str]:
    """The problems of a folder of tables, as sentences; raises UsageError for a missing table.

    Parts that `sound` knows are not looked at again.
    """
    folder = Path(folder)
    marks = read_marks(folder, _LAYERS)
    return list(check_files(folder, marks)) or list(_check_articles(folder, marks, sound))


def _check_articles(folder: Path, marks: Marks, sound: Sound | None) -> Iterator[str]:
    """The rows, part by part, and whether each article has some or an error that says why not."""
    errors = read_errors(folder)
    seen: set[str] = set()
    try:
        for part in read_parts(folder, _LAYERS, marks, errors):
            for article_id in part.ids:
                if article_id in seen:
                    yield f"articles: {article_id!r} stands twice"
                seen.add(article_id)
            problems = [] if sound and part in sound else list(_check_part(part))
            yield from problems
            if sound and not problems:
                sound.add(part)
    except UsageError as error:  # rows that belong to no article
        yield str(error)
    for row in errors:
        if row.stage != INGEST and row.article_id not in seen:
            yield f"errors: {row.article_id!r} of the stage {row.stage} is no article"


def _check_part(part: Part) -> Iterator[str]:
    """The rows of the articles of a part."""
    excused = {error.article_id for error in part.errors if error.reason in _NO_ROWS}
    groups = {name: Groups(name, rows.table.to_batches()) for name, rows in part.layers.items()}
    for article in part.articles.to_pylist():
        article_id = article["article_id"]
        layers = {name: group.take(article_id) for name, group in groups.items()}
        for name, problem in _check_article(article, layers, is_excused=article_id in excused):
            yield f"{name}, article {article_id!r}: {problem}"
    for group in groups.values():
        group.check_done()


def _check_article(
    article: dict[str, Any], layers: dict[str, Columns], *, is_excused: bool
) -> Iterator[tuple[str, str]]:
    """(table, problem) for one article; what tables say of each other only where each one is sound."""
    text = article["text"]
    if article["n_chars"] != len(text):
        yield "articles", f"n_chars is {article['n_chars']}, the text has {len(text)} characters"
    if article["sha256"] != hashlib.sha256(text.encode()).hexdigest():
        yield "articles", "sha256 is not that of the text"
    if not is_excused and not layers["sentences"]:
        yield "sentences", "there are none, and no error says why"
    problems = [(name, problem) for name in _LAYERS for problem in check_rows(name, layers[name], text)]
    yield from problems or check_relations(layers, is_excused=is_excused)
