"""A file or folder → the files in it that may be read, by their path.

Hidden files are not looked at. A link is followed to a file inside the folder and nowhere else, and what is
no file (a pipe, a socket, a device) is never opened, so nothing outside gets in and no reading waits forever.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.ingest.unusable import UnusableError

#: A file, its path below the input folder as the tables name it, and why it may not be read, if so.
Found = tuple[Path, str, UnusableError | None]


def find_files(raw: Path, out: Path | None = None) -> Iterator[Found]:
    """All files below a folder but hidden ones and those in `out`; a single file is its own list."""
    if not raw.is_dir():
        yield raw, _shown(raw.name), _fault(raw, None)
        return
    root = raw.resolve()
    faults: list[OSError] = []
    paths = [Path(folder, name) for folder, name in _walk(raw, out, faults)]
    unread = {Path(error.filename): error for error in faults}
    sources = {path: _shown(path.relative_to(raw).as_posix()) for path in (*paths, *unread)}
    for path, source in sorted(sources.items(), key=lambda item: item[1]):
        if path in unread:
            message = f"{unread[path].strerror}; the folder was left out: allow to read it"
            yield path, source, UnusableError("unreadable", message)
        else:
            yield path, source, _fault(path, root)


def _walk(raw: Path, out: Path | None, faults: list[OSError]) -> Iterator[tuple[str, str]]:
    """Folder and name of each thing that is no folder, and of each folder that is a link to elsewhere."""
    root = raw.resolve()
    left = None if out is None else out.resolve()
    for folder, folders, names in os.walk(raw, onerror=faults.append):
        if Path(folder).resolve() == left:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        # what lies below a link to a folder of the input is read where it lies
        outside = [name for name in links if not Path(folder, name).resolve().is_relative_to(root)]
        for name in (*names, *outside):
            if not name.startswith("."):
                yield folder, name


def _fault(path: Path, root: Path | None) -> UnusableError | None:
    """Why a path may not be read; without a `root`, a link may lead anywhere: the user named it."""
    if root and path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return UnusableError("broken link", "the link leads to no file; mend or remove it")
        if not target.is_relative_to(root):
            return UnusableError("link outside", "the link leaves the input folder; put the file there")
    if not path.is_file():
        return UnusableError("not a file", "a pipe, socket or device, not a file; remove it")
    if not _is_unicode(path.name):
        return UnusableError("bad name", "the file's name is not valid UTF-8; rename it")
    return None


def _is_unicode(name: str) -> bool:
    try:
        os.fsencode(name).decode()
    except UnicodeDecodeError:
        return False
    return True


def _shown(name: str) -> str:
    """A path as text, whatever the locale: its bytes as UTF-8; others appear escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
