"""The code of a Markdown page, run: what its comments say must come out."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from conftest import ROOT

_BLOCK = re.compile(r"(?:<!-- needs: ([\w, ]+) -->\n)?^```(python|sh)\n(.*?)^```", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """A block of code; `needs` are the packages without which it is not run."""

    language: str
    code: str
    needs: list[str]

    def can_run(self) -> bool:
        return all(find_spec(package) for package in self.needs)


def code_blocks(page: Path) -> list[Block]:
    """The ```python and ```sh blocks of a page; <!-- needs: package --> may stand before one."""
    return [
        Block(language, code, re.findall(r"\w+", needs))
        for needs, language, code in _BLOCK.findall(page.read_text())
    ]


def run_python(code: str, names: dict[str, Any]) -> Any:
    """The value of the last line; fails where the comment after it shows another one."""
    tree = ast.parse(code)
    last = tree.body[-1]
    shown = [line.removeprefix("#") for line in code.splitlines()[last.end_lineno :] if line.startswith("#")]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "page", "exec"), names)  # noqa: S102  our own pages
        assert not shown, f"nothing is shown by the last line of:\n{code}"
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "page", "exec"), names)  # noqa: S102  our own pages
    value = eval(compile(ast.Expression(last.value), "page", "eval"), names)  # noqa: S307  our own pages
    if shown:
        assert repr(value).split() == "\n".join(shown).split(), f"{code}\ngives\n{value!r}"
    return value


def run_shell(code: str, folder: Path) -> str:
    """What the commands print; fails where one of them fails."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    }
    command = ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
    return done.stdout
