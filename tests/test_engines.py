"""Engines: every task once in the result, in order, also when a worker dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.core.errors import UsageError
from pipeline.runtime.engines import Dask, Processes, connect


def given_up(number: int) -> int:
    return -number


class Square:
    """Squares a number; the process that gets one of `deadly` for the first time is killed."""

    def __init__(self, folder: Path, *deadly: int, always: bool = False) -> None:
        self.folder, self.deadly, self.always = folder, deadly, always

    def __call__(self, number: int) -> int:
        seen = self.folder / str(number)
        if number in self.deadly and (self.always or not seen.exists()):
            seen.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number


def pid_of(_task: int) -> int:
    return os.getpid()


@pytest.mark.parametrize("engine", [Processes(1), Processes(2)])
def test_results_come_in_the_order_of_the_tasks(tmp_path, engine):
    assert list(engine.map(Square(tmp_path), range(30), given_up)) == [n * n for n in range(30)]


def test_no_tasks_are_no_results(tmp_path):
    assert list(Processes(2).map(Square(tmp_path), [], given_up)) == []


def test_few_tasks_start_no_process():
    assert set(Processes(8).map(pid_of, [1, 2, 3], given_up)) == {os.getpid()}
    assert os.getpid() not in Processes(2).map(pid_of, range(6), given_up)


def test_tasks_of_a_process_that_dies_are_done_by_another(tmp_path):
    assert list(Processes(2).map(Square(tmp_path, 3, 11), range(20), given_up)) == [n * n for n in range(20)]


def test_a_task_that_always_kills_its_process_is_given_up_and_the_others_are_done(tmp_path):
    found = list(Processes(2).map(Square(tmp_path, 5, always=True), range(12), given_up))
    assert found == [-5 if n == 5 else n * n for n in range(12)]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("print(list(engines.Processes(2).map(abs, range(9), abs)))", "has come to the call that started it"),
        ("print(engines.alone(abs, 1, abs))", "died before their first task"),
    ],
)
def test_a_script_that_starts_processes_in_each_process_is_wrong_usage(tmp_path, script, message):
    """The result is not what `given_up` makes of all tasks."""
    (tmp_path / "script.py").write_text(f"from pipeline.runtime import engines\n{script}\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, tmp_path / "script.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("pipeline.core.errors.UsageError: the worker processes died before")
    assert 'if __name__ == "__main__":' in last


def test_a_fault_in_a_task_is_passed_on(tmp_path):
    with pytest.raises(TypeError):
        list(Processes(2).map(Square(tmp_path), ["a", "b", "c", "d", "e"], given_up))


def test_a_scheduler_that_does_not_answer_is_wrong_usage(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("pipeline.runtime.engines.PATIENCE", "1s")
    with pytest.raises(UsageError, match="no Dask scheduler answers at tcp"):
        connect("tcp://127.0.0.1:9")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


def test_dask_gives_the_same_as_one_process(tmp_path, cluster):
    assert list(Dask(cluster).map(Square(tmp_path), range(30), given_up)) == [n * n for n in range(30)]


def test_dask_gives_the_tasks_of_a_killed_worker_to_another(tmp_path, cluster):
    assert list(Dask(cluster).map(Square(tmp_path, 7), range(30), given_up)) == [n * n for n in range(30)]


def test_dask_gives_up_a_task_that_kills_every_worker(tmp_path, cluster):
    found = list(Dask(cluster).map(Square(tmp_path, 5, always=True), range(8), given_up))
    # what waited on the workers that died may be given up with it
    assert found[5] == -5
    assert all(result in (n * n, -n) for n, result in enumerate(found))


def test_workers_with_other_versions_are_refused(cluster, monkeypatch):
    monkeypatch.setattr("pipeline.runtime.engines.of_code", lambda: "another")
    with pytest.raises(UsageError, match="install the same versions"):
        Dask(cluster)
