"""A bound on the time that a block of code may take."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: The code that runs between the block and its end; an alarm there would come out of it as it is.
_AROUND = {contextlib.__file__, __file__}
_MOMENT = 0.01


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
    set_error = ctypes.pythonapi.PyThreadState_SetAsyncExc
    lock, is_done = threading.Lock(), False

    def stop() -> None:
        with lock:
            if not is_done:
                set_error(thread, ctypes.py_object(_Over))

    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    try:
        watch.start()
        yield
    finally:
        with lock:
            is_done = True
        watch.cancel()
        set_error(thread, None)  # one that was set and has not come yet
