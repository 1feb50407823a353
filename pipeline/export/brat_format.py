"""tables → a folder for the annotation tool brat: text and annotations an article, and the settings."""

from __future__ import annotations

from pathlib import Path

from pipeline.brat.annotate import annotate
from pipeline.brat.config import annotation_conf, visual_conf
from pipeline.brat.standoff import to_lines
from pipeline.core.filenames import page_name
from pipeline.core.parts import read_documents
from pipeline.export.output import new_folder


def write(data: Path, out: Path) -> int:
    """Writes `<name>.txt` and `<name>.ann` for each article to the folder `out`; the number of articles.

    The name is made from the article's id; `evaluate --gold` finds the article by it.
    """
    articles = 0
    with new_folder(out) as folder:
        _write(folder / "annotation.conf", annotation_conf())
        _write(folder / "visual.conf", visual_conf())
        for document in read_documents(data, ("mentions", "entities", "quantities", "quotes")):
            name = page_name(document.article_id)
            _write(folder / f"{name}.txt", document.text)
            _write(folder / f"{name}.ann", "".join(to_lines(document.text, annotate(document))))
            articles += 1
    return articles


def _write(path: Path, content: str) -> None:
    """Writes a new file, line ends as they are; raises FileExistsError where two articles have one name."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(content)
