"""No pandas, no numpy in processes that need neither: pyarrow imports both where it can, and is slow then."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any


def do_without(*packages: str) -> None:
    """Has this process go on as if these packages were not installed, but for those imported already."""
    sys.meta_path.insert(0, _Hidden(frozenset(packages) - sys.modules.keys()))


class _Hidden(MetaPathFinder):
    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:  # noqa: ANN401  path and target, unused
        if fullname in self._packages:
            raise ModuleNotFoundError(f"this process does without {fullname}", name=fullname)
        return None
