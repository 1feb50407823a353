"""The whole run beside bare spaCy on the same texts: ratios, CPU by stage, memory, growth.

    python benchmarks/speed.py GOLD.jsonl [--articles 200] [--rounds 2] [--workers 1]
    python benchmarks/speed.py GOLD.jsonl --growth 100 1000 10000 [--lines 8]
    python benchmarks/speed.py GOLD.jsonl --cold

GOLD holds one article a line with `text`. `nlp.pipe` with its defaults (and `n_process` as --workers says,
then with 50 texts a batch) only iterates over the documents; our run reads the articles, writes all tables,
checks them, and keeps nothing from an earlier run. Both are whole processes with one thread each; the rounds
alternate. With --growth, our run is timed on corpora of those sizes, made by recombining the paragraphs of
GOLD; --lines keeps the first ones of each article, for many short articles. With --cold, each stage is timed
alone on the first article: what it costs to start. With --peer, spaCy with textacy's quotes is timed as well,
where textacy is installed.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from common import gold_files, options, read_lines, write_lines
from processes import Cost, timed

_BARE = """
import json, sys
import spacy
path, model, processes = sys.argv[1:]
if __name__ == "__main__":
    nlp = spacy.load(model)
    texts = (json.loads(line)["text"] for line in open(path, encoding="utf-8"))
    # with the default of 1,000 texts a batch, one process would get all of a small corpus
    size = nlp.batch_size if processes == "1" else 50
    for doc in nlp.pipe(texts, n_process=int(processes), batch_size=size):
        pass
"""
_TEXTACY = """
import json, sys
import spacy
from textacy.extract import direct_quotations
path, model, processes = sys.argv[1:]
if __name__ == "__main__":
    nlp = spacy.load(model)
    texts = (json.loads(line)["text"] for line in open(path, encoding="utf-8"))
    blocks = (block for text in texts for block in text.split("\\n") if block.strip())
    for doc in nlp.pipe(blocks, n_process=int(processes)):
        try:
            list(direct_quotations(doc))
        except ValueError:
            pass  # an odd number of marks
"""
_SETTINGS = 'cache: {folder: ""}\n'


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--articles", type=int, help="how many articles (default: all)")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is timed")
    parser.add_argument("--workers", type=int, default=1, help="processes of both")
    parser.add_argument("--growth", type=int, nargs="+", default=[], help="sizes of made-up corpora")
    parser.add_argument("--lines", type=int, help="with --growth: how long an article is (default: whole)")
    parser.add_argument("--cold", action="store_true", help="what each stage costs to start")
    arguments = parser.parse_args()
    for gold in gold_files(arguments.gold, "train.jsonl"):
        texts = [record["text"] for record in read_lines(gold)][: arguments.articles]
        with TemporaryDirectory() as name:
            bench = Bench(Path(name), arguments.model, arguments.workers)
            if arguments.cold:
                bench.cold(texts[0])
            elif not arguments.growth:
                bench.compare(texts, arguments.rounds, with_peer=arguments.peer)
            for size in arguments.growth:
                made = recombined(texts, size, arguments.lines)
                cost = bench.ours(bench.corpus(made))
                print(
                    f"{size:>7,} articles, {sum(map(len, made)):,} characters: {cost}; "
                    f"{cost.cpu / size * 1000:.1f} s CPU per 1,000",
                    flush=True,
                )


class Bench:
    """Runs on corpora in a folder."""

    def __init__(self, folder: Path, model: str, workers: int) -> None:
        from pipeline.model import find

        self.folder, self.model, self.workers = folder, model, workers
        self.model_folder = find(model).folder
        (folder / "bare.py").write_text(_BARE)
        (folder / "textacy_quotes.py").write_text(_TEXTACY)
        (folder / "params.yaml").write_text(_SETTINGS)

    def corpus(self, texts: list[str]) -> Path:
        """The texts as a file of records."""
        path = self.folder / "articles.jsonl"
        write_lines(({"id": f"{at:06}", "text": text} for at, text in enumerate(texts)), path)
        return path

    def other(self, script: str, corpus: Path) -> Cost:
        """A script that reads the corpus: spaCy alone, or with textacy."""
        command = [sys.executable, self.folder / script, corpus, self.model_folder, str(self.workers)]
        return timed(command)

    def ours(self, corpus: Path) -> Cost:
        """All stages, all tables."""
        command = [sys.executable, "-m", "pipeline", "run", "--raw", corpus, "--out", self.folder / "tables"]
        command += ["--params", self.folder / "params.yaml", "--model", self.model, "--no-report"]
        return timed([*command, "--workers", str(self.workers)])

    def compare(self, texts: list[str], rounds: int, *, with_peer: bool) -> None:
        """Prints the costs of both, and the ratio of each round."""
        corpus = self.corpus(texts)
        print(f"{len(texts):,} articles, {sum(map(len, texts)):,} characters, {self.workers} processes")
        for number in range(1, rounds + 1):
            bare, ours = self.other("bare.py", corpus), self.ours(corpus)
            print(f"round {number}: nlp.pipe {bare}")
            print(f"         the run  {ours}")
            wall, cpu = bare.wall / ours.wall, bare.cpu / ours.cpu
            print(f"         ratio: wall {wall:.2f}, CPU {cpu:.2f}", flush=True)
            if with_peer:
                print(f"         textacy  {self.other('textacy_quotes.py', corpus)}", flush=True)

    def cold(self, text: str) -> None:
        """Prints what each stage costs on one article, with its start."""
        corpus, tables = self.corpus([text]), self.folder / "tables"
        settings = ["--params", self.folder / "params.yaml"]
        stages = ("blocks", "parse", "sentences", "names", "quantities", "quotes", "check", "report")
        commands = {name: [name, "--data", tables] for name in stages}
        commands["check"].append("--gather-errors")
        for command in (["ingest", "--raw", corpus, "--out", tables], *commands.values()):
            cost = timed([sys.executable, "-m", "pipeline", *command, *settings])
            print(f"{command[0]:<11}{cost}", flush=True)


def recombined(texts: list[str], size: int, most: int | None = None) -> list[str]:
    """So many articles, each made of the paragraphs of one of `texts`, half of them taken from others.

    An article has `most` lines at most.
    """
    draw = random.Random(size)  # noqa: S311  no secret
    pool = [text.split("\n")[:most] for text in texts]
    made = []
    for at in range(size):
        paragraphs = list(pool[at % len(pool)])
        for place in range(0, len(paragraphs), 2):
            other = draw.choice(pool)
            paragraphs[place] = other[place % len(other)]
        made.append("\n".join(paragraphs))
    return made


if __name__ == "__main__":
    main()
