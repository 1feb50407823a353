"""Bounds on time, in the main thread and in others."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from pipeline.core.time_limit import time_limit


def in_a_thread(function):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def here(function):
    return function()


@pytest.fixture(params=[here, in_a_thread], ids=["main thread", "another thread"])
def run(request):
    return request.param


def endless():
    while True:
        time.sleep(0.001)


def test_a_block_that_does_not_end_is_ended(run):
    def work():
        with time_limit(0.05):
            endless()

    with pytest.raises(TimeoutError, match=r"more than 0\.05 s"):
        run(work)


def test_a_block_in_time_is_left_alone(run):
    def work():
        with time_limit(60):
            found = sum(range(1_000))
        return found, threading.active_count()

    before = run(threading.active_count)
    found, threads = run(work)
    assert found == 499_500
    assert threads <= before + 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_no_library_swallows_the_end(run):
    def work():
        with time_limit(0.05):
            with suppress(Exception):
                endless()
            endless()

    with pytest.raises(TimeoutError):
        run(work)


def test_no_bound(run):
    def work():
        with time_limit(0):
            time.sleep(0.01)
        return True

    assert run(work)


def test_other_errors_pass(run):
    def work():
        with time_limit(60):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(work)


def test_nothing_is_stopped_after_its_end(run):
    def work():
        for _ in range(200):
            try:
                with time_limit(0.002):
                    time.sleep(0.0005)
            except TimeoutError:
                pass
        time.sleep(0.02)
        return True

    assert run(work)


AFTERWARDS = """
import sys, threading, time
from pipeline.core.time_limit import time_limit

def work():
    for seconds in (60, 0.01):
        try:
            with time_limit(seconds):
                time.sleep(0.01)
        except TimeoutError:
            pass

thread = threading.Thread(target=work)
thread.start()
thread.join()
sys.setprofile(lambda *_: None)
print(sum(map(abs, range(-3, 3))), (lambda: "done")())
"""


def test_a_profiler_goes_on_after_a_bound_in_a_thread():
    command = [sys.executable, "-c", AFTERWARDS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "9 done\n"
