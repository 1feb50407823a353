"""Parses kept between runs, by content: the same text, blocks, model and code give the same parse.

One SQLite file; each entry is a compressed Arrow table with its checksum. A damaged entry or file
counts as not there and is parsed again. Several processes may use the file at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from pipeline.core.document import Document, Parse
from pipeline.core.errors import UsageError
from pipeline.core.schema import TOKENS
from pipeline.core.tables import PARSE_COLUMNS

_SCHEMA = pa.schema([(column.name, column.type) for column in TOKENS.columns if column.name in PARSE_COLUMNS])
_CREATE = """
CREATE TABLE IF NOT EXISTS parses
    (key BLOB PRIMARY KEY, used INTEGER, size INTEGER, checksum BLOB, data BLOB);
CREATE INDEX IF NOT EXISTS by_use ON parses (used, size);
"""
T = TypeVar("T")
_Row = tuple[bytes, int, int, bytes, bytes]
_PATIENCE = 60  # seconds to wait for another process


class ParseCache:
    """Parses by key in the SQLite file `path`; `fingerprint` names the model and the code."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._fingerprint = fingerprint
        self._path = path
        self._database = _open(path)
        self._used: list[bytes] = []

    def get(self, document: Document) -> Parse | None:
        """The kept parse of a document's text and blocks, or None."""
        key = self._key(document)
        query = "SELECT checksum, data FROM parses WHERE key = ?"
        row = self._mended(lambda: self._database.execute(query, (key,)).fetchone())
        if row is None or _checksum(row[1]) != row[0]:
            return None
        self._used.append(key)
        table = pa.ipc.open_stream(row[1]).read_all()
        return Parse(**{name: table.column(name).to_pylist() for name in PARSE_COLUMNS})

    def put(self, documents: Iterable[Document]) -> None:
        """Keeps the parses of these documents, and notes which ones were used; in one transaction."""
        now = int(time.time())
        rows = []
        for document in documents:
            data = _serialise(document.parse)
            rows.append((self._key(document), now, len(data), _checksum(data), data))
        self._mended(lambda: self._write(rows, [(now, key) for key in self._used]))
        self._used.clear()

    def _write(self, rows: list[_Row], used: list[tuple[int, bytes]]) -> None:
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO parses VALUES (?, ?, ?, ?, ?)", rows)
            self._database.executemany("UPDATE parses SET used = ? WHERE key = ?", used)

    def _mended(self, action: Callable[[], T]) -> T:
        """What comes of an action; where the file turns out to be damaged, of the same on a new one."""
        try:
            return action()
        except sqlite3.OperationalError as error:
            _refuse_locked(error, self._path)
            raise
        except sqlite3.DatabaseError:
            self._database.close()
            self._path.unlink(missing_ok=True)
            self._database = _open(self._path)
            return action()

    def _key(self, document: Document) -> bytes:
        spans = ",".join(f"{block.start}-{block.end}" for block in document.blocks)
        content = "\n".join((self._fingerprint, spans, document.text))
        return hashlib.sha256(content.encode()).digest()


def totals(path: Path) -> tuple[int, int]:
    """How many parses a file keeps, and their bytes."""
    if not path.is_file():
        return 0, 0
    database = _open(path)
    number, size = database.execute("SELECT count(*), coalesce(sum(size), 0) FROM parses").fetchone()
    database.close()
    return number, size


def prune(path: Path, most_bytes: int) -> None:
    """Removes the parses that were not used for longest until the others take `most_bytes` at most."""
    if not path.is_file():
        return
    database = _open(path)
    excess = totals(path)[1] - most_bytes
    if excess > 0:
        keys = []
        for key, size in database.execute("SELECT key, size FROM parses ORDER BY used"):
            if excess <= 0:
                break
            keys.append((key,))
            excess -= size
        with database:
            database.executemany("DELETE FROM parses WHERE key = ?", keys)
        database.execute("PRAGMA incremental_vacuum").fetchall()
    database.close()


def _open(path: Path) -> sqlite3.Connection:
    """The database; a file that is none, or of another layout, is deleted and begun anew."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        database.execute("PRAGMA auto_vacuum=INCREMENTAL")
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript(_CREATE)
        database.execute("SELECT key, used, size, checksum, data FROM parses LIMIT 0")
    except sqlite3.OperationalError as error:
        database.close()
        _refuse_locked(error, path)
        raise
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def _refuse_locked(error: sqlite3.OperationalError, path: Path) -> None:
    """Raises UsageError where another process holds the file for too long."""
    if "locked" in str(error):
        raise UsageError(f"{path} is in use by another process; try again later") from error


def _serialise(parse: Parse) -> bytes:
    arrays = [pa.array(getattr(parse, field.name), field.type) for field in _SCHEMA]
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, _SCHEMA, options=options) as writer:
        writer.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA))
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _checksum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
