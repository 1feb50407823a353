"""Who is meant by `he`, `she` and short names, on a gold corpus of coreference.

    python benchmarks/coreference.py [GOLD.jsonl ...] [--out DIR] [--model NAME] [--gold-names]
                                     [--errors] [--scorer SCORER.py]

GOLD holds one article a line with `id`, `text` and `mentions`: each has `start`, `end`, `cluster`,
`etype` (person, organization, ...), `kind` (name, nominal, pronoun), `head` and `name` (the span of the name
in it, or null). With --gold-names the names and their clusters are those of the gold, and only pronouns are
measured. Else the scorer is called as `SCORER.py clusters GOLD PREDICTIONS` (B³) on the names of persons and
organizations; both files are written to --out.

An entity of ours stands for the gold cluster with which most of its mentions overlap. A cluster has a name
where a person's name is among its mentions, also directly behind the head of a noun phrase (`spokeswoman
Ana Ruiz`).

- he/she with a name: of the pronouns he, him, his, himself, she, her, hers, herself whose cluster has a
  name, the share that means an entity of that cluster (accuracy); of those that mean any entity, the share
  that is right (precision).
- he/she without a name: the share of the others that mean no entity (abstained).
- short names: of the names of persons with fewer words than the longest of their cluster, the share whose
  entity also holds a longest one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from common import Record, annotated, cost, gold_files, options, read_lines, score, write_lines

from pipeline.core.document import Document, Entity, Mention
from pipeline.coreference import references
from pipeline.quotes import find_quotes

PRONOUNS = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
LABELS = {"person": "PERSON", "organization": "ORG"}
SHOWN = 160
BEHIND = re.compile(r" ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")
Span = tuple[int, int]


class Judged(NamedTuple):
    """One gold mention: which measure it counts for, and whether it was right, wrong or left out."""

    measure: str
    outcome: str
    start: int
    end: int
    given: str | None


def main() -> None:
    parser = options(__doc__)
    parser.add_argument(
        "--gold-names", action="store_true", help="take names and their clusters from the gold"
    )
    parser.add_argument("--errors", action="store_true", help="print what was not right")
    arguments = parser.parse_args()
    for path in gold_files(arguments.gold, "coref_*.jsonl"):
        articles = read_lines(path)
        documents, seconds = annotated(articles, model=arguments.model, until="quotes")
        if arguments.gold_names:
            documents = [with_gold_names(a, d) for a, d in zip(articles, documents, strict=True)]
        print(f"{path.name}: {len(documents)} articles; {cost(seconds, 'quotes')}")
        judged = [
            [*judge_pronouns(a, d), *(() if arguments.gold_names else judge_short_names(a, d))]
            for a, d in zip(articles, documents, strict=True)
        ]
        print(summary(row for rows in judged for row in rows))
        if arguments.errors:
            for article, rows in zip(articles, judged, strict=True):
                print_errors(article, rows)
        if not arguments.gold_names:
            write_clusters(articles, documents, arguments.out, path.name, arguments.scorer)


def summary(rows: Iterable[Judged]) -> str:
    """Each measure with its counts."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.measure][row.outcome] += 1
    lines = []
    for measure, count in sorted(counts.items()):
        answered = count["right"] + count["wrong"]
        lines.append(
            f"{measure}: {count.total()}; "
            f"right {count['right']}, wrong {count['wrong']}, none {count['none']}; "
            f"accuracy {count['right'] / count.total():.3f}, "
            f"precision {count['right'] / max(answered, 1):.3f}, "
            f"abstained {count['none'] / count.total():.3f}"
        )
    return "\n".join(lines)


def judge_pronouns(article: Record, document: Document) -> Iterator[Judged]:
    """The pronouns of one article, each once for all and, where it has a name, once for its place."""
    names = names_of(article)
    cluster_of = clusters_of_entities(document, names)
    meant = {(row.start, row.end): row.entity_id for row in references(document)}
    named = {cluster for cluster, etype in names.values() if etype == "person"}
    for mention in article["mentions"]:
        span = (mention["start"], mention["end"])
        if article["text"][slice(*span)].lower() not in PRONOUNS:
            continue
        entity_id = meant.get(span)
        has_name = mention["cluster"] in named
        right = entity_id is not None and mention["cluster"] == cluster_of.get(entity_id)
        outcome = "none" if entity_id is None else "right" if right else "wrong"
        measure = f"he/she {'with' if has_name else 'without'} a name"
        given = None if entity_id is None else document.entities[entity_id].name
        yield Judged(f"{measure}, all", outcome, *span, given)
        if has_name:
            place = "outside" if document.quote_at(*span) is None else "inside"
            yield Judged(f"{measure}, {place} quotes", outcome, *span, given)


