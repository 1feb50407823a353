"""The spaCy model: where it lies, whether it is whole, how it is fetched.

Known models are listed in `models/manifest.json` with package, version, SHA-256 and licence. Their
weights come from the Python package registry as wheels of exact version; a wheel is checked and
unpacked as data, nothing in it is run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from functools import cache, lru_cache
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.core.collector import without_collector
from pipeline.core.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent / "models"
_NEEDLESS = ("strings",)


class ModelInfo(NamedTuple):
    """A model that can be loaded: its name, version, folder, and a hash that changes with its files."""

    name: str
    version: str
    folder: Path
    fingerprint: str


def shipped_folder() -> Path:
    """The folder with the manifest and the project's own weights: of a checkout, else of the package."""
    return _CHECKOUT if (_CHECKOUT / "manifest.json").is_file() else _PACKAGE / "_models"


def download_folder() -> Path:
    """Where fetched models lie: $ATTRIBUNE_MODELS, `models/` of a checkout, or a folder of the user."""
    if named := os.environ.get("ATTRIBUNE_MODELS"):
        return Path(named)
    if (_CHECKOUT / "manifest.json").is_file():
        return _CHECKOUT
    return Path.home() / ".local" / "share" / "attribune" / "models"


@cache
def manifest() -> dict[str, Any]:
    """The known models by name, as in `models/manifest.json`."""
    content: dict[str, Any] = json.loads((shipped_folder() / "manifest.json").read_text(encoding="utf-8"))
    return content


def find(name: str) -> ModelInfo:
    """The model of that name: known and fetched, an installed package, or a path, in this order.

    Raises UsageError where there is none, or where a file of a known model is missing.
    """
    if name in manifest():
        entry = manifest()[name]
        for path in entry["files"]:
            if not (download_folder() / name / path).is_file():
                raise UsageError(f"Model {name}: {path} is missing; {_mend(name)}")
        return ModelInfo(name, entry["model_version"], download_folder() / name, entry["sha256"])
    folder = Path(name) if Path(name).is_dir() else _installed(name)
    if folder is None:
        raise UsageError(
            f"There is no model {name!r}. Known are {', '.join(manifest())}; or name an installed spaCy "
            "pipeline, or the path to one (params.yaml, parse.model)"
        )
    meta = _meta(folder)
    return ModelInfo(f"{meta['lang']}_{meta['name']}", str(meta["version"]), folder, _fingerprint(folder))


def load(name: str) -> Language:
    """The spaCy pipeline of that name.

    Raises UsageError as `find` does, and where a file of a known model is not the one that was published. Of
    a known model, the words of its vectors are left out: vectors are found by the hash of a word.
    """
    info = find(name)
    _check(name, info.folder)
    with without_collector():
        import spacy

        return spacy.load(info.folder, exclude=_NEEDLESS if name in manifest() else ())


def fetch(name: str) -> Path:
    """Downloads a known model, checks it against its SHA-256 and unpacks it; returns its folder.

    Raises UsageError where the name is unknown, the download fails, or the file is not the expected one.
    """
    if name not in manifest():
        raise UsageError(f"{name!r} cannot be fetched; known models: {', '.join(manifest())}")
    entry = manifest()[name]
    target = download_folder() / name
    with tempfile.TemporaryDirectory() as temporary:
        wheel = _download(entry, Path(temporary))
        if _sha256(wheel) != entry["sha256"]:
            raise UsageError(f"{wheel.name} is not the expected file (SHA-256 differs); it was not unpacked")
        unpacked = Path(temporary) / "model"
        _unpack(wheel, entry["folder"], unpacked)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked, target)
    _check(name, target)
    return target


def _fingerprint(folder: Path) -> str:
    """A hash of the names and contents of all files of a model.

    Contents, because weights trained anew have the same size, and times differ between machines that share
    a cache. A process reads them once, and again where a name, a size or a time has changed.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    statuses = [path.stat() for path in files]
    return _of_files(
        folder, tuple((path, s.st_size, s.st_mtime_ns) for path, s in zip(files, statuses, strict=True))
    )


@lru_cache(maxsize=8)
def _of_files(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    listed = "".join(f"{path.relative_to(folder).as_posix()}\n{_sha256(path)}\n" for path, *_ in files)
    return hashlib.sha256(listed.encode()).hexdigest()


def _check(name: str, folder: Path) -> None:
    """Raises UsageError where a file of a known model differs from the published one."""
    files: dict[str, str] = manifest()[name]["files"] if name in manifest() else {}
    for path, digest in files.items():
        if _sha256(folder / path) != digest:
            raise UsageError(f"Model {name}: {folder / path} is damaged (SHA-256 differs); {_mend(name)}")


def _mend(name: str) -> str:
    return f"run `python -m pipeline fetch-model {name}`"


def _installed(name: str) -> Path | None:
    """The data folder of an installed spaCy pipeline package."""
    spec = util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    meta = _meta(package)
    folder = package / f"{name}-{meta['version']}"
    return folder if folder.is_dir() else package


def _meta(folder: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise UsageError(f"{folder} holds no spaCy pipeline (meta.json: {error})") from error
    return meta


def _download(entry: dict[str, Any], folder: Path) -> Path:
    """The wheel, by `pip download` of the exact version; pip asks the registry that it is set up for."""
    requirement = f"{entry['package']}=={entry['version']}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--python-version", entry["python"], "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  fixed command
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        raise UsageError(f"`pip download {requirement}` failed: {done.stderr.strip() or 'no wheel came'}")
    return wheels[0]


def _unpack(wheel: Path, prefix: str, target: Path) -> None:
    """The files below `prefix` of a wheel, written below `target`; no member can leave it."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if not member.startswith(f"{prefix}/") or member.endswith("/"):
                continue
            path = (target / member.removeprefix(f"{prefix}/")).resolve()
            if not path.is_relative_to(target.resolve()):
                raise UsageError(
                    f"{wheel.name}: the member {member!r} leaves its folder; nothing was installed"
                )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(member))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
