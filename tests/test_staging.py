"""A folder that is replaced as a whole."""

from __future__ import annotations

import pytest

from pipeline.core import staging
from pipeline.core.errors import UsageError
from pipeline.core.staging import is_half_done, staged


def fill(folder, content):
    (folder / "a.parquet").write_text(content)
    (folder / "b.parquet").write_text(content)
    (folder / "report").mkdir()
    (folder / "report" / f"{content}.html").write_text(content)


def content(folder):
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def whole(word):
    return {"a.parquet": word, "b.parquet": word, f"report/{word}.html": word, "mine.txt": "kept"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "mine.txt").write_text("kept")
    with staged(tmp_path) as new:
        fill(new, "old")
    return tmp_path


def test_new_files_take_the_place_of_old_ones_and_others_stay(folder):
    assert content(folder) == whole("old")
    with staged(folder) as new:
        fill(new, "new")
        assert content(folder).items() >= whole("old").items()
    assert content(folder) == whole("new")
    assert not (folder / ".new").exists()


def test_an_empty_folder_has_the_old_one_go_away(folder):
    with staged(folder) as new:
        (new / "report").mkdir()
        (new / "a.parquet").write_text("new")
    assert content(folder) == {"a.parquet": "new", "b.parquet": "old", "mine.txt": "kept"}
    assert not (folder / "report").exists()
    assert not (folder / ".new").exists()


def test_after_an_error_everything_is_as_it_was(folder):
    def break_off():
        with staged(folder) as new:
            fill(new, "new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert content(folder) == whole("old")


def test_what_a_killed_writer_left_is_removed(folder):
    (folder / ".new").mkdir()
    (folder / ".new" / "a.parquet").write_text("torn")
    assert not is_half_done(folder)
    with staged(folder) as new:
        fill(new, "new")
    assert content(folder) == whole("new")


@pytest.mark.parametrize("renames", [0, 1, 2, 3])
def test_the_next_writer_finishes_what_was_half_in_place(folder, monkeypatch, renames):
    """The writer is killed after so many renames."""
    done = 0
    replace = staging.Path.replace

    def counted(path, target):
        nonlocal done
        if done == renames:
            raise KeyboardInterrupt
        done += 1
        return replace(path, target)

    def killed():
        with staged(folder) as new:
            fill(new, "new")

    monkeypatch.setattr(staging.Path, "replace", counted)
    monkeypatch.setattr(staging.Path, "unlink", lambda _path: pytest.fail("killed"))
    with pytest.raises((KeyboardInterrupt, pytest.fail.Exception)):
        killed()
    monkeypatch.undo()
    assert is_half_done(folder)

    def fail_at_once():
        with staged(folder):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_once()
    assert content(folder) == whole("new")


def test_two_writers_do_not_meet(folder):
    with staged(folder), pytest.raises(UsageError, match="another process is writing"), staged(folder):
        pass
