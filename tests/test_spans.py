"""Every span of every table is a slice of its article, whatever the text holds."""

from __future__ import annotations

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.api import extract
from pipeline.check import check_tables

PIECES = st.sampled_from(
    [
        "“We lost 40 per cent,” ",
        '"No," ',
        "‘Stop’ ",
        "said Zoë Ruiz. ",
        "she told Reuters. ",
        "Mr Okafor paid $3.5m 🙂 ",
        "between 5 and 7 km ",
        "e\u0301cole",
        "\u200b",
        "\u00a0",
        "\r\n\r\n",
        "\n",
        "\t",
        "” waves “",
        "«",
        "''",
        "”",
        '"',
        "“",
        "'",
        "½",
        "1,000,000",
        "\u202e",
        "PENCE: ",
        "According to the Ministry of Health, ",
        "…",
        "\u2028",
        "\x00",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=25).map("".join).filter(str.strip)


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_every_span_slices_back(tmp_path, texts):
    tables = extract(texts)
    for name, table in tables.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert set(tables["errors"]["reason"].to_pylist()) <= {"empty", "bad record"}  # what no file may hold
    assert check_tables(tmp_path) == []
    for name in ("sentences", "quotes", "mentions", "quantities"):
        for text in tables[name].column("text").to_pylist():
            assert text == text.strip(), name
