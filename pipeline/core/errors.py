"""The two ways in which things go wrong: a call that must stop, and an article that must not."""

from __future__ import annotations

from typing import NamedTuple


class UsageError(Exception):
    """The call cannot be carried out: wrong setting, missing folder, missing model.

    The message says what is wrong and what to do; the command line prints it and exits with 2.
    """


class ArticleError(NamedTuple):
    """A row of the `errors` table: one article (or one input file) that a stage could not take.

    `record` is its number in a file of many records, as read: a line of .jsonl, the last line of a row of
    .csv, a row of .parquet.
    """

    source: str
    article_id: str | None
    stage: str
    reason: str
    message: str
    record: int | None = None


#: Reasons of rows in `errors` for articles that were taken all the same.
TAKEN = frozenset({"bad date", "bad title", "changed", "encoding guessed"})

#: The stage of errors that were found while reading.
INGEST = "ingest"

#: Reasons of rows in `errors` for articles that a stage could not take.
FAILED, TOO_SLOW, CRASHED = "failed", "too slow", "crashed"
