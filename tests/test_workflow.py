"""The whole run: the same bytes however it was run, and nothing lost when it is killed."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import MODEL, ROOT

import pipeline
from pipeline.check import check_tables
from pipeline.core import parts
from pipeline.core.config import CacheParams, LimitsParams, Params, ParseParams
from pipeline.core.errors import UsageError
from pipeline.runtime import workflow
from pipeline.runtime.work import Count

RAW = ROOT / "data" / "raw"
SETTINGS = Params(parse=ParseParams(model=MODEL))


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "USUAL_ARTICLES", 2)


def test_processes_change_nothing(tmp_path, sample_tables):
    pipeline.run(RAW, tmp_path, SETTINGS, workers=2)
    assert digests(tmp_path) == digests(sample_tables)


@pytest.fixture
def cluster():
    """Two worker processes of Dask, whose processes can be killed."""
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


def wait_for_parts(folder: Path, number: int) -> set[Path]:
    """The files of finished parts below a folder, when there are so many."""
    end = time.monotonic() + 60
    while len(found := set(folder.rglob("*.part"))) < number:
        assert time.monotonic() < end, "no part was finished in a minute"
        time.sleep(0.02)
    return found


def test_a_dask_cluster_that_loses_a_worker_changes_nothing(tmp_path, sample_tables, cluster):
    pid = cluster.submit(os.getpid, workers=[next(iter(cluster.scheduler_info()["workers"]))]).result()
    kept = Params(parse=SETTINGS.parse, cache=CacheParams(str(tmp_path / "cache")))
    with ThreadPoolExecutor(1) as thread:
        run = thread.submit(pipeline.run, RAW, tmp_path / "out", kept, client=cluster)
        wait_for_parts(tmp_path, 1)
        os.kill(pid, signal.SIGKILL)
        run.result()
    assert digests(tmp_path / "out") == digests(sample_tables)


def test_a_driver_that_is_killed_and_started_again_does_no_part_twice(tmp_path, sample_tables, cluster):
    (tmp_path / "params.yaml").write_text("cache: {folder: cache}\n")
    driver = (
        "from pipeline.core import parts; parts.USUAL_ARTICLES = 2; from pipeline.cli import main; main()"
    )
    command = [sys.executable, "-c", driver, "run", "--raw", RAW, "--out", "out", "--no-report"]
    command += ["--scheduler", cluster.scheduler.address]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL)
    wait_for_parts(tmp_path, 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list((tmp_path / "out").glob("*.parquet"))
    finished = {path: path.stat().st_ino for path in (tmp_path / "cache").rglob("*.part")}
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert {path: path.stat().st_ino for path in finished} == finished
    tables = {name: digest for name, digest in digests(sample_tables).items() if name.endswith(".parquet")}
    assert digests(tmp_path / "out") == tables


def worked_on(count: Count) -> set[str]:
    """The stages that took any time, beside the reading of the articles."""
    return {stage for stage, seconds in count.seconds.items() if seconds} - {"ingest"}


def test_a_second_run_has_nothing_to_do(tmp_path, sample_tables):
    kept = Params(parse=SETTINGS.parse, cache=CacheParams(str(tmp_path / "cache")))
    first = pipeline.run(RAW, tmp_path / "out", kept, workers=1)
    second = pipeline.run(RAW, tmp_path / "out", kept, workers=1)
    assert first.seconds["parse"] > 0
    assert worked_on(second) == set()
    assert second.rows == first.rows
    assert digests(tmp_path / "out") == digests(sample_tables)


def test_duplicates_of_a_text_share_one_parse(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("one", "two", "three"):
        (raw / f"{name}.txt").write_text("“It is late,” Ida Holm said. She waited 5 hours.")
    kept = Params(parse=SETTINGS.parse, cache=CacheParams(str(tmp_path / "cache")))
    pipeline.run(raw, tmp_path / "out", kept, workers=1)
    quotes = pipeline.read_tables(tmp_path / "out").quotes
    assert sorted(quotes["article_id"]) == ["one", "three", "two"]
    assert pipeline.cache.info(tmp_path / "cache").parses == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_run_that_is_killed_leaves_the_old_tables_and_the_next_one_repairs(tmp_path, sample_tables, seed):
    old = tmp_path / "old.txt"
    old.write_text("Mayor Ana Ruiz said 40 homes were lost.")
    out = tmp_path / "out"
    pipeline.run(old, out, SETTINGS, workers=1)
    before = digests(out)
    command = [sys.executable, "-m", "pipeline", "run", "--raw", RAW, "--out", out, "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(random.Random(seed).uniform(0.5, 6))  # noqa: S311  no secret
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = {name: digest for name, digest in digests(out).items() if not name.startswith(".")}
    assert found in (before, digests(sample_tables))
    assert check_tables(out) == []
    pipeline.run(RAW, out, SETTINGS, workers=1)
    assert digests(out) == digests(sample_tables)


def test_raw_files_tables_and_cache_on_remote_storage(tmp_path, sample_tables):
    upath = pytest.importorskip("upath")
    raw = upath.UPath("memory://news/raw")
    raw.mkdir(parents=True)
    for path in RAW.iterdir():
        (raw / path.name).write_bytes(path.read_bytes())
    kept = Params(parse=SETTINGS.parse, cache=CacheParams("memory://news/cache"))
    pipeline.run("memory://news/raw", "memory://news/out", kept, workers=1)
    out = upath.UPath("memory://news/out")
    out.fs.get(out.path + "/", str(tmp_path / "out") + "/", recursive=True)
    assert digests(tmp_path / "out") == digests(sample_tables)
    assert worked_on(pipeline.run("memory://news/raw", "memory://news/out", kept)) == set()


def test_remote_raw_files_that_are_not_there():
    pytest.importorskip("upath")
    with pytest.raises(UsageError, match="no such file or folder"):
        pipeline.run("memory://nothing/here", "memory://news/out", SETTINGS)
    with pytest.raises(UsageError, match="nosuchprotocol"):
        pipeline.run("nosuchprotocol://x", "memory://news/out", SETTINGS)


def test_a_system_that_does_not_tell_which_cores_are_free_gives_all(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert workflow._cores() == 3
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workflow._cores() == 1


def test_a_run_without_report_takes_the_old_one_away_but_nothing_of_others(tmp_path, raw):
    out = tmp_path / "out"
    pipeline.run(raw, out, SETTINGS, workers=1)
    pipeline.run(raw, out, SETTINGS, workers=1, with_report=False)
    assert {path.suffix for path in out.iterdir()} == {".parquet"}
    (out / "report").mkdir()
    (out / "report" / "index.html").write_text("my own")
    with pytest.raises(UsageError, match="something else than a report"):
        pipeline.run(raw, out, SETTINGS, workers=1, with_report=False)
    assert (out / "report" / "index.html").read_text() == "my own"


def test_an_article_that_was_too_slow_is_done_again(tmp_path, raw, monkeypatch):
    def slow(_text):
        raise TimeoutError("it took more than 1 s")

    kept = CacheParams(str(tmp_path / "cache"))
    params = Params(parse=SETTINGS.parse, cache=kept, limits=LimitsParams(seconds=1))
    workflow.ingest(raw, tmp_path / "out", params)
    monkeypatch.setattr("pipeline.blocks.find_blocks", slow)
    first = workflow.run_stage("blocks", tmp_path / "out", params, workers=1)
    assert {error.reason for error in first.errors} == {"too slow"}
    monkeypatch.undo()
    more = replace(params, limits=LimitsParams(seconds=2))
    second = workflow.run_stage("blocks", tmp_path / "out", more, workers=1)
    assert second.errors == []
    assert second.rows["blocks"] > 0


def test_an_input_that_is_missing_makes_no_folder(tmp_path):
    with pytest.raises(UsageError, match="no such file or folder"):
        pipeline.run(tmp_path / "nowhere", tmp_path / "out", SETTINGS)
    assert not (tmp_path / "out").exists()


def test_a_script_without_a_main_block_leaves_the_old_tables(tmp_path, raw):
    script = "import pipeline\nfrom pipeline.core import parts\nparts.USUAL_ARTICLES = 1\n"
    for name in ("c", "d", "e"):
        (raw / f"{name}.txt").write_text("It rained.")
    (tmp_path / "script.py").write_text(f"{script}pipeline.run('raw', 'out', workers=2)\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "quotes.parquet").write_text("old")
    command, environment = [sys.executable, "script.py"], {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'under `if __name__ == "__main__":`' in done.stderr.splitlines()[-1]
    assert digests(tmp_path / "out") == {"quotes.parquet": hashlib.sha256(b"old").hexdigest()}
