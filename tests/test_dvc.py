"""dvc.yaml: its dependencies cover the code, and a run of it in a clone gives what `run` gives."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from pipeline.core import schema
from pipeline.core.config import LimitsParams, Params, ParseParams
from pipeline.runtime import fingerprint
from pipeline.runtime.workflow import ingest
from pipeline.stages import BY_NAME, before, needed_for

PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
STAGES = {name: stage for name, stage in BY_NAME.items() if name in PIPELINE}
ENTRY = {name: [needed.module for needed in needed_for(stage)] for name, stage in STAGES.items()} | {
    "ingest": ["pipeline.ingest"],
    "check": ["pipeline.check"],
    "evaluate": ["pipeline.evaluate"],
    "report": ["pipeline.report"],
}


def module_file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    if (path / "__init__.py").is_file():
        return path / "__init__.py"
    return path.with_suffix(".py") if path.with_suffix(".py").is_file() else None


def imports(file: Path) -> set[str]:
    """The modules of this project that a file imports, also inside functions, but not for types alone."""
    found = set()
    nodes = list(ast.parse(file.read_text()).body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if file.name == "workflow.py" and isinstance(node, ast.FunctionDef):
            continue  # each function of workflow.py imports what its own stage needs
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        nodes += ast.iter_child_nodes(node)
    return {name for name in found if name.startswith("pipeline.") and module_file(name)}


def reached(modules: list[str]) -> set[Path]:
    """All files of the project that are read when these modules are used."""
    seen: set[str] = set()
    while modules:
        module = modules.pop()
        if module not in seen:
            seen.add(module)
            file = module_file(module)
            modules += imports(file) | {module.rpartition(".")[0]} - {"pipeline", ""}
    return {module_file(module) for module in seen}


def data_files(files: set[Path]) -> set[str]:
    """The word lists and weights that these files name: by folder, or by file where they lie in none."""
    texts = "".join(file.read_text() for file in files)
    lexicon = ROOT / "pipeline" / "lexicon"
    named = {
        path for path in lexicon.iterdir() if re.search(rf'"{path.stem}{"/" if path.is_dir() else ""}', texts)
    }
    found = {path.relative_to(ROOT).as_posix() for path in named}
    return found | ({"models/quotes/weights.json"} if "weights.json" in texts else set())


@pytest.mark.parametrize("stage", PIPELINE)
def test_dependencies_cover_the_imports(stage):
    """The code that all stages share is a dependency of the first one, whose receipt holds a hash of it."""
    files = reached(ENTRY[stage] + ([] if stage == "evaluate" else ["pipeline.runtime.workflow"]))
    needed = {file.relative_to(ROOT).as_posix() for file in files} | data_files(files)
    shared = {f"pipeline/{name}" for name in fingerprint.SHARED}
    covering = {*PIPELINE[stage]["deps"], *(shared if stage != "ingest" else ())}
    missing = {path for path in needed if not any(path == d or path.startswith(f"{d}/") for d in covering)}
    assert not missing, f"add to dvc.yaml, stage {stage}, deps: {sorted(missing)}"
    assert stage == "ingest" or shared.isdisjoint(PIPELINE[stage]["deps"])


def test_the_first_receipt_changes_with_all_that_stages_share(tmp_path, monkeypatch):
    (tmp_path / "raw.txt").write_text("Ana Ruiz spoke.")

    def receipt(params: Params) -> str:
        ingest(tmp_path / "raw.txt", tmp_path / "out", params)
        return (tmp_path / "out/_stages/ingest.json").read_text()

    first = receipt(Params())
    assert receipt(Params()) == first
    assert receipt(Params(limits=LimitsParams(seconds=301))) != first
    weights = tmp_path / "own" / "weights"
    weights.parent.mkdir()
    (tmp_path / "own" / "meta.json").write_text('{"lang": "en", "name": "own", "version": "1"}')
    own = Params(parse=ParseParams(str(weights.parent)))
    weights.write_text("old")
    with_own = receipt(own)
    weights.write_text("new")
    assert receipt(own) != with_own
    monkeypatch.setattr(fingerprint, "SHARED", ("cache", "core"))
    assert receipt(Params()) != first


def test_settings_that_all_stages_share_are_those_of_the_first():
    assert {"limits", "parse.model"} <= set(PIPELINE["ingest"]["params"])


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_the_receipts_before_it_and_puts_out_its_tables(stage):
    dependencies = {Path(d).stem for d in PIPELINE[stage]["deps"] if d.startswith("data/processed")}
    assert dependencies == before(BY_NAME[stage])
    assert {Path(o).stem for o in PIPELINE[stage]["outs"]} == {stage, *BY_NAME[stage].writes}


def clone(folder: Path) -> Path:
    """The project as it stands, uncommitted changes included, as a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.invalid", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


def run(folder: Path, *command: str) -> str:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "ATTRIBUNE_MODELS": str(ROOT / "models"),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of all tables and pages, by path."""
    files = [folder / f"{name}.parquet" for name in schema.TABLES]
    files += sorted(path for path in (folder / "report").rglob("*") if path.is_file())
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_dvc_repro_in_a_clone(tmp_path, sample_tables):
    project = clone(tmp_path / "clone")
    run(project, "dvc", "repro")
    assert digests(project / "data/processed") == digests(sample_tables)
    assert (project / "metrics.json").is_file()

    assert "up to date" in run(project, "dvc", "repro")

    (project / "data/raw/new.txt").write_text("“It is late,” Ida Holm said. She waited 5 hours.")
    run(project, "dvc", "repro")
    command = "python -m pipeline run --raw data/raw --out clean --params clean.yaml"
    (project / "clean.yaml").write_text(
        (project / "params.yaml").read_text().replace(".cache/attribune", '""')
    )
    run(project, *command.split())
    assert digests(project / "data/processed") == digests(project / "clean")
