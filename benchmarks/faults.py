"""Runs that are killed, a disk that is full, a text that is too long: what is lost, and what is let in.

    python benchmarks/faults.py [--kills 50] [--repro-kills 3] [--no-long]

Each kill is a SIGKILL to a run and its workers at a random moment, over tables of an older run. After it the
folder must hold the old tables or the new ones, complete and sound, and the next run must give the bytes of
one that was never killed. The full disk is a small tmpfs, so it needs root; it is skipped otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from processes import timed

from pipeline.check import check_tables
from pipeline.core.errors import UsageError
from pipeline.core.storage import read_table

ROOT = Path(__file__).parent.parent
SAMPLES = ("flood-wall-vote", "sisters-ski-race", "night-shift-study")
LONG_BYTES = 50_000_000
LIMIT_CHARS = 2_000_000
SMALL_DISK = "300k"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50, help="killed runs")
    parser.add_argument("--repro-kills", type=int, default=3, help="killed runs of `dvc repro`")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    parser.add_argument("--no-long", action="store_true", help="leave out the text at the limit (minutes)")
    arguments = parser.parse_args()
    moments = random.Random(arguments.seed)  # noqa: S311  no secret
    with TemporaryDirectory() as name:
        folder = Path(name)
        report("run", killed_runs(folder, arguments.kills, moments))
        report("dvc repro", killed_repros(folder, arguments.repro_kills, moments))
        full_disk(folder)
        too_long(folder)
        if not arguments.no_long:
            at_the_limit(folder)


def report(what: str, outcomes: Counter[str]) -> None:
    found = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    print(f"{what}: {sum(outcomes.values())} kills: {found}", flush=True)


def run_command(raw: Path, out: Path, *more: str) -> list[str | Path]:
    return [sys.executable, "-m", "pipeline", "run", "--raw", raw, "--out", out, "--workers", "1", *more]


def killed_runs(folder: Path, kills: int, moments: random.Random) -> Counter[str]:
    """What was found after each kill, and whether the next run was whole."""
    raw, old_raw = folder / "raw", folder / "old"
    for target, names in ((raw, SAMPLES), (old_raw, SAMPLES[:1])):
        target.mkdir()
        for name in names:
            shutil.copy(ROOT / "data" / "raw" / f"{name}.txt", target)
    plain(run_command(old_raw, folder / "before"), folder)
    begin = time.perf_counter()
    plain(run_command(raw, folder / "after"), folder)
    seconds = time.perf_counter() - begin
    before, after = digests(folder / "before"), digests(folder / "after")
    outcomes: Counter[str] = Counter()
    for number in range(kills):
        out = folder / f"killed{number}"
        shutil.copytree(folder / "before", out)
        kill(run_command(raw, out), moments.uniform(0, seconds), folder)
        outcomes[state(out, before, after)] += 1
        plain(run_command(raw, out), folder)
        outcomes["not repaired by the next run"] += digests(out) != after
        shutil.rmtree(out)
    return +outcomes


def killed_repros(folder: Path, kills: int, moments: random.Random) -> Counter[str]:
    """The same with `dvc repro` in a clone of this checkout; a stage of it replaces its own tables alone."""
    outcomes: Counter[str] = Counter()
    if not kills:
        return outcomes
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)  # noqa: S607  the user's own git
    for model in (ROOT / "models").glob("en_core_*"):
        (clone / "models" / model.name).symlink_to(model)
    for path in (clone / "data" / "raw").iterdir():
        if path.stem not in SAMPLES:
            path.unlink()
    data = clone / "data" / "processed"
    command = ["dvc", "repro", "--quiet", "--force", "report"]
    begin = time.perf_counter()
    plain(command, clone)
    seconds = time.perf_counter() - begin
    whole = digests(data)
    for _ in range(kills):
        shutil.rmtree(data)
        kill(command, moments.uniform(0, seconds), clone)
        torn = [path.name for path in data.glob("*.parquet") if not is_table(path)]
        outcomes["with torn tables" if torn else "with whole tables"] += 1
        plain(["dvc", "repro", "--quiet", "report"], clone)
        outcomes["not repaired by the next"] += digests(data) != whole
    return +outcomes


def plain(command: list[str | Path], cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, env=environment(cwd), stdout=subprocess.DEVNULL, check=True)


def environment(cwd: Path) -> dict[str, str]:
    """That of this process, with the package of a clone where `cwd` is one."""
    package = cwd if (cwd / "pipeline").is_dir() else ROOT
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PYTHONPATH": str(package), "PATH": path}


def kill(command: list[str | Path], seconds: float, cwd: Path) -> None:
    """Starts a command and kills it with all processes that it started."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(cwd),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def state(out: Path, before: dict[str, str], after: dict[str, str]) -> str:
    """What a killed run left behind."""
    try:
        problems = check_tables(out)
    except UsageError:
        return "half in place, and refused"
    found = {name: digest for name, digest in digests(out).items() if not name.startswith(".")}
    if problems or found not in (before, after):
        return "UNSOUND"
    return "with the old tables" if found == before else "with the new tables"


def is_table(path: Path) -> bool:
    try:
        read_table(path.parent, path.stem)
    except UsageError:
        return False
    return True


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def full_disk(folder: Path) -> None:
    """A run into a file system with too little room for its tables."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", disk]
    if os.geteuid() or subprocess.run(mount, check=False, stderr=subprocess.DEVNULL).returncode:
        print("full disk: skipped, needs root")
        return
    try:
        out = disk / "out"
        plain(run_command(folder / "old", out, "--no-report"), folder)
        before = digests(out)
        shutil.copytree(ROOT / "data" / "raw", folder / "many")
        command = run_command(folder / "many", out)
        done = subprocess.run(
            command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
        )
        kept = {name: digest for name, digest in digests(out).items() if not name.startswith(".")} == before
        tables = "untouched" if kept else "LOST"
        print(f"full disk: exit {done.returncode}, old tables {tables}: {done.stderr.strip()}", flush=True)
    finally:
        subprocess.run(["umount", disk], check=True)  # noqa: S607  the system's own


def long_text(size: int) -> str:
    paths = sorted((ROOT / "data" / "raw").glob("*.txt"))
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in paths)
    return (f"{text}\n\n" * (size // len(text) + 1))[:size]


def too_long(folder: Path) -> None:
    """A file of 50 MB beside a short one."""
    raw = folder / "long"
    raw.mkdir()
    (raw / "long.txt").write_text(long_text(LONG_BYTES), encoding="utf-8")
    shutil.copy(ROOT / "data" / "raw" / f"{SAMPLES[0]}.txt", raw)
    command = run_command(raw, folder / "long-out", "--no-report")
    cost = timed(command, folder=folder, expected=3, PYTHONPATH=str(ROOT))
    print(f"50 MB in one file: {cost}", flush=True)


def at_the_limit(folder: Path) -> None:
    """The longest text that is taken."""
    raw = folder / "limit"
    raw.mkdir()
    (raw / "limit.txt").write_text(long_text(LIMIT_CHARS), encoding="utf-8")
    command = run_command(raw, folder / "limit-out", "--no-report")
    cost = timed(command, folder=folder, PYTHONPATH=str(ROOT))
    print(f"{LIMIT_CHARS:,} characters in one article: {cost}", flush=True)


if __name__ == "__main__":
    main()