def judge_short_names(article: Record, document: Document) -> Iterator[Judged]:
    """The names of persons that are shorter than the longest in their cluster."""
    names = names_of(article)
    text = article["text"]
    longest: dict[str, int] = {}
    for (start, end), (cluster, _) in names.items():
        longest[cluster] = max(longest.get(cluster, 0), len(text[start:end].split()))
    full = {
        span for span, (cluster, _) in names.items() if len(text[slice(*span)].split()) == longest[cluster]
    }
    with_full: dict[int, set[str]] = defaultdict(set)
    for mention in document.mentions:
        for span in full:
            if overlap(span, mention):
                with_full[mention.entity_id].add(names[span][0])
    for span, (cluster, etype) in names.items():
        if span in full or etype != "person":
            continue
        ours = next((mention for mention in document.mentions if overlap(span, mention)), None)
        right = ours is not None and cluster in with_full[ours.entity_id]
        given = None if ours is None else document.entities[ours.entity_id].name
        yield Judged("short names", "none" if ours is None else "right" if right else "wrong", *span, given)


def names_of(article: Record) -> dict[Span, tuple[str, str]]:
    """The names of persons and organizations: span → cluster and type; of two that overlap the longer one."""
    found: dict[Span, tuple[str, str]] = {}
    rows = [row for row in article["mentions"] if row["etype"] in LABELS]
    spans = (
        (tuple(row["name"]) if row["name"] else name_behind_head(article["text"], row), row) for row in rows
    )
    for (start, end), row in sorted(spans, key=lambda pair: pair[0][0] - pair[0][1]):
        if start < end and not any(start < other_end and other < end for other, other_end in found):
            found[start, end] = (row["cluster"], row["etype"])
    return dict(sorted(found.items()))


def name_behind_head(text: str, row: Record) -> Span:
    """The words with capitals directly behind the head of a noun phrase for a person; may be empty."""
    after = row["head"][1]
    found = BEHIND.match(text, after, row["end"])
    if found is None or row["etype"] != "person" or row["kind"] != "nominal":
        return after, after
    return found.span(1)


def clusters_of_entities(document: Document, names: dict[Span, tuple[str, str]]) -> dict[int, str]:
    """entity_id → the gold cluster with which most of its mentions overlap."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for mention in document.mentions:
        for span, (cluster, _) in names.items():
            if overlap(span, mention):
                votes[mention.entity_id][cluster] += 1
    return {entity_id: count.most_common(1)[0][0] for entity_id, count in votes.items()}


def overlap(span: Span, mention: Mention) -> bool:
    return span[0] < mention.end and mention.start < span[1]


def with_gold_names(article: Record, document: Document) -> Document:
    """The document with the names and clusters of the gold, and the quotes found with them."""
    document.mentions, document.entities = [], []
    entity_of: dict[str, int] = {}
    for (start, end), (cluster, etype) in names_of(article).items():
        entity_id = entity_of.setdefault(cluster, len(entity_of))
        name = document.text[start:end]
        if entity_id == len(document.entities):
            document.entities.append(Entity(entity_id, LABELS[etype], name, [], None, 0, start, None))
        entity = document.entities[entity_id]
        fullest = max(entity.name, name, key=len)
        document.entities[entity_id] = entity._replace(name=fullest, n_mentions=entity.n_mentions + 1)
        quote_id = document.quote_at(start, end)
        sentence_id = document.sentence_at(start)
        document.mentions.append(
            Mention(
                len(document.mentions),
                sentence_id,
                start,
                end,
                entity.label,
                entity_id,
                quote_id,
                "gold",
                1.0,
            )
        )
    document.quotes = find_quotes(document)
    return document


def write_clusters(
    articles: list[Record], documents: list[Document], out: Path, name: str, scorer: Path | None
) -> None:
    """Writes gold and predicted clusters of names in the scorer's layout and calls the scorer."""
    gold: list[Record] = []
    predicted: list[Record] = []
    for article, document in zip(articles, documents, strict=True):
        names = names_of(article)
        true: dict[str, list[Span]] = defaultdict(list)
        ours: dict[int, list[Span]] = defaultdict(list)
        for span, (cluster, _) in names.items():
            true[cluster].append(span)
            mention = next((mention for mention in document.mentions if overlap(span, mention)), None)
            if mention is not None:
                ours[mention.entity_id].append(span)
        gold.append({"id": article["id"], "clusters": list(true.values())})
        predicted.append({"id": article["id"], "clusters": list(ours.values())})
    paths = out / f"gold_names_{name}", out / f"names_{name}"
    write_lines(gold, paths[0])
    write_lines(predicted, paths[1])
    score(scorer, "clusters", *paths)


def print_errors(article: Record, rows: list[Judged]) -> None:
    """What was not right, with the text before it."""
    text = article["text"]
    for row in rows:
        is_good = row.outcome == "right" or (row.outcome == "none" and "without" in row.measure)
        if not is_good and ("all" in row.measure or row.measure == "short names"):
            before = text[max(row.start - SHOWN, 0) : row.start].replace("\n", "¶")
            print(f"{article['id']} {row.start} {row.measure}: {row.outcome} {row.given}")
            print(f"    {before}[{text[row.start : row.end]}]{text[row.end : row.end + SHOWN // 2]!r}")


if __name__ == "__main__":
    main()
