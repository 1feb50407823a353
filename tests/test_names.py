"""Persons and organizations: cases as data with the model's entities given, properties over any parse."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from counting import counted
from hypothesis import given
from hypothesis import strategies as st

from pipeline.blocks import find_blocks
from pipeline.core.document import Document, Parse
from pipeline.core.lexicon import words
from pipeline.marks import find_spans
from pipeline.names import find_names, gender_evidence
from pipeline.names.filters import AMOUNT
from pipeline.names.methods import confidence, ranks
from pipeline.sentences import find_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "names.jsonl").read_text("utf-8").split("\n")
    if line
]
WORDS = [
    "Ana", "Borg", "Borg's", "Mr", "President", "of", "the", "Ministry", "Trade", "Malta", "(GORP)", "Acme",
    "Corp", "said", "-", "/", ",", ".", "“", "”", "von", "Jr.", "and", "Reuters", "2", "¼", "who", "\n\n",
    "COVID-19", "in",
]  # fmt: skip


def by_hand(text: str, model: list[list[str]], deps: list[list[str]] = ()) -> Document:
    """A document with a plain parse: words, name tags by capitals, the given entities in text order."""
    document = Document("test", text, blocks=find_blocks(text))
    document.quote_spans = find_spans(text, document.blocks)
    found = [
        match
        for match in re.finditer(r"[’']s\b|Jr\.|[A-Z]\.|\w+(?:-19)?|[^\w\s]", text)
        if any(block.start <= match.start() < block.end for block in document.blocks)
    ]
    tokens = [match.group() for match in found]
    size = len(tokens)
    firsts = {block.start for block in document.blocks}
    parse = Parse(
        start=[match.start() for match in found],
        end=[match.end() for match in found],
        text=tokens,
        lemma=[token.lower() for token in tokens],
        tag=["NNP" if token[:1].isupper() and token not in STARTERS else "XX" for token in tokens],
        pos=[""] * size,
        morph=[""] * size,
        dep=["dep"] * size,
        head=list(range(size)),
        sent_start=[
            match.start() in firsts or (i > 0 and tokens[i - 1] == ".") for i, match in enumerate(found)
        ],
        ent_iob=["O"] * size,
        ent_type=[""] * size,
    )
    document.parse = parse
    mark_entities(document, model)
    for word, dep, head in deps:
        token = tokens.index(word)
        parse.dep[token] = dep
        parse.head[token] = tokens.index(head, token)
    document.sentences = find_sentences(document)
    return document


STARTERS = frozenset({"The", "They", "In", "Then", "Later", "Many", "Nobody", "Two", "A"})


def mark_entities(document: Document, model: list[list[str]]) -> None:
    at = 0
    for name, label in model:
        start = document.text.index(name, at)
        at = start + len(name)
        for i in document.parse.tokens_in(start, at):
            document.parse.ent_iob[i] = "B" if document.parse.start[i] == start else "I"
            document.parse.ent_type[i] = label


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case, request):
    if "model" in case:
        document = by_hand(case["text"], case["model"], case.get("deps", ()))
    else:
        document = request.getfixturevalue("parsed")(case["text"])
    mentions, entities = find_names(document)
    assert [[document.text[row.start : row.end], row.label] for row in mentions] == case["mentions"]
    if "entities" in case:
        assert [[row.name, row.aliases] for row in entities] == case["entities"]


@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=40),
    st.lists(st.sampled_from(["O", "PERSON", "ORG", "GPE", "NORP"]), min_size=40, max_size=40),
)
def test_rows_agree_with_each_other_for_any_parse(pieces, labels):
    document = by_hand(" ".join(pieces), [])
    for i, label in zip(range(len(document.parse)), labels, strict=False):
        if label != "O":
            document.parse.ent_iob[i], document.parse.ent_type[i] = "B", label
    mentions, entities = find_names(document)
    assert [row.mention_id for row in mentions] == list(range(len(mentions)))
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(row.start < row.end and row.method in ranks() for row in mentions)
    assert all(0 <= row.sentence_id < len(document.sentences) for row in mentions)
    assert [row.entity_id for row in entities] == list(range(len(entities)))
    assert [row.first_start for row in entities] == sorted(row.first_start for row in entities)
    for entity in entities:
        own = [row for row in mentions if row.entity_id == entity.entity_id]
        forms = {" ".join(document.text[row.start : row.end].split()) for row in own}
        assert {entity.name, *entity.aliases} == forms
        assert len(entity.aliases) == len(forms) - 1
        assert (entity.n_mentions, entity.first_start) == (len(own), own[0].start)
        assert {row.label for row in own} == {entity.label}


def test_confidence_is_the_measured_share_drawn_towards_the_usual_one():
    assert confidence("alias", "ORG") == 0.8
    assert 0.5 < confidence("consistent", "PERSON") < confidence("model", "PERSON") < 1


def test_no_parse_no_names():
    assert find_names(Document("test", "Ana Borg.", blocks=find_blocks("Ana Borg."))) == ([], [])


def test_mentions_know_their_quote_and_sentence():
    document = by_hand("Nobody came. “We saw Ana Borg there,” he said.", [["Ana Borg", "PERSON"]])
    (mention,), _ = find_names(document)
    assert (mention.sentence_id, mention.quote_id, mention.method) == (1, 0, "model")


@pytest.mark.parametrize(
    ("text", "model", "role"),
    [
        ("US Trade Minister Ana Borg left.", [["Ana Borg", "PERSON"]], "US Trade Minister"),
        ("They met Mr Paul Borg there.", [["Paul Borg", "PERSON"]], None),
        ("They met former President Ana Borg there.", [["Ana Borg", "PERSON"]], "former President"),
        ("Photo author, Ana Borg", [["Ana Borg", "PERSON"]], None),
    ],
)  # fmt: skip
def test_description_is_the_title_as_written(text, model, role):
    _, entities = find_names(by_hand(text, model))
    assert [row.description for row in entities] == [role]


def test_description_from_an_apposition():
    text = "Ana Borg, aide to the mayor, said so."
    document = by_hand(text, [["Ana Borg", "PERSON"]], [["aide", "appos", "aide"]])
    parse = document.parse
    tokens = parse.text
    parse.head[tokens.index("aide")] = tokens.index("Borg")
    for word, head in (("to", "aide"), ("the", "mayor"), ("mayor", "to")):
        parse.head[tokens.index(word)] = tokens.index(head)
    assert find_names(document)[1][0].description == "aide to the mayor"


@pytest.mark.parametrize(
    ("text", "model", "gender"),
    [
        ("They met Mrs Borg there.", [["Borg", "PERSON"]], "female"),
        ("They met Sir Borg there.", [["Borg", "PERSON"]], "male"),
        ("They met spokeswoman Toby Borg there.", [["Toby Borg", "PERSON"]], "female"),
        ("They met Vladimir Borg there.", [["Vladimir Borg", "PERSON"]], "male"),
        ("They met Priyanka Borg there.", [["Priyanka Borg", "PERSON"]], "female"),
        ("They met Robin Borg there.", [["Robin Borg", "PERSON"]], None),
        ("They met actress James Borg there.", [["James Borg", "PERSON"]], None),
        ("They met Acme Group there.", [["Acme Group", "ORG"]], None),
    ],
)
def test_gender_from_titles_roles_and_first_names(text, model, gender):
    document = by_hand(text, model)
    mentions, entities = find_names(document)
    assert gender_evidence(document, mentions, entities).get(0) == gender


def test_lists_do_not_contradict_each_other():
    assert not words("names/places") & words("names/nationalities")
    assert not words("names/institutions") & words("names/not_names")
    assert not words("names/surnames") & words("names/not_names")


def test_work_grows_with_the_text():
    text = "Ana Borg met Lee Wong of Acme Group in Malta.\n\n"
    short, long = (by_hand(text * size, []) for size in (50, 200))
    find_names(short)  # reads the word lists
    (_, few), (_, many) = counted(lambda: find_names(short)), counted(lambda: find_names(long))
    assert many < 5 * few


@pytest.mark.parametrize("row", ["Ana ", "Ministry of ", "A. B. C. ", "Ana-"])
@pytest.mark.parametrize("is_entity", [False, True])
def test_work_grows_with_a_row_of_capitals(row, is_entity):
    first, short, long = (row_of_capitals(row * size, is_entity=is_entity) for size in (100, 100, 400))
    find_names(first)  # reads the word lists
    (_, few), (_, many) = counted(lambda: find_names(short)), counted(lambda: find_names(long))
    assert many < 5 * few


def row_of_capitals(row: str, *, is_entity: bool) -> Document:
    """A line of name words that are the subject of "said", and for the model one entity or none."""
    document = by_hand(f"Nobody said {row}again.", [])
    parse = document.parse
    parse.dep[2:] = ["nsubj"] * (len(parse) - 2)
    parse.head[2:] = [1] * (len(parse) - 2)
    if is_entity:
        parse.ent_iob[2:] = ["B", *["I"] * (len(parse) - 3)]
        parse.ent_type[2:] = ["PERSON"] * (len(parse) - 2)
    return document


def test_a_woman_is_no_body_whatever_the_model_says(parsed):
    document = parsed("Zelmira Lisbon, a young woman from Turku, left the firm in May.")
    document.parse.ent_type[:2] = ["ORG", "ORG"]
    mentions, _ = find_names(document)
    assert [(m.start, m.end, m.label) for m in mentions] == [(0, 14, "PERSON")]


@pytest.mark.parametrize(("form", "amount"), [("N70,000", True), ("R1.5bn", True), ("G20", False)])
def test_an_amount_behind_its_letter(form, amount):
    assert bool(AMOUNT.fullmatch(form)) is amount
