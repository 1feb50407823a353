"""A part → its pages of the report and what the other pages need of it, kept like every finished part."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.collector import without_collector
from pipeline.core.config import Params
from pipeline.core.errors import UsageError
from pipeline.report import render_part
from pipeline.runtime.fingerprint import of_pages
from pipeline.runtime.work import Done, Task, part_store
from pipeline.stages import provenance


@dataclass(frozen=True)
class Rendering:
    """Makes the pages of the articles of a part; `made_by` stands on each of them."""

    made_by: str
    store: str
    fingerprint: str

    @classmethod
    def of(cls, params: Params, store: str) -> Rendering:
        """The pages of tables made by these settings, kept in `store`."""
        tool = provenance(params)
        made_by = f"Attribune {tool.pipeline_version}, {tool.model} {tool.model_version}"
        return cls(made_by, store, of_pages(made_by))

    def __call__(self, task: Task) -> Done:
        """Makes the pages of one part and keeps them."""
        with without_collector():
            documents = list(task.part.documents())
            part_store(self.store).put(task.key, render_part(documents, self.made_by))
        return Done(task.key, len(documents), {})

    def one_by_one(self, task: Task) -> Done:
        """Raises UsageError: no article is left out of the report."""
        raise UsageError(f"the process that wrote the pages of {task} was killed; run with fewer --workers")
