"""How many small faults in the rules do the tests see? A sample of mutants, each run through the fast tests.

    python benchmarks/mutations.py [--samples 40] [--seed 0] [--package quotes --package quantities]

A mutant is a module with one comparison, constant, boolean or arithmetic operator changed. It lives in a copy
of the checkout. A mutant that no test sees survives; each survivor is printed, to become a case or to show
that the place does not matter.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
    "sentences": ("tests/test_sentences.py",),
    "core/tables.py": ("tests/test_tables.py", "tests/test_parts.py"),
    "check": ("tests/test_check.py",),
    "ingest": ("tests/test_ingest.py", "tests/test_faults.py"),
}
COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


def main() -> None:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--samples", type=int, default=40, help="mutants, spread over the packages")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--package", action="append", choices=TESTS, help="default: all of them")
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)  # noqa: S311  no secret
    packages = arguments.package or list(TESTS)
    with TemporaryDirectory() as name:
        clone = Path(name) / "clone"
        shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "models"))
        (clone / "models").symlink_to(ROOT / "models")
        for package in packages:
            survivors = sampled(clone, package, arguments.samples // len(packages), source)
            print(f"{package}: {survivors} survived", flush=True)


def sampled(clone: Path, package: str, samples: int, source: random.Random) -> str:
    """Tries so many mutants of a package; how many of them survived."""
    if is_seen(clone, package):
        raise SystemExit(f"{package}: the tests fail without a mutant")
    found = clone / "pipeline" / package
    files = sorted(found.rglob("*.py")) if found.is_dir() else [found]
    places = [(path, at) for path in files for at, node in enumerate(nodes(path)) if change_of(node)]
    chosen = source.sample(places, min(samples, len(places)))
    survivors = 0
    for path, at in chosen:
        original = path.read_text(encoding="utf-8")
        tree, *inner = mutated = nodes(path)
        change = change_of(mutated[at])
        if change:
            change()
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        if not is_seen(clone, package):
            survivors += 1
            line = inner[at - 1].lineno
            where = f"{path.relative_to(clone)}:{line}"
            print(f"survived: {where}: {original.splitlines()[line - 1].strip()}", flush=True)
        path.write_text(original, encoding="utf-8")
    return f"{survivors} of {len(chosen)}"


def nodes(path: Path) -> list[Any]:
    """All nodes of a module, itself first."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


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
