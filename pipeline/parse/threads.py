"""One BLAS thread while we parse.

Our matrix products are small: a second thread takes no less time, but spins while it waits and takes the CPU
from other processes. Who wants more than one core runs more processes. numpy offers no such setting, so its
OpenBLAS is asked directly; where numpy works with another BLAS, nothing happens.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

_SET, _GET = "scipy_openblas_set_num_threads64_", "scipy_openblas_get_num_threads64_"


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Within it, numpy multiplies matrices in one thread; afterwards as before."""
    library = _openblas()
    before = blas_threads()
    if library:
        library[_SET](1)
    try:
        yield
    finally:
        if library:
            library[_SET](before)


def blas_threads() -> int:
    """How many threads numpy's OpenBLAS may use; 0 where there is none."""
    library = _openblas()
    return int(library[_GET]()) if library else 0


@cache
def _openblas() -> ctypes.CDLL | None:
    """The OpenBLAS that numpy's wheels bring along."""
    package = Path(np.__file__).parent
    for path in (*package.with_name("numpy.libs").glob("*openblas*"), *package.glob(".dylibs/*openblas*")):
        library = ctypes.CDLL(str(path))
        if hasattr(library, _SET):
            return library
    return None
