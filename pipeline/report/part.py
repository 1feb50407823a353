"""Some articles → their pages, and what the pages over all articles need of them: tables that can be kept."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from pipeline.core.document import Document
from pipeline.report.article import article_page
from pipeline.report.largest import Largest
from pipeline.report.lines import as_table, lines
from pipeline.report.pages import pages
from pipeline.report.tally import Tally


def render_part(documents: Sequence[Document], made_by: str) -> dict[str, pa.Table]:
    """`page`: the HTML of each article, without the links to its neighbours; `tally`, `largest`, and lines.

    `made_by` names pipeline and model on each page.
    """
    templates = pages(made_by)
    tally, largest = Tally(), Largest()
    for document in documents:
        tally.add(document)
        largest.add(document)
    html = [(templates.render("article", page=article_page(document)),) for document in documents]
    return {
        "page": as_table({"html": pa.string()}, html),
        "tally": tally.as_table(),
        "largest": largest.as_table(),
        **lines(documents),
    }
