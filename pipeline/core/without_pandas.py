"""No pandas in processes that do not need it: pyarrow imports it where it can, which takes half a second."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Any


def do_without_pandas() -> None:
    """Has this process go on as if pandas were not installed, unless it is imported already."""
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, *_: Any) -> ModuleSpec | None:  # noqa: ANN401  path and target, unused
        if fullname == "pandas":
            raise ModuleNotFoundError("the command line does without pandas", name=fullname)
        return None
