"""The tables of one article → where they contradict each other.

Ids that lead nowhere, spans outside of what should hold them, entities that do not fit their mentions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.check.rows import Columns
from pipeline.core import schema

#: (table, id column, table that it points to, whether the whole span must lie in that row's span)
_HOLDERS = (
    ("sentences", "block_id", "blocks", True),
    ("quotes", "block_id", "blocks", True),
    ("quotes", "sentence_id", "sentences", False),
    ("mentions", "sentence_id", "sentences", False),
    ("quantities", "sentence_id", "sentences", False),
    ("mentions", "quote_id", "quotes", True),
    ("quantities", "quote_id", "quotes", True),
)
Layers = dict[str, Columns]


def check_relations(layers: Layers, *, is_excused: bool = False) -> Iterator[tuple[str, str]]:
    """(table, problem) for each contradiction; the rows of each table must be sound on their own.

    Where a stage could not take the article (`is_excused`), ids may point into a table that is empty for it.
    """
    missing = {name for name in layers if is_excused and not layers[name]}
    unresolved = list(_check_references(layers, missing))
    yield from unresolved
    if not unresolved:
        yield from _check_holders(layers, missing)
        yield from _check_entities(layers)
        yield from _check_chains(layers)
    yield from _check_tokens(layers)


def _check_references(layers: Layers, missing: set[str]) -> Iterator[tuple[str, str]]:
    for name, columns in layers.items():
        for column, target, key in schema.TABLES[name].references:
            if not columns or column == "article_id" or target in missing:
                continue
            unknown = {value for value in columns[column] if value is not None} - set(
                layers[target].get(key, ())
            )
            if unknown:
                yield name, f"{column} {sorted(unknown)[:5]} not among {target}.{key}"


def _check_holders(layers: Layers, missing: set[str]) -> Iterator[tuple[str, str]]:
    """A row begins, or lies as a whole, in the row that its id names."""
    for name, column, target, whole in _HOLDERS:
        columns, holders = layers[name], layers[target]
        if not columns or target in missing:
            continue
        rows = zip(columns[column], columns["start"], columns["end"], strict=True)
        for row, (holder, start, end) in enumerate(rows):
            if holder is None:
                continue
            last = end if whole else start + 1
            if not (holders["start"][holder] <= start and last <= holders["end"][holder]):
                yield name, f"row {row} does not lie in the {column} {holder} that it names"


def _check_entities(layers: Layers) -> Iterator[tuple[str, str]]:
    """Counts, first places and labels of entities are those of their mentions; names of speakers theirs."""
    entities, mentions, quotes = layers["entities"], layers["mentions"], layers["quotes"]
    places: dict[int, list[int]] = {}
    for row, entity_id in enumerate(mentions.get("entity_id", ())):
        places.setdefault(entity_id, []).append(row)
    for entity_id in entities.get("entity_id", ()):
        rows = places.get(entity_id, [])
        if entities["n_mentions"][entity_id] != len(rows):
            yield "entities", f"n_mentions of {entity_id} is not the number of its mentions, {len(rows)}"
        elif rows and entities["first_start"][entity_id] != mentions["start"][rows[0]]:
            yield "entities", f"first_start of {entity_id} is not where its first mention begins"
        if {mentions["label"][row] for row in rows} - {entities["label"][entity_id]}:
            yield "entities", f"{entity_id} has mentions of another label"
    speakers = zip(quotes.get("speaker_entity_id", ()), quotes.get("speaker_name", ()), strict=True)
    for row, (entity_id, name) in enumerate(speakers):
        if entity_id is not None and entities["name"][entity_id] != name:
            yield "quotes", f"speaker_name in row {row} is not the name of the entity {entity_id}"


def _check_chains(layers: Layers) -> Iterator[tuple[str, str]]:
    for row, continued in enumerate(layers["quotes"].get("continues", ())):
        if continued is not None and continued >= row:
            yield "quotes", f"row {row} continues a quote that does not stand before it"


def _check_tokens(layers: Layers) -> Iterator[tuple[str, str]]:
    """Each token lies in a block, and its head in the same one."""
    tokens, blocks = layers["tokens"], layers["blocks"]
    if not tokens:
        return
    starts, ends = blocks.get("start", []), blocks.get("end", [])
    at = [bisect_right(starts, start) - 1 for start in tokens["start"]]
    for row, (block, end) in enumerate(zip(at, tokens["end"], strict=True)):
        if block < 0 or end > ends[block]:
            yield "tokens", f"row {row} does not lie in a block"
            return
    for row, head in enumerate(tokens["head"]):
        if not 0 <= head < len(at) or at[head] != at[row]:
            yield "tokens", f"the head of row {row} does not lie in its block"
            return
    for row, block in enumerate(at):
        if (row == 0 or at[row - 1] != block) and not tokens["sent_start"][row]:
            yield "tokens", f"row {row} is the first of its block and begins no sentence"
