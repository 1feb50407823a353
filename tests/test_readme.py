"""The Python blocks of the README run, in order, and give what their comments say."""

from __future__ import annotations

import shutil

from conftest import ROOT
from pages import code_blocks, run_python


def test_the_python_blocks_run_and_show_what_they_say(sample_tables, tmp_path, monkeypatch):
    shutil.copytree(sample_tables, tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = [block for block in code_blocks(ROOT / "README.md") if block.language == "python"]
    assert len(blocks) >= 5
    for block in blocks:
        assert len(run_python(block.code, names)) > 0, block.code
