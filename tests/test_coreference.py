"""Whom words mean: the cases of `cases/coreference.jsonl` through the model, rules on parses built by hand.

A case lists words of a text, each with the place among its like (`nth`) and the entity's name, or null. A
case that comes out wrong today says why (`wrong`).
"""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest
from documents import scene_of

import pipeline.coreference
from pipeline.core.document import Document
from pipeline.core.errors import UsageError
from pipeline.coreference import HOWS, Reference, Resolver, Scene, references, resolve
from pipeline.coreference.bodies import Bodies
from pipeline.coreference.persons import Persons
from pipeline.coreference.roles import roles_in
from pipeline.coreference.titles import titled_head
from pipeline.names import find_names
from pipeline.quotes import find_quotes

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "coreference.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
MET = (
    "Ana/NNP/PROPN/compound/1 Ruiz/NNP/PROPN/nsubj/2 met/VBD/VERB/ROOT/2 Tom/NNP/PROPN/compound/4 "
    "Weller/NNP/PROPN/dobj/2 and/CC/CCONJ/cc/2 {}/PRP/PRON/nsubj/7 spoke/VBD/VERB/conj/2"
)
SAT = (
    "{}/NNP/PROPN/nsubj/1 sat/VBD/VERB/ROOT/1 ././PUNCT/punct/1 {}/DT/DET/det/4 {}/NN/NOUN/nsubj/5 "
    "spoke/VBD/VERB/ROOT/5"
)
OFFICE = "President/NNP/PROPN/nsubj/{} of/IN/ADP/prep/0 {} Karel/NNP/PROPN/compound/{} Novak/NNP/PROPN/pobj/1"


@pytest.fixture(scope="session")
def annotated(parsed):
    """A function from a text to a Document with all layers that coreference reads."""

    def make(text: str) -> Document:
        document = parsed(text)
        document.mentions, document.entities = find_names(document)
        document.quotes = find_quotes(document)
        return document

    return make


def marks(case: dict[str, str]) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=case["wrong"])] if "wrong" in case else []


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"], marks=marks(case)) for case in CASES])
def test_case(case, annotated):
    document = annotated(case["text"])
    resolver = Resolver.of(document)
    found = []
    for wanted in case["references"]:
        places = list(re.finditer(rf"\b{re.escape(wanted['text'])}\b", document.text))
        reference = resolver.resolve(places[wanted["nth"]].span())
        assert reference.how in HOWS
        assert 0 <= reference.confidence <= 1
        found.append({**wanted, "name": reference.entity and reference.entity.name})
    assert found == case["references"]


def test_references_lie_in_order_and_mean_what_resolve_says(annotated):
    document = annotated(" ".join(case["text"] for case in CASES[:6]))
    places = references(document)
    assert [(place.start, place.end) for place in places] == sorted({(p.start, p.end) for p in places})
    assert {mention.start for mention in document.mentions} <= {place.start for place in places}
    for place in places:
        entity = resolve(document, (place.start, place.end)).entity
        assert entity == document.entities[place.entity_id]


def test_rows_of_the_tables_can_be_asked(annotated):
    document = annotated("“We lost 40 homes,” she said. “It hurt.” Ana Ruiz, the mayor, lost 5. “It hurt.”")
    resolver = Resolver.of(document)
    assert resolver.resolve(document.mentions[0]).entity == document.entities[0]
    for quote in document.quotes:
        entity = resolver.resolve(quote).entity
        assert (None if entity is None else entity.entity_id) == quote.speaker_entity_id


def test_span_without_a_word(annotated):
    document = annotated("Ana Ruiz spoke.  She left.")
    with pytest.raises(UsageError, match="no word"):
        resolve(document, (15, 15))


def test_example_of_the_docstring():
    found = doctest.testmod(pipeline.coreference)
    assert found.attempted
    assert not found.failed


@pytest.mark.parametrize(("pronoun", "entity_id"), [("she", 0), ("he", 1)])
def test_gender_decides_for_a_pronoun(pronoun, entity_id):
    scene = scene_of(MET.format(pronoun), "Ana Ruiz", "Tom Weller")
    found = Resolver(scene, {0: "female", 1: "male"}).meaning_of(6)
    assert found.entity == scene.document.entities[entity_id]
    assert found.how == "pronoun"


