"""How many small faults in the rules do the tests see? A sample of mutants, each run through the fast tests.

    python benchmarks/mutations.py [--samples 30] [--seed 0] [--package quotes --package quantities]

A mutant is a module with one comparison, constant, boolean or arithmetic operator changed. It lives in a copy
of the checkout. One that the package's fast tests pass is tried, for packages of rules, on the gold and its
floors. A mutant that no test sees survives; each is printed, to become a case or to show that the place does
not matter.

Which places are tried follows from the seed and from the lines themselves, so most stay the same when other
lines change. Flags that only guard against faults of the code (`strict=True`) are left alone.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
Tests = tuple[str, ...]
PATIENCE = 600  # seconds; a mutant that runs for longer is seen
TESTS: dict[str, Tests] = {
    "quotes": (
        "tests/test_quotes_frames.py",
        "tests/test_quotes_rows.py",
        "tests/test_quotes_features.py",
        "tests/test_quotes_attribution.py",
        "tests/test_quotes.py",
    ),
    "quantities": (
        "tests/test_quantities.py",
        "tests/test_quantities_numbers.py",
        "tests/test_quantities_units.py",
    ),
    "marks": ("tests/test_marks.py",),
    "names": (
        "tests/test_names.py",
        "tests/test_names_same.py",
        "tests/test_names_aliases.py",
        "tests/test_names_model.py",
    ),
    "sentences": ("tests/test_sentences.py",),
    "core/tables.py": ("tests/test_tables.py", "tests/test_parts.py"),
    "check": ("tests/test_check.py",),
    "ingest": (
        "tests/test_ingest.py",
        "tests/test_bad_records.py",
        "tests/test_bad_files.py",
        "tests/test_bad_texts.py",
    ),
}
COMPARISONS: dict[type[ast.AST], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
GOLD = ("tests/test_cli.py", "-k", "floors")
NAMES = ("its own tests", "the gold as well")
WITHOUT_GOLD = {"core/tables.py", "check", "ingest"}
GUARDS = {"strict", "frozen", "maxsize"}
ARITHMETIC: dict[type[ast.AST], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def main() -> None:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--samples", type=int, default=30, help="mutants of each package")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--package", action="append", choices=TESTS, help="default: all of them")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        clone = Path(name) / "clone"
        shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "models"))
        (clone / "models").symlink_to(ROOT / "models")
        for package in arguments.package or TESTS:
            judges = [TESTS[package], *([] if package in WITHOUT_GOLD else [GOLD])]
            if any(fails(clone, tests) for tests in judges):
                raise SystemExit(f"{package}: the tests fail without a mutant")
            chosen = places(clone, package, arguments.seed)[: arguments.samples]
            passed = Counter(tests for place in chosen for tests in passed_by(clone, judges, place))
            counts = " and ".join(
                f"{passed[tests]} passed {what}" for tests, what in zip(judges, NAMES, strict=False)
            )
            print(f"{package}: of {len(chosen)}, {counts}", flush=True)


class Place(NamedTuple):
    """A node of a module that can be changed: its number there, its line, and what stands on that line."""

    path: Path
    node: int
    line: int
    content: str


def places(clone: Path, package: str, seed: int) -> list[Place]:
    """All places of a package that can be changed, shuffled by what stands there."""
    found = clone / "pipeline" / package
    keyed = []
    for path in sorted(found.rglob("*.py")) if found.is_dir() else [found]:
        lines = path.read_text(encoding="utf-8").splitlines()
        for at, node in enumerate(nodes(path)):
            if change_of(node):
                place = Place(path, at, node.lineno, lines[node.lineno - 1].strip())
                key = f"{seed} {path.relative_to(clone)} {place.content} {ast.unparse(node)}"
                keyed.append((hashlib.sha256(key.encode()).digest(), place))
    return [place for _, place in sorted(keyed)]


def passed_by(clone: Path, judges: list[Tests], place: Place) -> list[Tests]:
    """The tests that do not see the change of this place, up to the first that do."""
    original = place.path.read_text(encoding="utf-8")
    tree, *inner = nodes(place.path)
    if change := change_of(inner[place.node - 1]):
        change()
    place.path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    passed = list(takewhile(lambda tests: not fails(clone, tests), judges))
    place.path.write_text(original, encoding="utf-8")
    if passed:
        fate = "survived" if passed == judges else "seen by the gold alone"
        changed = ast.unparse(inner[place.node - 1])
        where = f"{place.path.relative_to(clone)}:{place.line}"
        print(f"{fate}: {where}: {place.content}    now: {changed}", flush=True)
    return passed


def nodes(path: Path) -> list[Any]:
    """All nodes of a module but those of flags that guard, itself first."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guards = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in GUARDS
    }
    return [node for node in ast.walk(tree) if id(node) not in guards]


def change_of(node: ast.AST) -> Callable[[], None] | None:
    """What changes such a node in place, if it can be changed."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            return lambda: setattr(node, "ops", [COMPARISONS[type(op)]()])
        case ast.BoolOp(op=op):
            return lambda: setattr(node, "op", ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not()):
            return lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand))
        case ast.Constant(value=int() as value):
            return lambda: setattr(node, "value", not value if isinstance(value, bool) else value + 1)
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            return lambda: setattr(node, "op", ARITHMETIC[type(op)]())
    return None


def fails(clone: Path, tests: Tests) -> bool:
    """Whether one of these tests fails, or does not end."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(clone), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=clone, env=environment, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


if __name__ == "__main__":
    main()
