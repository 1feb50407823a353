"""Attribune: who is in the news, who said what, and which numbers were given.

    import pipeline
    tables = pipeline.extract("“We will rebuild,” said Mayor Ana Ruiz. The storm destroyed about 40 homes.")
    tables.quotes[["speaker_name", "text"]]

`extract` runs every stage; `find_blocks`, `find_sentences`, `find_spans`, `find_names`, `find_quantities` and
`find_quotes` are single stages on a Document; `resolve` and `references` tell whom he, she or the senator
means. Settings are `Params` with a section a stage (`LimitsParams`). Names are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.core.version import __version__

_EXPORTS = {
    "ArticleError": "pipeline.core.errors",
    "Block": "pipeline.core.document",
    "CacheParams": "pipeline.core.config",
    "Document": "pipeline.core.document",
    "Entity": "pipeline.core.document",
    "EvaluateParams": "pipeline.core.config",
    "Fields": "pipeline.ingest",
    "IngestParams": "pipeline.core.config",
    "LimitsParams": "pipeline.core.config",
    "Mention": "pipeline.core.document",
    "NamesParams": "pipeline.core.config",
    "Params": "pipeline.core.config",
    "ParseParams": "pipeline.core.config",
    "Parser": "pipeline.parse",
    "QuantitiesParams": "pipeline.core.config",
    "Quantity": "pipeline.core.document",
    "Quote": "pipeline.core.document",
    "QuoteSpan": "pipeline.core.document",
    "ReportParams": "pipeline.core.config",
    "Sentence": "pipeline.core.document",
    "Tables": "pipeline.api",
    "UsageError": "pipeline.core.errors",
    "annotate": "pipeline.api",
    "check_tables": "pipeline.check",
    "export_tables": "pipeline.export",
    "extract": "pipeline.api",
    "find_blocks": "pipeline.blocks",
    "find_names": "pipeline.single",
    "find_quantities": "pipeline.single",
    "find_quotes": "pipeline.single",
    "find_sentences": "pipeline.sentences",
    "find_spans": "pipeline.marks",
    "load_params": "pipeline.core.config",
    "read_articles": "pipeline.ingest",
    "read_tables": "pipeline.api",
    "references": "pipeline.coreference",
    "resolve": "pipeline.coreference",
    "run": "pipeline.runtime.workflow",
}
__all__ = ["__version__", *_EXPORTS]  # noqa: PLE0604  all entries are strings

if TYPE_CHECKING:
    from pipeline.api import Tables, annotate, extract, read_tables
    from pipeline.blocks import find_blocks
    from pipeline.check import check_tables
    from pipeline.core.config import (
        CacheParams,
        EvaluateParams,
        IngestParams,
        LimitsParams,
        NamesParams,
        Params,
        ParseParams,
        QuantitiesParams,
        ReportParams,
        load_params,
    )
    from pipeline.core.document import Block, Document, Entity, Mention, Quantity, Quote, QuoteSpan, Sentence
    from pipeline.core.errors import ArticleError, UsageError
    from pipeline.coreference import references, resolve
    from pipeline.export import export_tables
    from pipeline.ingest import Fields, read_articles
    from pipeline.marks import find_spans
    from pipeline.parse import Parser
    from pipeline.runtime.workflow import run
    from pipeline.sentences import find_sentences
    from pipeline.single import find_names, find_quantities, find_quotes


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever stands under that name
    if name not in _EXPORTS:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_EXPORTS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