def test_nobody_of_that_gender_leaves_it_open():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    assert [standing.person for standing in Persons(scene, {0: "male", 1: "male"}).ranked(6, "female")] == [
        None
    ]


def test_the_subject_stands_out_among_equals():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    ranked = Persons(scene, {}).ranked(6, "female")
    assert ranked[0].person == 0
    assert sum(standing.probability for standing in ranked) == pytest.approx(1)


@pytest.mark.parametrize(("word", "met"), [("him", None), ("himself", 0)])
def test_object_is_the_subject_only_where_it_is_reflexive(word, met):
    scene = scene_of(f"Ruiz/NNP/PROPN/nsubj/1 saw/VBD/VERB/ROOT/1 {word}/PRP/PRON/dobj/1", "Ruiz")
    assert Persons(scene, {}).ranked(2, "male")[0].person == met


def test_a_pronoun_shows_the_gender_of_a_name():
    scene = scene_of(
        "Ruiz/NNP/PROPN/nsubj/1 said/VBD/VERB/ROOT/1 she/PRP/PRON/nsubj/3 won/VBD/VERB/ccomp/1", "Ruiz"
    )
    assert Persons.of(scene, {}).genders == {0: "female"}


def test_a_group_is_nobody():
    scene = scene_of(
        "Ruiz/NNP/PROPN/nsubj/3 and/CC/CCONJ/cc/0 Weller/NNP/PROPN/conj/0 spoke/VBD/VERB/ROOT/3", "Ruiz"
    )
    found = Resolver(scene, {}).meaning_of(0)
    assert (found.entity, found.how) == (None, "group")


def test_noun_with_a_name_in_apposition():
    scene = scene_of(
        "its/PRP$/PRON/poss/1 director/NN/NOUN/nsubj/4 Ivo/NNP/PROPN/compound/3 Brandt/NNP/PROPN/appos/1 "
        "promised/VBD/VERB/ROOT/4",
        "Ivo Brandt",
    )
    found = Resolver(scene, {}).meaning_of(1)
    assert (found.entity.name, found.how) == ("Ivo Brandt", "apposition")


@pytest.mark.parametrize(
    ("between", "head"),
    [("Zembla/NNP/PROPN/compound/4", 0), ("Senator/NNP/PROPN/compound/4", 4)],
    ids=["office", "relation"],
)
def test_name_behind_its_office(between, head):
    scene = scene_of(OFFICE.format(5, between, 4) + " spoke/VBD/VERB/ROOT/5", "Karel Novak")
    assert titled_head(scene, 4) == head


@pytest.mark.parametrize(
    ("name", "noun", "fits"),
    [
        ("Norvik", "company", True),
        ("Norvik", "group", False),
        ("Foundation", "company", False),
        ("Foundation", "foundation", True),
    ],
)
def test_noun_for_an_organization(name, noun, fits):
    scene = scene_of(SAT.format(name, "the", noun), name)
    document = scene.document
    document.mentions = [mention._replace(label="ORG") for mention in document.mentions]
    document.entities = [entity._replace(label="ORG") for entity in document.entities]
    assert Bodies(Scene.of(document)).meant_by(4) == (0 if fits else None)


@pytest.mark.parametrize(("article", "how"), [("the", "role"), ("a", "unnamed")])
def test_definite_noun_means_the_bearer_of_the_role(article, how):
    scene = scene_of(SAT.format("Ruiz", article, "official"), "Ruiz")
    scene.document.entities[0] = scene.document.entities[0]._replace(description="senior official")
    assert Resolver(scene, {}).meaning_of(4).how == how


def test_somebody_without_a_name_comes_before_the_bearer():
    scene = scene_of(
        SAT.format("Ruiz", "an", "official")
        + " ././PUNCT/punct/5 The/DT/DET/det/8 official/NN/NOUN/nsubj/9 left/VBD/VERB/ROOT/9",
        "Ruiz",
    )
    scene.document.entities[0] = scene.document.entities[0]._replace(description="senior official")
    assert Resolver(scene, {}).meaning_of(8) == Reference(None, "unnamed", 0.85)


@pytest.mark.parametrize(
    ("description", "role"),
    [("Vermont Sen.", "senator"), ("chair of the board", "chair"), ("former coach", "coach")],
)
def test_roles_of_a_description(description, role):
    assert role in roles_in(description)


def test_roles_behind_a_preposition_are_none():
    assert "mayor" not in roles_in("adviser to the mayor")
