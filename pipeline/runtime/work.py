"""A part → its finished tables, here or in another process, and each part once only.

A finished part is kept under a key of all that it depends on. It is computed by whoever gets it, once more
if that one dies, and not at all where it lies there already.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

import pyarrow as pa

from pipeline.cache.parts import Finished, PartStore
from pipeline.core.collector import without_collector
from pipeline.core.config import Params
from pipeline.core.document import Document
from pipeline.core.errors import CRASHED, TOO_SLOW, ArticleError, UsageError
from pipeline.core.parts import Part
from pipeline.core.rows import Mark
from pipeline.core.storage import TableWriter
from pipeline.core.tables import Provenance, build_sound, error_table
from pipeline.runtime.engines import Engine, alone
from pipeline.runtime.fingerprint import of_run
from pipeline.runtime.remote import is_remote, remote
from pipeline.stages import BY_NAME, Annotator, provenance


class Keyed(Protocol):
    """What is worked on at once, such as a part: it has a size, and a key of all that goes into the work."""

    def __len__(self) -> int: ...
    def key(self, fingerprint: str) -> str: ...


Unit = TypeVar("Unit", bound=Keyed)


class Task(NamedTuple, Generic[Unit]):
    """A unit to be worked on, and the key of what comes out."""

    key: str
    unit: Unit

    def __repr__(self) -> str:
        return str(self.unit)


class Done(NamedTuple):
    """A finished unit: its key, its size (articles of a part), the seconds that each stage took just now."""

    key: str
    size: int
    seconds: dict[str, float]


@dataclass
class Count:
    """What a run of stages did: articles, rows by table, errors, seconds by stage, faults of its tables.

    `marks` are those of the parts of each table.
    """

    articles: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    errors: list[ArticleError] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class Work(Protocol[Unit]):
    """What is done with each unit; what comes out is kept in `store`.

    `store` is the address of a folder that every process can reach; with the same `fingerprint`, the same
    comes out of a unit.
    """

    @property
    def store(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def __call__(self, task: Task[Unit]) -> Done: ...
    def one_by_one(self, task: Task[Unit]) -> Done: ...


@dataclass(frozen=True)
class Job:
    """The work of these stages, by name; these tables of theirs are kept."""

    stages: tuple[str, ...]
    tables: tuple[str, ...]
    params: Params
    store: str
    fingerprint: str

    @classmethod
    def of(cls, stages: Iterable[str], tables: Iterable[str], params: Params, store: str) -> Job:
        """The job with the fingerprint of what its rows depend on.

        Raises UsageError where the settings name a file or a model that cannot be used.
        """
        steps = [BY_NAME[name] for name in stages]
        for stage in steps:
            stage.options(params)
        names = tuple(stage.name for stage in steps)
        return cls(names, tuple(tables), params, store, of_run(steps, params))

    def __call__(self, task: Task[Part]) -> Done:
        """Works on one part and keeps what comes out."""
        documents = list(task.unit.documents())
        with _ONE_AT_A_TIME, without_collector():
            bench = _bench(self)
            before = dict(bench.annotator.seconds)
            bench.annotator.apply(documents)
            tables = self._tables(documents, bench.made_by)
            seconds = {name: total - before[name] for name, total in bench.annotator.seconds.items()}
        part_store(self.store).put(task.key, tables)
        return Done(task.key, len(documents), seconds)

    def one_by_one(self, task: Task[Part]) -> Done:
        """Works on a part that killed its process: the article at fault gets an error and no rows."""
        store = part_store(self.store)
        found = []
        for part in task.unit.single():
            one = Task(part.key(self.fingerprint), part)
            kept = store.get(alone(self, one, self._given_up).key)
            found += [kept.tables] if kept else []
        names = (*self.tables, "errors")
        store.put(task.key, {name: pa.concat_tables(tables[name] for tables in found) for name in names})
        return Done(task.key, len(task.unit), {})

    def _given_up(self, task: Task[Part]) -> Done:
        """Notes that an article killed its process; it keeps the layers that it came with."""
        documents = list(task.unit.documents())
        for document in documents:
            document.give_up(self.stages[0])
        part_store(self.store).put(task.key, self._tables(documents, provenance(self.params)))
        return Done(task.key, len(documents), {})

    def _tables(self, documents: list[Document], made_by: Provenance) -> dict[str, pa.Table]:
        tables = build_sound(self.tables, documents, made_by)
        errors = [error for document in documents for error in document.errors]
        return {**tables, "errors": error_table(errors, made_by)}


#: A worker of a cluster may have several threads, but the model and what it remembers are not made for them.
_ONE_AT_A_TIME = threading.Lock()


class _Bench(NamedTuple):
    """What one process needs for a job, made once."""

    annotator: Annotator
    made_by: Provenance


@lru_cache(maxsize=2)
def _bench(job: Job) -> _Bench:
    """Raises UsageError where this process is not like the one that made the job."""
    stages = [BY_NAME[name] for name in job.stages]
    if of_run(stages, job.params) != job.fingerprint:
        raise UsageError("a worker has another version of the model, the libraries or of Attribune itself")
    return _Bench(Annotator(stages, job.params), provenance(job.params))


def part_store(address: str) -> PartStore:
    """The store at a path or a remote address."""
    return PartStore(remote(address) if is_remote(address) else Path(address))


def finish(units: Iterable[Unit], job: Work[Unit], engine: Engine) -> Iterator[Done]:
    """All units finished, in their order; only those that do not lie in the store are worked on."""
    store = part_store(job.store)
    order: deque[Done | None] = deque()

    def missing() -> Iterator[Task[Unit]]:
        for unit in units:
            key = unit.key(job.fingerprint)
            is_kept = key in store
            order.append(Done(key, len(unit), {}) if is_kept else None)
            if not is_kept:
                yield Task(key, unit)

    for done in engine.map(job, missing(), job.one_by_one):
        while (kept := order.popleft()) is not None:
            yield kept
        yield done
    yield from (kept for kept in order if kept is not None)


def write_tables(finished: Iterable[Done], job: Job, folder: Path) -> Count:
    """Puts the tables of finished parts together in `folder`; they appear when all parts are through."""
    count = Count(seconds=dict.fromkeys(job.stages, 0.0), marks={name: [] for name in job.tables})
    made_by = provenance(job.params)
    with ExitStack() as stack:
        writers = {name: stack.enter_context(TableWriter(folder, name, made_by)) for name in job.tables}
        for done in finished:
            kept = _kept(done, job.store)
            for name, writer in writers.items():
                writer.write(kept.tables[name])
                count.marks[name].append(Mark(kept.tables[name].num_rows, kept.digest))
            errors = [ArticleError(**row) for row in kept.tables["errors"].to_pylist()]
            if any(error.reason in {CRASHED, TOO_SLOW} for error in errors):
                part_store(job.store).discard(done.key)  # next time there may be more memory, or time
            count.articles += done.size
            count.errors += errors
            for name, seconds in done.seconds.items():
                count.seconds[name] += seconds
    count.rows = {name: writer.rows for name, writer in writers.items()}
    return count


def tables_of(finished: Iterable[Done], store: str) -> Iterator[dict[str, pa.Table]]:
    """What was kept of each unit; raises UsageError where one is missing."""
    return (_kept(done, store).tables for done in finished)


def _kept(done: Done, store: str) -> Finished:
    kept = part_store(store).get(done.key)
    if kept is None:
        raise UsageError(
            f"a finished part is missing in {store} or damaged; run again. Workers on other "
            "machines need a cache.folder that all of them share"
        )
    return kept
