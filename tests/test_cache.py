"""What is kept between runs: found by content, limited in size, never trusted where damaged."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace

import pytest
from documents import MADE_BY, small_document

from pipeline import cache
from pipeline.cache import ParseCache, PartStore
from pipeline.core.document import Parse
from pipeline.core.errors import UsageError
from pipeline.core.tables import build


def test_parses_are_found_by_text_blocks_and_fingerprint(tmp_path):
    document = small_document()
    kept = ParseCache(tmp_path / "c.sqlite", "one")
    kept.put([document])
    assert kept.get(small_document("other id")) == document.parse
    assert ParseCache(tmp_path / "c.sqlite", "two").get(document) is None
    document.blocks = document.blocks[:1]
    assert kept.get(document) is None


def test_a_damaged_parse_counts_as_missing(tmp_path):
    kept = ParseCache(tmp_path / "c.sqlite", "one")
    kept.put([small_document()])
    with sqlite3.connect(tmp_path / "c.sqlite") as database:
        database.execute("UPDATE parses SET data = x'00'")
    database.close()
    assert kept.get(small_document()) is None


def test_a_damaged_file_is_begun_anew(tmp_path):
    (tmp_path / "c.sqlite").write_bytes(b"no database at all" * 100)
    kept = ParseCache(tmp_path / "c.sqlite", "one")
    kept.put([small_document()])
    assert isinstance(kept.get(small_document()), Parse)


def filled(folder, number):
    """A cache with so many parses and parts, the first ones used last."""
    kept = ParseCache(cache.parses_file(folder), "one")
    store = PartStore(cache.parts_folder(folder))
    for at in range(number):
        document = replace(small_document(), text=f"text {at}")
        kept.put([document])
        store.put(f"k{at}", {"blocks": build("blocks", [document], MADE_BY)})
        os.utime(cache.parts_folder(folder) / f"k{at}.part", (1000 - at, 1000 - at))
    with sqlite3.connect(cache.parses_file(folder)) as database:
        for used, (key,) in enumerate(database.execute("SELECT key FROM parses").fetchall()):
            database.execute("UPDATE parses SET used = ? WHERE key = ?", (used, key))
    database.close()


def test_info_and_clear(tmp_path):
    assert cache.info(tmp_path / "none") == (0, 0, 0, 0)
    filled(tmp_path, 3)
    held = cache.info(tmp_path)
    assert (held.parses, held.parts) == (3, 3)
    assert held.parse_bytes > 0
    assert held.part_bytes > 0
    cache.clear(tmp_path)
    assert cache.info(tmp_path) == (0, 0, 0, 0)


def test_what_was_not_used_for_longest_goes_first(tmp_path, monkeypatch):
    filled(tmp_path, 6)
    held = cache.info(tmp_path)
    monkeypatch.setattr(cache, "_MEGABYTE", 1)
    cache.limit(tmp_path, held.part_bytes + held.parse_bytes)
    monkeypatch.undo()
    after = cache.info(tmp_path)
    assert after.parse_bytes <= (held.part_bytes + held.parse_bytes) // 2
    assert after.part_bytes <= (held.part_bytes + held.parse_bytes) // 2
    assert 0 < after.parts < 6 or 0 < after.parses < 6
    assert "k0" in PartStore(cache.parts_folder(tmp_path))


@pytest.mark.parametrize("change", ["ALTER TABLE parses RENAME COLUMN data TO blob", "DROP TABLE parses"])
def test_a_file_of_another_layout_is_begun_anew(tmp_path, change):
    ParseCache(tmp_path / "c.sqlite", "one").put([small_document()])
    with sqlite3.connect(tmp_path / "c.sqlite") as database:
        database.execute(change)
    database.close()
    kept = ParseCache(tmp_path / "c.sqlite", "one")
    assert kept.get(small_document()) is None
    kept.put([small_document()])
    assert isinstance(kept.get(small_document()), Parse)


def test_a_file_that_is_damaged_while_it_is_used_is_begun_anew(tmp_path):
    path = tmp_path / "c.sqlite"
    kept = ParseCache(path, "one")
    kept.put([replace(small_document(), text=f"text {at}") for at in range(50)])
    kept = ParseCache(path, "one")
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    with path.open("r+b") as file:
        file.seek(4_096)
        file.write(b"\xff" * (path.stat().st_size - 4_096))
    assert kept.get(replace(small_document(), text="text 7")) is None
    kept.put([small_document()])
    assert isinstance(kept.get(small_document()), Parse)


def test_a_file_that_another_process_holds_is_waited_for_and_told(tmp_path, monkeypatch):
    path = tmp_path / "c.sqlite"
    monkeypatch.setattr("pipeline.cache.parses._PATIENCE", 0.1)
    kept = ParseCache(path, "one")
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UsageError, match="in use by another process"):
        kept.put([small_document()])
    other.close()
    kept.put([small_document()])
    assert isinstance(kept.get(small_document()), Parse)


def test_a_file_that_is_held_before_it_is_opened_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.cache.parses._PATIENCE", 0.1)
    other = sqlite3.connect(tmp_path / "c.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UsageError, match="in use by another process"):
        ParseCache(tmp_path / "c.sqlite", "one")
