"""tables → JSON lines: an article a line, with the rows of its layers as lists of objects in it.

Keys and values are those of the columns; times are ISO 8601. `article_id` stands once, on the article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.core import schema
from pipeline.core.storage import read_batches
from pipeline.core.tables import Groups
from pipeline.export.output import new_file

_LAYERS = tuple(name for name in schema.TABLES if name not in {"articles", "errors"})


def write(data: Path, out: Path, *, tokens: bool) -> int:
    """Writes the articles of a folder of tables to the file `out`; their number."""
    layers = [name for name in _LAYERS if tokens or name != "tokens"]
    articles = 0
    with new_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        for article in nested(data, layers):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
            articles += 1
    return articles


def nested(data: Path, layers: list[str]) -> Iterator[dict[str, Any]]:
    """Each article with the rows of these layers in it, in bounded memory."""
    groups = {name: Groups(name, read_batches(data, name)) for name in layers}
    for batch in read_batches(data, "articles"):
        for article in batch.to_pylist():
            published = article["published"]
            article["published"] = published.isoformat().replace("+00:00", "Z") if published else None
            for name in layers:
                article[name] = _objects(groups[name].take(article["article_id"]))
            yield article
    for group in groups.values():
        group.check_done()


def _objects(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
