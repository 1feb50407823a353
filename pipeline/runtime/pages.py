"""Parts and groups of speakers → their pages of the report, kept like every finished part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic

import pyarrow as pa

from pipeline.core.collector import without_collector
from pipeline.core.config import Params
from pipeline.core.errors import UsageError
from pipeline.core.parts import Part
from pipeline.report import render_part, render_speakers
from pipeline.report.groups import Group
from pipeline.runtime.fingerprint import of_pages
from pipeline.runtime.work import Done, Task, Unit, part_store
from pipeline.stages import provenance


@dataclass(frozen=True)
class Rendering(Generic[Unit]):
    """Makes the pages of a unit with `render`."""

    render: Callable[[Unit], dict[str, pa.Table]]
    store: str
    fingerprint: str

    def __call__(self, task: Task[Unit]) -> Done:
        """Makes the pages of one unit and keeps them."""
        with without_collector():
            part_store(self.store).put(task.key, self.render(task.unit))
        return Done(task.key, len(task.unit), {})

    def one_by_one(self, task: Task[Unit]) -> Done:
        """Raises UsageError: nothing is left out of the report."""
        raise UsageError(
            f"the process that wrote the pages of {task.unit} was killed; run with fewer --workers"
        )


def made_by(params: Params) -> str:
    """What stands on each page of tables that were made by these settings: pipeline and model."""
    tool = provenance(params)
    return f"Attribune {tool.pipeline_version}, {tool.model} {tool.model_version}"


def of_articles(tool: str, store: str) -> Rendering[Part]:
    """The pages of articles, and what the other pages need of them; `tool` stands on each page."""
    return Rendering(partial(_render_part, tool), store, of_pages(tool))


def of_speakers(tool: str, title: str, store: str) -> Rendering[Group]:
    """The pages of speakers in a report with that title; `tool` stands on each page."""
    return Rendering(partial(render_speakers, made_by=tool, title=title), store, of_pages(tool, title))


def _render_part(tool: str, part: Part) -> dict[str, pa.Table]:
    return render_part(list(part.documents()), tool)
