"""tables → one DuckDB database with a table each, their descriptions as comments, and two views.

`claims` are the quantities inside of quotes (docs/how-to/claims.md), `quotes_by_person` the quotes of people
with the article's title and date.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.core import schema
from pipeline.core.errors import UsageError
from pipeline.core.storage import open_table, read_batches
from pipeline.export.output import new_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_VIEWS = {
    "claims": """
        SELECT q.*, s.speaker_name, s.speaker_entity_id, s.speaker_text, s.cue_text,
               s.kind AS quote_kind, s.text AS quote_text, s.confidence, t.text AS sentence_text
        FROM quantities q
        JOIN quotes s USING (article_id, quote_id)
        LEFT JOIN sentences t ON t.article_id = q.article_id AND t.sentence_id = q.sentence_id
        WHERE s.kind <> 'scare'
        ORDER BY q.article_id, q.quantity_id""",
    "quotes_by_person": """
        SELECT e.name AS person, e.description, a.title, a.published, q.*
        FROM quotes q
        JOIN entities e ON e.article_id = q.article_id AND e.entity_id = q.speaker_entity_id
        JOIN articles a ON a.article_id = q.article_id
        WHERE e.label = 'PERSON'
        ORDER BY person, q.article_id, q.quote_id""",
}


def write(data: Path, out: Path, *, tokens: bool) -> int:
    """Writes the tables of a folder to the database file `out`; the number of articles.

    Raises UsageError where the package duckdb is missing, or a table is missing or damaged.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "The export to DuckDB needs the package duckdb: pip install 'attribune[duckdb]'"
        ) from error
    names = [name for name in schema.TABLES if tokens or name != "tokens"]
    readers = [_reader(data, name) for name in names]
    with new_file(out) as path, duckdb.connect(str(path)) as database:
        for name, reader in zip(names, readers, strict=True):
            try:
                database.from_arrow(reader).create(name)
            except duckdb.InvalidInputException as error:
                raise UsageError(str(error).partition(" Detail:")[0]) from error
            _comment(database, name)
        for name, query in _VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")
        row = database.execute("SELECT count(*) FROM articles").fetchone()
    return int(row[0]) if row else 0


def _reader(data: Path, name: str) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(open_table(data, name).schema_arrow, read_batches(data, name))


def _comment(database: DuckDBPyConnection, name: str) -> None:
    """Sets the descriptions of the schema as comments on the table and its columns."""
    table = schema.TABLES[name]
    database.execute(f"COMMENT ON TABLE {name} IS {_literal(table.description)}")
    for column in table.columns:
        database.execute(f'COMMENT ON COLUMN {name}."{column.name}" IS {_literal(column.description)}')


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
