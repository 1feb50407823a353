"""The stages in their order, and how documents go through them into tables.

    raw files → articles → blocks → tokens → sentences → mentions, entities → quantities → quotes

Each stage is a function in a module of its own that takes a document and returns rows. Modules are
imported when their stage runs, so a single stage starts fast and depends on nothing that it does not use.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, cast

from pipeline.cache import parses_file
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.errors import INGEST
from pipeline.core.schema import TABLES
from pipeline.core.tables import Provenance
from pipeline.core.time_limit import time_limit
from pipeline.core.version import __version__
from pipeline.model import find

BATCH = 64


@dataclass(frozen=True)
class Stage:
    """A step from layers of a document to new ones, by a function.

    The function takes the document, or those of its attributes that `takes` names. `quote_spans` is a
    layer without a table: it is cheap, and found again where it is needed. `opens` pairs each setting that
    names a file with the function beside the stage's own that reads it.
    """

    name: str
    module: str
    function: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    takes: tuple[str, ...] = ()
    opens: tuple[tuple[str, str], ...] = ()

    def load(self) -> Callable[..., Any]:
        """The stage's function."""
        function: Callable[..., Any] = getattr(import_module(self.module), self.function)
        return function

    def options(self, params: Params) -> dict[str, Any]:
        """The stage's settings with the files read that they name; raises UsageError for a wrong file."""
        section = getattr(params, self.name, None)
        options = asdict(section) if section else {}
        for setting, reader in self.opens:
            options[setting] = getattr(import_module(self.module), reader)(options[setting])
        return options


_PARSED = ("blocks", "tokens", "sentences", "quote_spans")
STAGES = (
    Stage("blocks", "pipeline.blocks", "find_blocks", (), ("blocks",), takes=("text",)),
    Stage("parse", "pipeline.parse", "Parser", ("blocks",), ("tokens",)),
    Stage("sentences", "pipeline.sentences", "find_sentences", ("blocks", "tokens"), ("sentences",)),
    Stage("marks", "pipeline.marks", "find_spans", ("blocks",), ("quote_spans",), takes=("text", "blocks")),
    Stage(
        "names",
        "pipeline.names",
        "find_names",
        _PARSED,
        ("mentions", "entities"),
        opens=(("aliases", "read_aliases"),),
    ),
    Stage("quantities", "pipeline.quantities", "find_quantities", _PARSED, ("quantities",)),
    Stage("quotes", "pipeline.quotes", "find_quotes", (*_PARSED, "mentions", "entities"), ("quotes",)),
)
BY_NAME = {stage.name: stage for stage in STAGES}


def needed_for(stage: Stage) -> tuple[Stage, ...]:
    """The stage, after those that find the layers without a table which it reads."""
    untabled = set(stage.reads) - set(TABLES)
    return (*(other for other in STAGES if untabled.intersection(other.writes)), stage)


def before(stage: Stage) -> set[str]:
    """The names of the stages directly before a stage: all others that it needs come before one of these."""
    makers = {table: other.name for other in STAGES for table in other.writes}
    needed = {makers[table] for table in stage.reads if table in TABLES} or {INGEST}
    earlier = {name for other in needed - {INGEST} for name in _all_before(BY_NAME[other])}
    return needed - earlier


def _all_before(stage: Stage) -> set[str]:
    direct = before(stage)
    return direct.union(*(_all_before(BY_NAME[name]) for name in direct - {INGEST}))


class Annotator:
    """Stages made ready to be applied to documents, batch after batch."""

    def __init__(self, stages: Sequence[Stage], params: Params) -> None:
        self.stages = stages
        self.seconds = dict.fromkeys((stage.name for stage in stages), 0.0)
        self._params = params
        self._options = {stage.name: stage.options(params) for stage in stages}

    @cached_property
    def _steps(self) -> list[Callable[[list[Document]], None]]:
        return [self._step(stage) for stage in self.stages]

    def apply(self, documents: list[Document]) -> None:
        """Fills the layers of these documents in place; an article that fails gets an error, no rows."""
        for stage, step in zip(self.stages, self._steps, strict=True):
            begin = time.perf_counter()
            step(documents)
            self.seconds[stage.name] += time.perf_counter() - begin

    def _step(self, stage: Stage) -> Callable[[list[Document]], None]:
        function = stage.load()
        options = self._options[stage.name]
        seconds = self._params.limits.seconds
        if stage.name == "parse":
            kept = self._params.cache.folder
            options["cache"] = str(parses_file(Path(kept))) if kept and "://" not in kept else ""
            return cast("Callable[[list[Document]], None]", function(**options, seconds=seconds).parse)
        return lambda documents: _each(documents, stage, function, options, seconds)


def _each(
    documents: list[Document],
    stage: Stage,
    function: Callable[..., Any],
    options: dict[str, Any],
    seconds: int,
) -> None:
    """Applies a stage that takes one article at a time; a fault in one article stays there."""
    for document in documents:
        try:
            arguments = [getattr(document, name) for name in stage.takes] or [document]
            with time_limit(seconds):
                found = function(*arguments, **options)
        except Exception as error:  # becomes a row of the errors table
            document.fail(stage.name, error)
            continue
        layers = found if len(stage.writes) > 1 else (found,)
        for name, rows in zip(stage.writes, layers, strict=True):
            setattr(document, name, rows)


def batches(documents: Iterable[Document], size: int = BATCH) -> Iterator[list[Document]]:
    """The documents in lists of at most `size`."""
    pending = iter(documents)
    while batch := list(islice(pending, size)):
        yield batch


def provenance(params: Params) -> Provenance:
    """What stands in every table's metadata; raises UsageError for a model that cannot be used."""
    info = find(params.parse.model)
    return Provenance(__version__, info.name, info.version)
