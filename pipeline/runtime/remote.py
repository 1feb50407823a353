"""Raw files and tables on storage that fsspec knows (s3://, memory://, ...): fetched before, put after.

An address without `://` is a path of this machine and is used as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.core.errors import UsageError

if TYPE_CHECKING:
    from upath import UPath


def is_remote(address: str | Path) -> bool:
    """Whether an address names other storage than this machine's files."""
    return "://" in str(address)


def local(address: str) -> Path:
    """A path of this machine; raises UsageError for an address of other storage."""
    if is_remote(address):
        raise UsageError(
            f"{address}: only `run` reads and writes remote storage; name a file or folder of this machine"
        )
    return Path(address)


def remote(address: str) -> UPath:
    """A path on remote storage; raises UsageError where the library or the protocol is missing."""
    try:
        from upath import UPath
    except ImportError as error:
        raise UsageError(f"{address}: remote storage needs: pip install 'attribune[remote]'") from error
    try:
        path = UPath(address)
        path.fs  # noqa: B018  the import of the protocol's package happens here
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: {error}") from error
    return path


@contextmanager
def fetched(address: str | Path) -> Iterator[Path]:
    """A local path with the content of a file or folder; raises UsageError where there is none."""
    source = remote(str(address)) if is_remote(address) else None
    if not (source or Path(address)).exists():
        raise UsageError(f"{address}: no such file or folder; name your articles with --raw")
    if source is None:
        yield Path(address)
        return
    with TemporaryDirectory(prefix="attribune-") as folder:
        target = Path(folder) / source.name
        if source.is_dir():
            target.mkdir()
            source.fs.get(source.path.rstrip("/") + "/", str(target) + "/", recursive=True)
        else:
            source.fs.get(source.path, str(target))
        yield target


@contextmanager
def put_back(address: str | Path) -> Iterator[Path]:
    """A local folder for results; what lies in it when the block ends well is put to a remote address."""
    if not is_remote(address):
        yield Path(address)
        return
    target = remote(str(address))
    with TemporaryDirectory(prefix="attribune-") as name:
        folder = Path(name)
        yield folder
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                copy = target / path.relative_to(folder).as_posix()
                copy.parent.mkdir(parents=True, exist_ok=True)
                target.fs.put(str(path), copy.path)
