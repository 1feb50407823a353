"""What tests of bad input share: two good articles, and what must become of them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.core.document import Document
from pipeline.ingest import Fields, read_articles

GOOD = {"a": "“We lost 40 homes,” said Ana Ruiz.\n\nShe left.", "z": "Ida Holm paid $5m to Norvik AB."}
ENGLISH = "“We lost 40 homes,” said Ana Ruiz, the mayor’s aide. A café paid £5m – in cash."


def ingest(path, **fields):
    items = list(read_articles(path, Fields(**fields)))
    documents = {item.article_id: item.text for item in items if isinstance(item, Document)}
    return documents, [item for item in items if not isinstance(item, Document)]


def assert_left_out(raw, source, reason, said="", **fields):
    """Exactly the good articles come through; one error names the source and says what is wrong."""
    documents, errors = ingest(raw, **fields)
    assert documents == GOOD
    assert [(error.source, error.stage, error.reason) for error in errors] == [(source, "ingest", reason)]
    assert said in errors[0].message
    assert len(errors[0].message) > 20


def assert_same_rows(folder, other, names):
    ids = pa.array(list(names))
    for path in folder.glob("*.parquet"):
        first, second = (pq.read_table(where / path.name) for where in (folder, other))
        if path.stem != "errors":
            first, second = (t.filter(pa.compute.is_in(t.column("article_id"), ids)) for t in (first, second))
            assert first == second, path.stem
