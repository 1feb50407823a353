"""Tables → claims: each quantity inside a quote, with who said it, in which words and in which sentence.

A claim is a number that somebody is quoted with: "up to 40 boats" — said by whom? The view joins three
tables; it is not stored, so it can never disagree with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.frames import to_frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

QUOTE_COLUMNS = (
    "speaker_name",
    "speaker_entity_id",
    "speaker_text",
    "cue_text",
    "quote_kind",
    "quote_text",
    "confidence",
)
"""What a claim has from its quote, besides all columns of its quantity."""


def claims(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """One row per quantity that stands whole inside a quote, in reading order.

    Columns: those of `quantities`, then QUOTE_COLUMNS, then `sentence_text`. Marks round nobody's words
    (kind "scare") give no claim. `speaker_name` is missing where the quote has no speaker by name;
    `confidence` is that of the quote's speaker.
    """
    quantities = to_frame(tables["quantities"]).dropna(subset="quote_id").astype({"quote_id": "int32"})
    quotes = to_frame(tables["quotes"])
    quotes = quotes[quotes["kind"] != "scare"].rename(columns={"kind": "quote_kind", "text": "quote_text"})
    sentences = to_frame(tables["sentences"]).rename(columns={"text": "sentence_text"})
    said = quotes[["article_id", "quote_id", *QUOTE_COLUMNS]]
    joined = quantities.merge(said, on=["article_id", "quote_id"])
    texts = sentences[["article_id", "sentence_id", "sentence_text"]]
    found: pd.DataFrame = joined.merge(texts, on=["article_id", "sentence_id"], how="left")
    return found
