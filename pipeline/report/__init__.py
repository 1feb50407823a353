"""tables → a folder of pages that a reader opens from disk: the article beside what was found in it.

`sweep` writes a text with elements round its spans, and `marks` says which element each row gets. `article`
holds what the page of an article shows, `lines` what the other pages show of it; `part` makes both ready for
some articles. `speakers` decides who is who over all articles; `corpus` gathers their lines, and `groups`
says whose pages are made together. `speaker` and `index` hold the pages about all articles. `wording` and
`amounts` put values into words, `site` writes the folder. The looks are in `templates/`.
"""

from pipeline.report.part import render_part
from pipeline.report.site import ensure_replaceable, write_report
from pipeline.report.speaker import render_speakers

__all__ = ["ensure_replaceable", "render_part", "render_speakers", "write_report"]
