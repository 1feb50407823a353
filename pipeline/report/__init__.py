"""tables → a folder of pages that a reader opens from disk: the article beside what was found in it.

`sweep` writes a text with elements round its spans, and `marks` says which element each row gets. `article`
holds what the page of an article shows; `speakers` decides who is who over all articles, `corpus` gathers
what the other pages show, `speaker` and `index` hold it. `wording` and `amounts` put values into words,
`site` writes the folder. The looks are in `templates/`.
"""

from pipeline.report.site import ensure_replaceable, write_report

__all__ = ["ensure_replaceable", "write_report"]
