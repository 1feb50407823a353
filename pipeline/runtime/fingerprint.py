"""What results depend on beside the articles: our code and word lists, the model, libraries, settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.core.config import Params
from pipeline.model import find, shipped_folder
from pipeline.stages import Stage

_PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("numpy", "pyarrow", "spacy")
#: The code that every stage uses.
SHARED = ("cache", "core", "model.py", "runtime", "stages.py")


@cache
def of_code() -> str:
    """A hash of the package's code, its word lists and its own weights."""
    files = [path for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return _of_files([*files, *(shipped_folder() / "quotes").glob("*.json")])


def of_shared(params: Params) -> str:
    """A hash of what every stage uses: code, the list of models, the model itself, the bounds."""
    files = [path for name in SHARED for path in (_PACKAGE / name, *(_PACKAGE / name).glob("*.py"))]
    content = {
        "code": _of_files([*(path for path in files if path.is_file()), shipped_folder() / "manifest.json"]),
        "limits": asdict(params.limits),
        "model": find(params.parse.model).fingerprint,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_run(stages: Sequence[Stage], params: Params) -> str:
    """A hash of all that the rows of these stages depend on beside the articles."""
    settings = {
        stage.name: asdict(section) for stage in stages if (section := getattr(params, stage.name, None))
    }
    named = [settings[stage.name][setting] for stage in stages for setting, _ in stage.opens]
    content = {
        "code": of_code(),
        "files": _of_files(Path(name) for name in named if name),
        "libraries": {name: version(name) for name in LIBRARIES},
        "model": find(params.parse.model).fingerprint,
        "settings": settings,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of_pages(*shown: str) -> str:
    """A hash of all that pages of the report depend on beside the tables; `shown` stands on each of them."""
    content = {"code": of_code(), "shown": shown, "libraries": version("jinja2")}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _of_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files, key=Path.as_posix):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
