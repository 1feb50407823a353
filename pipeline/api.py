"""The pipeline in Python: texts in, tables out, without files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.claims import claims
from pipeline.core import schema
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.errors import INGEST, ArticleError, UsageError
from pipeline.core.staging import staged
from pipeline.core.storage import TableWriter, read_table
from pipeline.core.tables import Provenance, build, build_sound, error_table
from pipeline.frames import to_frame
from pipeline.ingest.article import to_article
from pipeline.ingest.records import Fields, Record
from pipeline.stages import STAGES, Annotator, batches, provenance

if TYPE_CHECKING:
    import pandas as pd

    Texts = str | Iterable[str] | Mapping[str, str] | pd.Series[str]


class Tables(Mapping[str, pa.Table]):
    """All tables of a run, by name: `tables["quotes"]` as Arrow table, `tables.quotes` as DataFrame.

    A DataFrame is made when it is first asked for, and kept: what is changed in it stays changed. The Arrow
    tables, and what `write` and `claims` make of them, do not change with it.
    """

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._tables:
            raise AttributeError(f"there is no table {name!r}; the tables are {', '.join(self._tables)}")
        frame = self.__dict__[name] = to_frame(self._tables[name])
        return frame

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._tables})

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The quantities inside quotes with their speakers, as DataFrame; see `pipeline.claims`."""
        return claims(self)

    def write(self, folder: str | Path) -> None:
        """Writes each table as Parquet file, as `run` does; `read_tables` reads them.

        They replace older tables in the folder all together or not at all. Raises UsageError where that is a
        file, or where another process writes to it.
        """
        with staged(Path(folder)) as new:
            for name, table in self._tables.items():
                with TableWriter(new, name, _made_by(table)) as writer:
                    writer.write(table)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {table.num_rows:,}" for name, table in self._tables.items())
        return f"Tables({rows})"

    def _repr_html_(self) -> str:
        """The first articles with what was found in them, for notebooks."""
        from pipeline.notebook import as_html

        return as_html(self)


def extract(texts: Texts, *, params: Params | None = None, model: str | None = None) -> Tables:
    """All tables for a text, a list of texts, or a mapping or pandas Series of article_id to text.

    The article_id of a text without one is its place in the list, "0" for the first. What a file could not
    hold (no text but NaN or None, a NUL, white space alone, more than `limits.characters`, an id that stands
    twice) is no article but a row of `errors`, with its place as `record`. `model` is a name in models/, an
    installed spaCy pipeline or a path. Raises UsageError for a model that cannot be used.
    """
    settings = _settings(params, model)
    made_by = provenance(settings)
    annotator = _annotator(settings, _files(settings))
    parts: dict[str, list[pa.Table]] = {name: [] for name in schema.TABLES if name != "errors"}
    errors: list[ArticleError] = []
    for batch in batches(_articles(texts, settings.limits.characters, errors)):
        annotator.apply(batch)
        for name, table in build_sound(list(parts), batch, made_by).items():
            parts[name].append(table)
        errors += [error for document in batch for error in document.errors]
    whole = {name: pa.concat_tables(tables or [build(name, (), made_by)]) for name, tables in parts.items()}
    return Tables({**whole, "errors": error_table(errors, made_by)})


def annotate(text: str, *, params: Params | None = None, model: str | None = None) -> Document:
    """One text as a Document with all its layers, for work with single stages."""
    settings = _settings(params, model)
    document = Document("0", text)
    _annotator(settings, _files(settings)).apply([document])
    return document


def read_tables(folder: str | Path) -> Tables:
    """The tables of a folder that `run` or `dvc repro` wrote; raises UsageError for a missing one."""
    return Tables({name: read_table(Path(folder), name) for name in schema.TABLES})


def _made_by(table: pa.Table) -> Provenance:
    """What the table's metadata says of its making."""
    stated = table.schema.metadata or {}
    names = (f"attribune.{name}".encode() for name in Provenance._fields)
    return Provenance(*(stated.get(name, b"").decode() for name in names))


def _settings(params: Params | None, model: str | None) -> Params:
    settings = params or Params()
    return replace(settings, parse=replace(settings.parse, model=model)) if model else settings


@lru_cache(maxsize=2)
def _annotator(params: Params, _contents: tuple[bytes, ...]) -> Annotator:
    """The stages with their model loaded, kept for the next call with these settings and files."""
    return Annotator(STAGES, params)


def _files(params: Params) -> tuple[bytes, ...]:
    """What stands in the files that the settings name."""
    return tuple(
        _content(getattr(getattr(params, stage.name), setting))
        for stage in STAGES
        for setting, _ in stage.opens
    )


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""  # there is none, or the stage that reads it says what is wrong


def _articles(texts: Texts, most_characters: int, errors: list[ArticleError]) -> Iterator[Document]:
    """The texts that can be articles, by the rules for records of files; the others go to the errors."""
    fields = Fields(most_characters=most_characters)
    known: set[str] = set()
    for at, (key, text) in enumerate(_items(texts)):
        name = str(key)
        is_missing = isinstance(text, float) and isnan(text)  # as pandas has it
        content = {fields.id: name, fields.text: None if is_missing else text}
        record = Record(ascii(name)[1:-1] or str(at), content)
        for found in to_article("", record, fields):
            if isinstance(found, ArticleError):
                errors.append(found._replace(record=at))
            elif found.article_id in known:
                message = "the id stands already before; that text was kept, this one left out"
                errors.append(ArticleError("", found.article_id, INGEST, "duplicate id", message, at))
            else:
                known.add(found.article_id)
                yield found


def _items(texts: Texts) -> Iterable[tuple[object, object]]:
    """Each text with its id, or with its place."""
    if isinstance(texts, str):
        return [(0, texts)]
    if hasattr(texts, "columns"):
        raise UsageError("extract takes texts, not a table of them; name a column: extract(table.text)")
    # a mapping or a pandas Series, which need not be imported here
    return texts.items() if hasattr(texts, "items") else enumerate(texts)
