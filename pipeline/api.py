"""The pipeline in Python: texts in, tables out, without files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.claims import claims
from pipeline.core import schema
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.errors import INGEST, ArticleError
from pipeline.core.storage import read_table
from pipeline.core.tables import build, error_table
from pipeline.ingest.article import half_pair
from pipeline.stages import STAGES, Annotator, batches, provenance

if TYPE_CHECKING:
    import pandas as pd

    Texts = str | Iterable[str] | Mapping[str, str]


class Tables(Mapping[str, pa.Table]):
    """All tables of a run, by name: `tables["quotes"]` as Arrow table, `tables.quotes` as DataFrame."""

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self._tables:
            raise AttributeError(f"there is no table {name!r}; the tables are {', '.join(self._tables)}")
        frame: pd.DataFrame = self._tables[name].to_pandas()
        return frame

    @property
    def claims(self) -> pd.DataFrame:
        """The quantities inside quotes with their speakers, as DataFrame; see `pipeline.claims`."""
        return claims(self)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {table.num_rows:,}" for name, table in self._tables.items())
        return f"Tables({rows})"

    def _repr_html_(self) -> str:
        """The first articles with what was found in them, for notebooks."""
        from pipeline.notebook import as_html

        return as_html(self)


def extract(texts: Texts, *, params: Params | None = None, model: str | None = None) -> Tables:
    """All tables for a text, a list of texts, or a mapping of article_id to text.

    The article_id of a text without one is its place in the list, "0" for the first. `model` is a name
    in models/, an installed spaCy pipeline or a path. Raises UsageError for a model that cannot be used.
    """
    settings = _settings(params, model)
    made_by = provenance(settings)
    parts: dict[str, list[pa.Table]] = {name: [] for name in schema.TABLES if name != "errors"}
    errors: list[ArticleError] = []
    for batch in batches(_writable(_documents(texts), errors)):
        _annotator(settings).apply(batch)
        errors += [error for document in batch for error in document.errors]
        for name, tables in parts.items():
            tables.append(build(name, batch, made_by))
    whole = {name: pa.concat_tables(tables or [build(name, (), made_by)]) for name, tables in parts.items()}
    return Tables({**whole, "errors": error_table(errors, made_by)})


def annotate(text: str, *, params: Params | None = None, model: str | None = None) -> Document:
    """One text as a Document with all its layers, for work with single stages."""
    document = Document("0", text)
    _annotator(_settings(params, model)).apply([document])
    return document


def read_tables(folder: str | Path) -> Tables:
    """The tables of a folder that `run` or `dvc repro` wrote; raises UsageError for a missing one."""
    return Tables({name: read_table(Path(folder), name) for name in schema.TABLES})


def _settings(params: Params | None, model: str | None) -> Params:
    settings = params or Params()
    return replace(settings, parse=replace(settings.parse, model=model)) if model else settings


@lru_cache(maxsize=2)
def _annotator(params: Params) -> Annotator:
    """The stages with their model loaded, kept for the next call."""
    return Annotator(STAGES, params)


def _writable(documents: Iterable[Document], errors: list[ArticleError]) -> Iterator[Document]:
    """The documents that a table can hold; the others are added to the errors."""
    for document in documents:
        if fault := half_pair(document.text) or half_pair(document.article_id):
            errors.append(ArticleError("", ascii(document.article_id)[1:-1], INGEST, "bad record", fault))
        else:
            yield document


def _documents(texts: Texts) -> Iterator[Document]:
    if isinstance(texts, str):
        texts = [texts]
    items = (
        texts.items() if isinstance(texts, Mapping) else ((str(at), text) for at, text in enumerate(texts))
    )
    return (Document(article_id, text) for article_id, text in items)
