"""Models: found, checked, fetched."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile

import pytest
from conftest import MODEL

from pipeline import model
from pipeline.core.errors import UsageError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty download folder, and a manifest with one small model that a pretended `pip` delivers."""
    wheel = tmp_path / "small-1.0-py3-none-any.whl"
    files = {"meta.json": b'{"lang": "en", "name": "small", "version": "1.0"}', "config.cfg": b"[nlp]"}
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"small/data/{name}", content)
        archive.writestr("small/__init__.py", "raise SystemExit")
    entry = {
        "package": "small",
        "version": "1.0",
        "python": "3.12",
        "model_version": "1.0",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "folder": "small/data",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    monkeypatch.setenv("ATTRIBUNE_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(model, "manifest", lambda: {"small": entry})
    monkeypatch.setattr(model, "_download", lambda _entry, _folder: wheel)
    return tmp_path / "models"


def test_the_default_model_is_known_and_whole():
    info = model.find(MODEL)
    assert (info.name, info.version) == (MODEL, "3.8.0")


def test_fetch_unpacks_the_data_alone(folder):
    assert model.fetch("small") == folder / "small"
    assert sorted(path.name for path in (folder / "small").iterdir()) == ["config.cfg", "meta.json"]
    assert model.find("small").version == "1.0"


def test_a_missing_or_damaged_file_names_the_command_that_mends_it(folder):
    with pytest.raises(UsageError, match=r"missing; run `python -m pipeline fetch-model small`"):
        model.find("small")
    model.fetch("small")
    (folder / "small" / "config.cfg").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"damaged .*; run `python -m pipeline fetch-model small`"):
        model.load("small")
    (folder / "small" / "config.cfg").unlink()
    with pytest.raises(UsageError, match=r"missing; run `python -m pipeline fetch-model small`"):
        model.find("small")


def test_a_wheel_with_another_hash_is_not_unpacked(folder, monkeypatch):
    entry = dict(model.manifest()["small"], sha256="0" * 64)
    monkeypatch.setattr(model, "manifest", lambda: {"small": entry})
    with pytest.raises(UsageError, match="not the expected file"):
        model.fetch("small")
    assert not folder.exists()


def test_no_member_leaves_the_folder(tmp_path):
    with zipfile.ZipFile(tmp_path / "w.whl", "w") as archive:
        archive.writestr("data/../../evil", "x")
    with pytest.raises(UsageError, match="leaves its folder"):
        model._unpack(tmp_path / "w.whl", "data", tmp_path / "target")
    assert not (tmp_path.parent / "evil").exists()


def test_a_path_is_a_model_and_its_fingerprint_changes_with_it(tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp]")
    (tmp_path / "meta.json").write_text(json.dumps({"lang": "en", "name": "own", "version": "2"}))
    first = model.find(str(tmp_path))
    assert (first.name, first.version) == ("en_own", "2")
    (tmp_path / "config.cfg").write_text("[other]")
    second = model.find(str(tmp_path)).fingerprint
    assert second != first.fingerprint
    (tmp_path / "ner").mkdir()
    (tmp_path / "ner" / "model").write_bytes(b"weights")
    third = model.find(str(tmp_path)).fingerprint
    (tmp_path / "ner" / "model").write_bytes(b"trained")
    assert len({second, third, model.find(str(tmp_path)).fingerprint}) == 3


def test_the_fingerprint_of_a_model_does_not_depend_on_where_and_when_it_was_put(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.json").write_text('{"lang": "en", "name": "own", "version": "2"}')
    os.utime(tmp_path / "two" / "meta.json", ns=(0, 0))
    found = [model.find(str(tmp_path / name)).fingerprint for name in ("one", "two")]
    assert found[0] == found[1]


def test_the_files_of_a_model_are_read_once(tmp_path, monkeypatch):
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "own", "version": "2"}')
    first = model.find(str(tmp_path))
    monkeypatch.setattr(model, "_sha256", lambda _path: pytest.fail("read again"))
    assert model.find(str(tmp_path)) == first
    model.find(MODEL)


@pytest.mark.parametrize("name", ["en_core_web_xl", "no such/model", "json"])
def test_an_unknown_model_names_the_known_ones(name):
    with pytest.raises(UsageError, match=r"Known are en_core_web_md|holds no spaCy pipeline"):
        model.find(name)


def test_only_known_models_are_fetched():
    with pytest.raises(UsageError, match="cannot be fetched"):
        model.fetch("en_core_web_xl")
