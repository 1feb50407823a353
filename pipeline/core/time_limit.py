"""A bound on the time that a block of code may take."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeoutError inside the block when it has run for so long; 0 is no bound.

    The main thread is woken by an alarm. Another one (a worker of Dask, a thread of a server) is stopped by
    a watch beside it, at its next step of Python: what waits in the system or computes in C is let finish.
    """
    message = f"it took more than {seconds} s (limits.seconds of the settings)"
    if not seconds:
        yield
    elif threading.current_thread() is threading.main_thread():
        with _alarm(seconds, message):
            yield
    else:
        with _watch(seconds, message):
            yield


@contextmanager
def _alarm(seconds: float, message: str) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _OverError(Exception):
    """What the watch raises in another thread, where only a class may be named and no message."""


@contextmanager
def _watch(seconds: float, message: str) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    set_error = ctypes.pythonapi.PyThreadState_SetAsyncExc
    lock, is_over = threading.Lock(), False

    def stop() -> None:
        with lock:
            if not is_over:
                set_error(thread, ctypes.py_object(_OverError))

    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    try:
        try:
            watch.start()
            yield
        finally:
            with lock:
                is_over = True
            watch.cancel()
            set_error(thread, None)  # one that was set and has not come yet
    except _OverError as error:
        raise TimeoutError(message) from error
