"""How many small faults in the rules do the tests see? A sample of mutants, each run through the fast tests.

    python benchmarks/mutations.py [--samples 30] [--seed 0] [--package quotes --package quantities]

A mutant is a module with one comparison, constant, boolean or arithmetic operator changed. It lives in a copy
of the checkout. A mutant that no test sees survives; each survivor is printed, to become a case or to show
that the place does not matter.

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
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
PATIENCE = 600  # seconds; a mutant that runs for longer is seen
TESTS = {
    "quotes": ("tests/test_quotes.py", "tests/test_quotes_attribution.py"),
    "quantities": (
        "tests/test_quantities.py",
        "tests/test_quantities_numbers.py",
        "tests/test_quantities_units.py",
    ),
    "marks": ("tests/test_marks.py",),
    "names": ("tests/test_names.py", "tests/test_names_same.py", "tests/test_names_aliases.py"),
    "sentences": ("tests/test_sentences.py",),
    "core/tables.py": ("tests/test_tables.py", "tests/test_parts.py"),
    "check": ("tests/test_check.py",),
    "ingest": ("tests/test_ingest.py", "tests/test_faults.py"),
}
COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
GUARDS = {"strict", "frozen", "maxsize"}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


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
            if is_seen(clone, package):
                raise SystemExit(f"{package}: the tests fail without a mutant")
            chosen = places(clone, package, arguments.seed)[: arguments.samples]
            survivors = sum(survives(clone, package, place) for place in chosen)
            print(f"{package}: {survivors} of {len(chosen)} survived", flush=True)


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


def survives(clone: Path, package: str, place: Place) -> bool:
    """Whether no test sees the change of this place; said on a line of its own then."""
    original = place.path.read_text(encoding="utf-8")
    tree, *inner = nodes(place.path)
    if change := change_of(inner[place.node - 1]):
        change()
    place.path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    seen = is_seen(clone, package)
    place.path.write_text(original, encoding="utf-8")
    if not seen:
        changed = ast.unparse(inner[place.node - 1])
        where = f"{place.path.relative_to(clone)}:{place.line}"
        print(f"survived: {where}: {place.content}    now: {changed}", flush=True)
    return not seen


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


def is_seen(clone: Path, package: str) -> bool:
    """Whether a test fails, or does not end."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TESTS[package]]
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
