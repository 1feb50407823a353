"""Commands timed as whole processes: wall clock, CPU of all their processes, memory of the largest one."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds on the clock, CPU seconds (with all child processes), and megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.cpu:.1f} s CPU, {self.memory:,.0f} MB"


def timed(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    threads: int = 1,
    expected: int = 0,
    **extra: str,
) -> Cost:
    """Runs a command to its end; raises SystemExit with what it printed where it fails.

    It fails where its exit code is not `expected`. `threads` bounds those of numerical libraries; `extra`
    are further environment variables. Compiled modules are kept, as Python does by default.
    """
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS"), str(threads))
    environment = {**os.environ, **limits, **extra}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{output}")
    return Cost(time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
