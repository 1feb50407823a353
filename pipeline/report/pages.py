"""What a page shows → its HTML, by the templates of this package.

Each page holds its own style sheet, and forbids by its content policy that anything is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.report import wording
from pipeline.report.speakers import speaker_address

#: Stands in every page; by it a folder is known to be a report.
GENERATOR = "Attribune report"


_SHORT, _LONG = "<!--before and after-->", "<!--neighbours-->"


class Link(NamedTuple):
    """Another article of the report."""

    address: str
    title: str


class Pages:
    """The templates, made ready once; `made_by` names pipeline and model."""

    def __init__(self, made_by: str) -> None:
        templates = Environment(
            loader=PackageLoader("pipeline.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        script = _asset("sort.js").strip()
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        templates.globals.update(
            made_by=made_by,
            generator=GENERATOR,
            style=Markup(_smaller(_asset("style.css"))),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            script_hash=digest,
            check_below=wording.CHECK_BELOW,
        )
        templates.filters.update(
            count=wording.count, share=wording.share, date=wording.date, speaker_address=speaker_address
        )
        kinds = ("article", "speaker", "speakers", "index")
        self._templates: dict[str, Template] = {
            kind: templates.get_template(f"{kind}.html.j2") for kind in kinds
        }
        self._links: Any = templates.get_template("neighbours.html.j2").module

    def render(self, kind: str, **values: object) -> str:
        """The HTML of a page of that kind."""
        return self._templates[kind].render(values)

    def linked(self, html: str, before: Link | None, after: Link | None) -> str:
        """The page of an article with links to those before and after it."""
        html = html.replace(_SHORT, self._links.short(before, after), 1)
        return html.replace(_LONG, self._links.long(before, after), 1)


@cache
def pages(made_by: str) -> Pages:
    """The templates, made ready once in a process."""
    return Pages(made_by)


def _asset(name: str) -> str:
    return (files("pipeline.report") / "templates" / name).read_text(encoding="utf-8")


def _smaller(style: str) -> str:
    """A style sheet without comments and without white space that means nothing."""
    plain = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    return re.sub(r" ?([{};,]) ?", r"\1", plain).strip()
