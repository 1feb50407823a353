"""A folder that is replaced as a whole: new files are made aside and put in place together at the end.

Whoever is killed before the end leaves the old files as they were. Putting in place is a few renames; whoever
is killed between two of them leaves a note, and the next writer goes on from there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.core.errors import UsageError

_NEW = ".new"
_COMPLETE = ".complete"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new empty folder whose files replace those of the same name in `folder` when the block ends well.

    A folder in it takes the place of the old one as a whole; an empty one has the old one go away.
    Raises UsageError where another process is writing to `folder`, or where that is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        new = folder / _NEW
        if is_half_done(folder):
            _put_in_place(folder)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            yield new
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        _sync(new)
        (new / _COMPLETE).touch()
        _put_in_place(folder)


def is_half_done(folder: Path) -> bool:
    """Whether a process was killed while it put its files in place, so old and new ones are mixed."""
    return (folder / _NEW / _COMPLETE).exists()


def _put_in_place(folder: Path) -> None:
    new = folder / _NEW
    for path in sorted(new.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        target = folder / path.name
        if path.name == _COMPLETE:
            continue
        if path.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            if not any(path.iterdir()):
                path.rmdir()
                continue
        path.replace(target)
    (new / _COMPLETE).unlink()
    new.rmdir()


def _sync(folder: Path) -> None:
    """Has the files written to the disk, so that they are whole also after a loss of power."""
    for path in folder.glob("*.parquet"):
        with path.open("rb") as file:
            os.fsync(file.fileno())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Raises UsageError where another process has locked the folder; a killed process holds no lock."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another process is writing to {folder}; wait for it, or name another folder"
            raise UsageError(message) from error
        yield
    finally:
        os.close(handle)
