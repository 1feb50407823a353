"""The ways to apply a function to many parts: in processes of this machine, or on a Dask cluster.

Each engine takes the parts one by one, never holds more than a few, and gives the results back in the order
of the parts. The function must be one that may be repeated: when a worker dies, its parts are done again.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pipeline.core.errors import UsageError
from pipeline.core.without import do_without
from pipeline.runtime.fingerprint import LIBRARIES, of_code

if TYPE_CHECKING:
    from multiprocessing.synchronize import Semaphore

    from distributed import Client

Task = TypeVar("Task")
Result = TypeVar("Result")

#: How long a scheduler may take to answer.
PATIENCE = "10s"
_AHEAD = 3  # parts that wait, for each worker
_WORTH_A_PROCESS = 2  # parts for which it pays to start a process
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_UNGUARDED = (
    'put the call in your script under `if __name__ == "__main__":`, because each worker process reads the '
    "script again when it starts"
)


class Engine(Protocol):
    """Something that applies a function to tasks."""

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        given_up: Callable[[Task], Result],
    ) -> Iterator[Result]:
        """The results in the order of the tasks; `given_up` takes those that kill their process."""


class Processes:
    """Up to `workers` processes on this machine; none for so few tasks that starting them would not pay.

    When a process dies, each task that was under way is done again in a process of its own. Raises UsageError
    where no process can be started: in a script that calls us again in each process.
    """

    def __init__(self, workers: int) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):  # as the standard library asks
            raise UsageError(f"a worker process has come to the call that started it; {_UNGUARDED}")
        self._workers = workers

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        given_up: Callable[[Task], Result],
    ) -> Iterator[Result]:
        """The results in the order of the tasks; `given_up` takes those that kill their process."""
        pending = iter(tasks)
        first = list(islice(pending, self._workers * _WORTH_A_PROCESS))
        workers = min(self._workers, len(first) // _WORTH_A_PROCESS)
        if workers < 2:
            return map(function, chain(first, pending))
        return self._map(function, chain(first, pending), given_up, workers)

    def _map(
        self,
        function: Callable[[Task], Result],
        tasks: Iterator[Task],
        given_up: Callable[[Task], Result],
        workers: int,
    ) -> Iterator[Result]:
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        pool = _Pool(workers)
        try:
            while True:
                for task in islice(tasks, workers * _AHEAD - len(waiting)):
                    waiting.append((task, _submit(pool, function, task)))
                if not waiting:
                    return
                task, future = waiting.popleft()
                try:
                    result = future.result()
                except BrokenProcessPool:
                    pool.check_begun()
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = _Pool(workers)
                    waiting = deque((later, _again(pool, function, later, old)) for later, old in waiting)
                    result = alone(function, task, given_up)
                yield result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def alone(function: Callable[[Task], Result], task: Task, given_up: Callable[[Task], Result]) -> Result:
    """The result of a task in a process of its own, or what `given_up` says where that process dies."""
    with _Pool(1) as pool:
        try:
            return pool.submit(function, task).result()
        except BrokenProcessPool:
            pool.check_begun()
            return given_up(task)


class Dask:
    """The workers of a Dask cluster, through a `distributed.Client`.

    Raises UsageError where a worker does not run the same versions as this process.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._check_workers()

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        given_up: Callable[[Task], Result],
    ) -> Iterator[Result]:
        """The results in the order of the tasks; `given_up` takes those that kill their workers."""
        from distributed import KilledWorker

        pending = iter(tasks)
        waiting: deque[tuple[Task, Any]] = deque()
        while True:
            threads: dict[str, int] = self._client.nthreads()  # type: ignore[no-untyped-call]
            ahead = max(sum(threads.values()), 1) * _AHEAD
            for task in islice(pending, max(ahead - len(waiting), 0)):
                waiting.append((task, self._client.submit(function, task, pure=False)))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield future.result()
            except KilledWorker:
                yield given_up(task)

    def _check_workers(self) -> None:
        own = versions()
        for worker, others in self._client.run(versions).items():
            for name, version in own.items():
                if others.get(name) != version:
                    raise UsageError(
                        f"the worker {worker} has {name} {others.get(name)}, this process {version}: "
                        "install the same versions on both, or results would be mixed"
                    )


def connect(scheduler: str) -> Client:
    """A client of the Dask scheduler at an address; raises UsageError where none answers."""
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("Dask is not installed: pip install 'attribune[dask]'") from error
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {scheduler}: {error}") from error


def versions() -> dict[str, str]:
    """What results depend on beside the settings: our code, spaCy, Arrow, numpy, Python."""
    import platform
    from importlib.metadata import version

    libraries = {name: version(name) for name in LIBRARIES}
    return {**libraries, "Python": platform.python_version(), "Attribune's code": of_code()[:12]}


class _Pool(ProcessPoolExecutor):
    """Processes that start afresh and leave the other cores alone."""

    def __init__(self, workers: int) -> None:
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
        context = multiprocessing.get_context("spawn")
        self._begun = context.Semaphore(0)
        super().__init__(workers, mp_context=context, initializer=_begin, initargs=(self._begun,))

    def check_begun(self) -> None:
        """Raises UsageError where no process of a broken pool came so far as to take a task."""
        if not self._begun.acquire(block=False):
            raise UsageError(
                f"the worker processes died before their first task; {_UNGUARDED}; on the command line, "
                "run with fewer --workers: memory may be short"
            )


def _begin(begun: Semaphore) -> None:
    """Has a worker process end when the process that started it is killed, and do without pandas."""
    do_without("pandas")
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    begun.release()


def _submit(pool: _Pool, function: Callable[[Task], Result], task: Task) -> Future[Result]:
    """The future of a task, which carries the fault where the pool has broken already."""
    try:
        return pool.submit(function, task)
    except BrokenProcessPool as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _again(
    pool: _Pool, function: Callable[[Task], Result], task: Task, old: Future[Result]
) -> Future[Result]:
    """The future of a task in a new pool; one that was done stays done."""
    done = old.done() and not old.cancelled() and old.exception() is None
    return old if done else _submit(pool, function, task)
