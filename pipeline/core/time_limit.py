"""A bound on the time that a block of code may take."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: The code that runs between the block and its end; an alarm there would come out of it as it is.
_AROUND = {contextlib.__file__, __file__}
_MOMENT = 0.01
_STEPS = 100  # more than enough for what comes at the next one


class _Over(BaseException):
    """What stops the block from within; no Exception, so that no library swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeoutError when the block has run for so long; 0 is no bound.

    The main thread is woken by an alarm. Another one (a worker of Dask, a thread of a server) is stopped by
    a watch beside it, at its next step of Python: what waits in the system or computes in C is let finish.
    """
    if not seconds:
        yield
        return
    is_main = threading.current_thread() is threading.main_thread()
    try:
        with _alarm(seconds) if is_main else _watch(seconds):
            yield
    except _Over as error:
        raise TimeoutError(f"it took more than {seconds} s (limits.seconds of the settings)") from error


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    is_over = False

    def stop(_signal: int, frame: FrameType | None) -> None:
        if is_over:
            return
        if frame is not None and frame.f_code.co_filename in _AROUND:  # perhaps just behind the block
            signal.setitimer(signal.ITIMER_REAL, _MOMENT)
            return
        raise _Over

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        is_over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _watch(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    lock, is_done, is_sent, has_come = threading.Lock(), False, False, False

    def stop() -> None:
        nonlocal is_sent
        with lock:
            if not is_done:
                is_sent = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_Over))

    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    try:
        watch.start()
        yield
    except _Over:
        has_come = True
        raise
    finally:
        with lock:
            is_done = True
        watch.cancel()
        if is_sent and not has_come:
            _await_it()


def _await_it() -> None:
    """Takes in what was sent and has not come yet.

    To take it back would leave CPython 3.11 looking for it at every step, and for ever under a profiler.
    """
    with contextlib.suppress(_Over):
        for _ in range(_STEPS):
            time.sleep(0)
