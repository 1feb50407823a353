"""tables → a folder of pages that a reader opens from disk: the article beside what was found in it.

`sweep` writes a text with elements round its spans, `marks` says which element each row gets, `article`
and `index` hold what the two kinds of pages show, `wording` how values are put into words, `site` writes
the folder. The looks are in `templates/`.
"""

from pipeline.report.site import ensure_replaceable, write_report

__all__ = ["ensure_replaceable", "write_report"]
