"""`dvc repro` over an archive: the first time, with nothing new, with one article more, changed, removed.

    python benchmarks/incremental.py GOLD.jsonl [--articles 1000]

A clone of this checkout gets the articles of GOLD (one a line, with `text`) as text files in data/raw;
missing ones are made by recombining paragraphs. After each change the tables are compared with those of a run
that keeps nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from common import gold_files, options, read_lines
from processes import Cost, timed
from speed import recombined

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="size of the archive")
    arguments = parser.parse_args()
    for gold in gold_files(arguments.gold, "train.jsonl"):
        texts = [record["text"] for record in read_lines(gold)][: arguments.articles]
        texts += recombined(texts, arguments.articles - len(texts))
        with TemporaryDirectory() as name:
            archive = Archive(Path(name) / "clone", texts[1:])
            full = archive.repro("first time", None)
            archive.repro("nothing new", full)
            new = archive.raw / "00500b.txt"
            for what, text in (("one article more", texts[0]), ("one changed", f"{texts[0]}\n\nEnd.")):
                new.write_text(text, encoding="utf-8")
                archive.repro(what, full)
                archive.compare()
            (archive.raw / "00001.txt").unlink()  # not `new`: without it the archive would be as it was
            archive.repro("one removed", full)
            archive.compare()


class Archive:
    """A clone of the project with these articles as its raw files."""

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self.folder, self.raw = folder, folder / "data" / "raw"
        subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)  # noqa: S607  the user's own git
        for model in (ROOT / "models").glob("en_core_*"):
            (folder / "models" / model.name).symlink_to(model)
        shutil.rmtree(self.raw)
        self.raw.mkdir()
        for at, text in enumerate(texts):
            (self.raw / f"{at:05}.txt").write_text(text, encoding="utf-8")

    def repro(self, what: str, full: Cost | None) -> Cost:
        """Runs `dvc repro` up to the report and prints what it cost."""
        command = [sys.executable, "-m", "dvc", "repro", "--quiet", "report"]
        cost = timed(command, folder=self.folder, PYTHONPATH=str(self.folder))
        share = f"; {cost.cpu / full.cpu:.1%} of the CPU of the first time" if full else ""
        print(f"{what}: {cost}{share}", flush=True)
        return cost

    def compare(self) -> None:
        """Says whether the tables are those of a run that keeps nothing."""
        (self.folder / "clean.yaml").write_text('cache: {folder: ""}\n')
        command = [sys.executable, "-m", "pipeline", "run", "--raw", self.raw, "--out", self.folder / "clean"]
        timed([*command, "--params", "clean.yaml"], folder=self.folder, PYTHONPATH=str(self.folder))
        clean, kept = (_digests(self.folder / name) for name in ("clean", "data/processed"))
        print(
            "   the same bytes as a clean run" if clean == kept else "   OTHER BYTES than a clean run",
            flush=True,
        )


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.parquet")}


if __name__ == "__main__":
    main()
