"""The Python blocks of the README run, in order, and give what their comments say."""

from __future__ import annotations

import re
import shutil

from conftest import ROOT


def python_blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def test_the_python_blocks_run_and_show_what_they_say(sample_tables, tmp_path, monkeypatch):
    shutil.copytree(sample_tables, tmp_path / "data" / "processed")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = python_blocks("README.md")
    assert len(blocks) >= 5
    for block in blocks:
        lines = [line for line in block.rstrip().splitlines() if not line.startswith("#")]
        shown = [line.removeprefix("# ") for line in block.splitlines() if line.startswith("#")]
        last = max(i for i, line in enumerate(lines) if not line.startswith((" ", ")", "]")))
        exec("\n".join(lines[:last]), names)  # noqa: S102  our own README
        value = eval("\n".join(lines[last:]), names)  # noqa: S307  our own README
        assert len(value) > 0, block
        if shown:
            assert re.findall(r"\S+", str(value)) == re.findall(r"\S+", "\n".join(shown).replace("'", "")), (
                block
            )
