"""Arrow table → DataFrame, with missing integers as such: pandas by itself makes them floats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd


def to_frame(table: pa.Table) -> pd.DataFrame:
    """The table as DataFrame; integer columns that may be null have pandas' nullable type (`Int32`)."""
    nullable = {
        field.name: str(field.type).capitalize()
        for field in table.schema
        if field.nullable and pa.types.is_integer(field.type)
    }
    frame: pd.DataFrame = table.to_pandas().astype(nullable)
    return frame
