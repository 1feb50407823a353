"""The same input gives the same bytes, whatever the machine is like on which it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from zlib import crc32

import pytest
from conftest import ROOT
from test_workflow import digests

from pipeline.core.parts import USUAL_ARTICLES

#: Article ids of which each ends a part, so that several processes have something to do.
NAMES = [name for name in (f"ärticle-{n}" for n in range(400)) if not crc32(name.encode()) % USUAL_ARTICLES][
    :6
]
TEXT = (
    "TALVA, May 3 —\n\n“We lost 40 homes,” said Ana Ruiz, the mayor of Talva. "
    "Norvik AB paid €{n}.5m to the Ministry of Health, İda Holm’s office said.\n\n"
    "“It took {n} hours, and then some,” she told Reuters. ‘Never,’ he said."
)
ENVIRONMENTS = [
    (
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        1,
        64,
    ),
    ({"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "77"}, 2, 1),
    ({"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4", "OMP_NUM_THREADS": "3"}, 3, 5),
]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The digests of a run in each environment; files are made in another order each time."""
    return [
        digests_of_run(tmp_path_factory.mktemp(f"run{n}"), order, *environment)
        for n, (order, environment) in enumerate(zip((1, -1, 1), ENVIRONMENTS, strict=True))
    ]


def digests_of_run(folder, order, environment, workers, batch):
    raw = folder / "raw"
    raw.mkdir()
    for number, name in list(enumerate(NAMES))[::order]:
        (raw / f"{name}.txt").write_text(TEXT.format(n=number), encoding="utf-8")
    record = {"id": "wire", "text": TEXT.format(n=9), "title": "Ü", "date": "2024-05-01T23:30:00-04:00"}
    files = {
        "wire.jsonl": json.dumps(record).encode(),
        "bäd.txt": b"\xff\x81",
        "old.txt": b"\x93No,\x94 he said.",
    }
    for name, content in list(files.items())[::order]:
        (raw / name).write_bytes(content)
    (folder / "settings.yaml").write_text(f"parse: {{batch_size: {batch}}}")
    command = [sys.executable, "-m", "pipeline", "run", "--raw", "raw", "--out", "out"]
    done = subprocess.run(
        [*command, "--workers", str(workers), "--params", "settings.yaml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr.decode()
    assert b"1 inputs could not be taken, 1 taken with a doubt" in done.stdout
    return digests(folder / "out")


def test_environment_processes_batches_and_order_of_files_change_no_byte(runs):
    first, *others = runs
    assert len(NAMES) == 6
    assert len(first) > 15
    for other in others:
        assert other == first
