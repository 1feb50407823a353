"""params.yaml → settings: one section a stage; unknown names and values that make no sense are errors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from pipeline.core.errors import UsageError

_LEAST = {"batch_size": 1}
_MOST = 1_000_000_000
_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class _Section:
    """Settings of one stage; raises UsageError for a value that makes no sense."""

    def __post_init__(self) -> None:
        section = type(self).__name__.removesuffix("Params").lower()
        for item in fields(self):
            value = getattr(self, item.name)
            if fault := _fault(item.name, value, type(item.default)):
                raise UsageError(f"{section}.{item.name} is {value!r}; it must be {fault}")


def _fault(key: str, value: object, kind: type[Any]) -> str | None:
    """What the value of a setting must be and is not."""
    if type(value) is not kind:
        return f"of type {kind.__name__}"
    least = _LEAST.get(key, 0)
    if isinstance(value, int) and not least <= value <= _MOST:
        return f"from {least} to {_MOST}"
    if key == "guess_dollar" and not _CURRENCY.fullmatch(str(value)):
        return "a code of ISO 4217 like 'CAD'"
    return None


@dataclass(frozen=True)
class IngestParams(_Section):
    """Which fields of a record (.jsonl, .csv, .parquet) hold what."""

    id_field: str = "id"
    text_field: str = "text"
    title_field: str = "title"
    date_field: str = "date"


@dataclass(frozen=True)
class ParseParams(_Section):
    """The spaCy model (a name in models/, an installed package, or a path), and how it is run."""

    model: str = "en_core_web_md"
    batch_size: int = 64


@dataclass(frozen=True)
class NamesParams(_Section):
    """`aliases`: a file of names with the entities that they stand for; empty for none."""

    aliases: str = ""


@dataclass(frozen=True)
class QuantitiesParams(_Section):
    """`guess_dollar`: the ISO 4217 code that a bare “$” stands for."""

    guess_dollar: str = "USD"


@dataclass(frozen=True)
class ReportParams(_Section):
    """`title` stands on the first page."""

    title: str = "Who said what"


@dataclass(frozen=True)
class EvaluateParams(_Section):
    """`gold`: folder of gold files, one an article."""

    gold: str = "gold/articles"


@dataclass(frozen=True)
class LimitsParams(_Section):
    """What one article may take; 0 for no bound.

    `characters`: the longest text; a longer one is left out, with an error. `seconds`: the longest that one
    stage may work on one article, and the reading of a page in HTML.
    """

    characters: int = 2_000_000
    seconds: int = 300


@dataclass(frozen=True)
class CacheParams(_Section):
    """What is kept between runs: in which folder (empty for none), and how much of it at most."""

    folder: str = ""
    megabytes: int = 4_000


@dataclass(frozen=True)
class Params:
    """All settings, by stage."""

    ingest: IngestParams = field(default_factory=IngestParams)
    parse: ParseParams = field(default_factory=ParseParams)
    names: NamesParams = field(default_factory=NamesParams)
    quantities: QuantitiesParams = field(default_factory=QuantitiesParams)
    report: ReportParams = field(default_factory=ReportParams)
    evaluate: EvaluateParams = field(default_factory=EvaluateParams)
    limits: LimitsParams = field(default_factory=LimitsParams)
    cache: CacheParams = field(default_factory=CacheParams)


_SECTIONS: dict[str, type[Any]] = {
    "ingest": IngestParams,
    "parse": ParseParams,
    "names": NamesParams,
    "quantities": QuantitiesParams,
    "report": ReportParams,
    "evaluate": EvaluateParams,
    "limits": LimitsParams,
    "cache": CacheParams,
}


def load_params(path: str | Path | None = None) -> Params:
    """The settings in a params.yaml; defaults for what it leaves out, or for all without a path.

    Raises UsageError for a missing file, an unknown section or key, or a value that makes no sense.
    """
    if path is None:
        return Params()
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
    except OSError as error:
        fault = str(error.strerror).lower()
        raise UsageError(f"{path}: {fault}; name your settings with --params") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not valid YAML: {error}") from error
    sections = _mapping(content, f"{path}")
    _refuse_unknown(sections, list(_SECTIONS), f"{path}: section")
    return Params(**{name: _section(path, name, sections.get(name)) for name in _SECTIONS})


def _section(path: str | Path, name: str, content: object) -> Any:  # noqa: ANN401  one of the classes above
    section = _SECTIONS[name]
    values = _mapping(content or {}, f"{path}: {name}")
    _refuse_unknown(values, [item.name for item in fields(section)], f"{path}: {name}")
    try:
        return section(**values)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error


def _mapping(content: object, where: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise UsageError(f"{where} holds {content!r}; expected names with values")
    return content


def _refuse_unknown(values: dict[str, Any], known: list[str], where: str) -> None:
    for key in values:
        if key not in known:
            close = get_close_matches(str(key), known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"known are: {', '.join(known)}"
            raise UsageError(f"{where} {key!r} is unknown; {hint}")
