"""Finished parts kept as files, by key: what a killed run or an archive with one article more goes on from.

A file holds the tables of one part, one Arrow stream after another, behind a checksum. It appears whole
under its name or not at all; one that is damaged counts as not there. Whoever computes a part twice writes
the same bytes to the same name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

if TYPE_CHECKING:
    from upath import UPath

_SUFFIX = ".part"
_DIGEST = 32


def parts_folder(folder: Path) -> Path:
    """Where the finished parts of a cache folder lie."""
    return folder / "parts"


class Kept(NamedTuple):
    """A kept file: its path, size in bytes and when it was last used (seconds since 1970)."""

    path: Path | UPath
    size: int
    used: float


class Finished(NamedTuple):
    """The tables of a part by name, and the checksum of all of them, in hexadecimal digits."""

    tables: dict[str, pa.Table]
    digest: str


class PartStore:
    """The finished parts in a folder, which is made when the first one is put there.

    `folder` is a path of this machine or a UPath on remote storage, where a file appears whole by itself.
    """

    def __init__(self, folder: Path | UPath) -> None:
        self.folder = folder

    def __contains__(self, key: str) -> bool:
        """Whether a finished part lies whole under that name; notes that it is still of use."""
        is_whole = bool(self._read(key))
        path = self._path(key)
        if is_whole and isinstance(path, Path):
            os.utime(path)
        return is_whole

    def get(self, key: str) -> Finished | None:
        """The tables of a part, or None where there is none or it is damaged."""
        content = self._read(key)
        whole = memoryview(content)
        return Finished(dict(_tables(whole[_DIGEST:])), whole[:_DIGEST].hex()) if content else None

    def put(self, key: str, tables: Mapping[str, pa.Table]) -> None:
        """Keeps the tables of a part."""
        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        for name, table in tables.items():
            named = table.replace_schema_metadata({**(table.schema.metadata or {}), b"part.table": name})
            with pa.ipc.new_stream(sink, named.schema, options=options) as writer:
                writer.write_table(named)
        content = sink.getvalue()
        whole = hashlib.sha256(content).digest() + content.to_pybytes()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(key)
        if isinstance(path, Path):
            temporary = path.with_suffix(f".{os.getpid()}.tmp")
            temporary.write_bytes(whole)
            temporary.replace(path)
        else:
            path.write_bytes(whole)

    def discard(self, key: str) -> None:
        """Forgets a part."""
        self._path(key).unlink(missing_ok=True)

    def kept(self) -> Iterator[Kept]:
        """All files of the store, also those left by a process that was killed while writing."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                status = path.stat()
            except FileNotFoundError:  # another process has removed it
                continue
            yield Kept(path, status.st_size, status.st_mtime)

    def _read(self, key: str) -> bytes:
        """The content of a file, checksum first; empty where there is no file, or a damaged one."""
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return b""
        return content if hashlib.sha256(memoryview(content)[_DIGEST:]).digest() == content[:_DIGEST] else b""

    def _path(self, key: str) -> Path | UPath:
        return self.folder / f"{key}{_SUFFIX}"


def _tables(content: memoryview) -> Iterator[tuple[str, pa.Table]]:
    source = pa.BufferReader(pa.py_buffer(content))
    while source.tell() < source.size():
        table = pa.ipc.open_stream(source).read_all()
        metadata = dict(table.schema.metadata)
        name = metadata.pop(b"part.table").decode()
        yield name, table.replace_schema_metadata(metadata or None)
