"""The steps of attribution on parses built by hand: sources, phrases, persons, the choice, kinds."""

from __future__ import annotations

import pytest
from pipeline.quotes.confidence import confidence_of

from pipeline.core.document import Block, Document, Entity, Mention, Parse, Sentence
from pipeline.core.lexicon import rows
from pipeline.coreference.bodies import Bodies
from pipeline.coreference.persons import Persons, Standing
from pipeline.coreference.resolver import Resolver, Speaker
from pipeline.coreference.scene import Scene
from pipeline.marks import find_spans
from pipeline.quotes.cues import Source, find_sources
from pipeline.quotes.frames import frame_of, is_full
from pipeline.quotes.kinds import kind_of
from pipeline.quotes.phrases import offsets_of, titled_head
from pipeline.quotes.speakers import Candidate, Window, choose
from pipeline.quotes.structure import is_title, source_by_layout
from pipeline.quotes.weights import speaker_weights


def scene_of(tagged: str, *names: str) -> Scene:
    """A scene of one block from `word/TAG/POS/dep/head` items; each name becomes a person of its own."""
    items = [item.split("/") for item in tagged.split()]
    text = " ".join(item[0] for item in items).replace("“ ", "“").replace(" ”", "”")
    parse, at = Parse(), 0
    for word, tag, pos, dep, head in items:
        start = text.index(word, at)
        at = start + len(word)
        columns = (start, at, word, "", tag, pos, "", dep, int(head), not len(parse), "O", "")
        for column, value in zip(vars(Parse()), columns, strict=True):
            getattr(parse, column).append(value)
    document = Document("a", text, blocks=[Block(0, 0, len(text), "paragraph")], parse=parse)
    document.sentences = [Sentence(0, 0, 0, len(text))]
    document.quote_spans = find_spans(text, document.blocks)
    for index, name in enumerate(names):
        start = text.index(name)
        document.mentions.append(
            Mention(index, 0, start, start + len(name), "PERSON", index, None, "model", 0.9)
        )
        document.entities.append(Entity(index, "PERSON", name, [], None, 1, start, None))
    return Scene.of(document)


SAID = (
    "“/``/PUNCT/punct/1 Go/VB/VERB/ccomp/6 ,/,/PUNCT/punct/6 ”/''/PUNCT/punct/6 "
    "Ana/NNP/PROPN/compound/5 Ruiz/NNP/PROPN/nsubj/6 said/VBD/VERB/ROOT/6 ././PUNCT/punct/6"
)
MET = (
    "Ana/NNP/PROPN/compound/1 Ruiz/NNP/PROPN/nsubj/2 met/VBD/VERB/ROOT/2 Tom/NNP/PROPN/compound/4 "
    "Weller/NNP/PROPN/dobj/2 and/CC/CCONJ/cc/2 {}/PRP/PRON/nsubj/7 spoke/VBD/VERB/conj/2"
)


def test_subject_and_its_verb_are_a_source():
    assert find_sources(scene_of(SAID, "Ana Ruiz")) == [Source(5, 6, "subject")]


def test_subject_inside_a_quote_is_no_source():
    scene = scene_of(
        "“/``/PUNCT/punct/2 We/PRP/PRON/nsubj/2 said/VBD/VERB/ROOT/2 no/UH/INTJ/intj/2 ”/''/PUNCT/punct/2"
    )
    assert find_sources(scene) == []


def test_according_to_is_a_source():
    scene = scene_of(
        "According/VBG/VERB/prep/4 to/IN/ADP/prep/0 Ruiz/NNP/PROPN/pobj/1 it/PRP/PRON/nsubj/4 "
        "broke/VBD/VERB/ROOT/4",
        "Ruiz",
    )
    assert Source(2, 0, "according_to") in find_sources(scene)


def test_verbs_inherit_the_subject_of_the_verb_above():
    scene = scene_of(
        "Ruiz/NNP/PROPN/nsubj/1 smiled/VBD/VERB/ROOT/1 and/CC/CCONJ/cc/1 added/VBD/VERB/conj/1", "Ruiz"
    )
    assert Source(0, 3, "subject") in find_sources(scene)


def test_phrase_ends_before_a_relative_clause():
    scene = scene_of(
        "a/DT/DET/det/1 man/NN/NOUN/nsubj/6 from/IN/ADP/prep/1 Oslo/NNP/PROPN/pobj/2 who/WP/PRON/nsubj/5 "
        "ran/VBD/VERB/relcl/1 spoke/VBD/VERB/ROOT/6"
    )
    start, end = offsets_of(scene, 1)
    assert scene.document.text[start:end] == "a man from Oslo"


def test_phrase_holds_both_of_two_speakers():
    scene = scene_of(
        "Ruiz/NNP/PROPN/nsubj/3 and/CC/CCONJ/cc/0 Weller/NNP/PROPN/conj/0 spoke/VBD/VERB/ROOT/3", "Ruiz"
    )
    assert offsets_of(scene, 0) == (0, len("Ruiz and Weller"))
    assert Resolver(scene, {}).resolve(0, in_quote=frozenset(), last_speaker=None).how == "group"


@pytest.mark.parametrize(("pronoun", "entity_id"), [("she", 0), ("he", 1)])
def test_gender_decides_for_a_pronoun(pronoun, entity_id):
    scene = scene_of(MET.format(pronoun), "Ana Ruiz", "Tom Weller")
    speaker = Resolver(scene, {0: "female", 1: "male"}).resolve(6, in_quote=frozenset(), last_speaker=None)
    assert speaker.entity == scene.document.entities[entity_id]


def test_nobody_of_that_gender_leaves_it_open():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    assert Persons(scene, {0: "male", 1: "male"}).ranked(6, "female") == []


def test_the_subject_stands_out_among_equals():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    assert Persons(scene, {}).ranked(6, "female")[0].entity_id == 0


def test_who_is_named_in_the_quote_is_rarely_its_speaker():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    persons = Persons(scene, {})
    assert persons.ranked(6, "female", last_speaker=1)[0].entity_id == 0
    assert persons.ranked(6, "female", last_speaker=1, in_quote=frozenset({0}))[0].entity_id == 1


def test_director_parsed_as_apposition_is_a_subject():
    scene = scene_of(
        "Seen/VBN/VERB/advcl/8 by/IN/ADP/agent/0 Norvik/NNP/PROPN/pobj/1 ,/,/PUNCT/punct/2 "
        "its/PRP$/PRON/poss/5 director/NN/NOUN/appos/2 Ivo/NNP/PROPN/compound/7 Brandt/NNP/PROPN/appos/5 "
        "promised/VBD/VERB/ROOT/8",
        "Ivo Brandt",
    )
    assert Source(5, 8, "subject") in find_sources(scene)
    assert resolved(scene, 5).entity.name == "Ivo Brandt"


OFFICE = "President/NNP/PROPN/nsubj/{} of/IN/ADP/prep/0 {} Karel/NNP/PROPN/compound/{} Novak/NNP/PROPN/pobj/1"


@pytest.mark.parametrize(
    ("between", "head"),
    [("Zembla/NNP/PROPN/compound/4", 0), ("Senator/NNP/PROPN/compound/4", 4)],
    ids=["office", "relation"],
)
def test_name_behind_its_office(between, head):
    scene = scene_of(OFFICE.format(5, between, 4) + " spoke/VBD/VERB/ROOT/5", "Karel Novak")
    assert titled_head(scene, 4) == head


def resolved(scene: Scene, head: int) -> Speaker:
    return Resolver(scene, {}).resolve(head, in_quote=frozenset(), last_speaker=None)


SAT = (
    "{}/NNP/PROPN/nsubj/1 sat/VBD/VERB/ROOT/1 ././PUNCT/punct/1 {}/DT/DET/det/4 {}/NN/NOUN/nsubj/5 "
    "spoke/VBD/VERB/ROOT/5"
)


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


@pytest.mark.parametrize(("article", "how"), [("the", "role"), ("a", "noun")])
def test_definite_noun_means_the_bearer_of_the_role(article, how):
    scene = scene_of(SAT.format("Ruiz", article, "official"), "Ruiz")
    scene.document.entities[0] = scene.document.entities[0]._replace(description="senior official")
    assert resolved(scene, 4).how == how


def test_somebody_without_a_name_comes_before_the_bearer():
    scene = scene_of(
        SAT.format("Ruiz", "an", "official")
        + " ././PUNCT/punct/5 The/DT/DET/det/8 official/NN/NOUN/nsubj/9 left/VBD/VERB/ROOT/9",
        "Ruiz",
    )
    scene.document.entities[0] = scene.document.entities[0]._replace(description="senior official")
    assert resolved(scene, 8) == Speaker(None, "noun")


def test_two_who_stand_out_alike_make_a_pronoun_doubtful():
    scene = scene_of(MET.format("she"), "Ana Ruiz", "Tom Weller")
    speakers = Resolver(scene, {})
    close = [Standing(0, 2.0), Standing(1, 1.5)]
    assert speakers._likeliest(close, is_pronoun=True).how == "close"
    assert speakers._likeliest(close, is_pronoun=False).entity is None
    assert speakers._likeliest([], is_pronoun=True) == Speaker(None, "unclear")


@pytest.mark.parametrize(
    ("quoted", "title"), [("The/DT Broken/JJ Boat/NN", True), ("a/DT boat/NN song/NN", False)]
)
def test_title_of_a_work(quoted, title):
    words = " ".join(f"{word}/NOUN/dobj/1" for word in quoted.split())
    scene = scene_of(
        f"They/PRP/PRON/nsubj/1 sang/VBD/VERB/ROOT/1 “/``/PUNCT/punct/1 {words} ”/''/PUNCT/punct/1"
    )
    assert is_title(scene, frame_of(scene, scene.spans[0])) is title


def test_choice_adds_up_candidates_with_the_same_head():
    scene = scene_of(SAID, "Ana Ruiz")
    frame = frame_of(scene, scene.spans[0])
    one, two = Source(5, 6, "subject"), Source(4, None, "name")
    candidates = [
        Candidate(None, False, ["a"]),
        Candidate(two, False, ["b"]),
        Candidate(one, False, ["a"]),
        Candidate(one, True, ["a"]),
    ]
    choice = choose(frame._replace(is_full=True), candidates, {"a": 1.0, "b": 1.5})
    assert choice.source == one
    assert choice.probability == pytest.approx(2 / (3 + 2.718281828**0.5))


def test_a_fragment_stays_with_nobody_when_in_doubt():
    scene = scene_of(SAID, "Ana Ruiz")
    frame = frame_of(scene, scene.spans[0])._replace(is_full=False)
    source = Source(5, 6, "subject")
    candidates = [Candidate(None, False, []), Candidate(source, False, ["a"])]
    assert choose(frame, candidates, {"a": 0.1}).source is None
    assert choose(frame, candidates, {"a": 0.3}).source == source


def test_every_weight_is_a_feature_that_can_occur():
    scene = scene_of(SAID, "Ana Ruiz")
    window = Window(scene, find_sources(scene))
    frame = frame_of(scene, scene.spans[0])
    features = {name for candidate in window.candidates(frame, None) for name in candidate.features}
    assert features & set(speaker_weights())


def test_signature_behind_the_quote():
    scene = scene_of(
        "“/``/PUNCT/punct/1 Go/VB/VERB/ROOT/1 ././PUNCT/punct/1 ”/''/PUNCT/punct/1 —/:/PUNCT/punct/1 "
        "Ana/NNP/PROPN/compound/6 Ruiz/NNP/PROPN/appos/1",
        "Ana Ruiz",
    )
    assert source_by_layout(scene, frame_of(scene, scene.spans[0])) == Source(6, None, "signature")


@pytest.mark.parametrize(
    ("inner", "full"),
    [("No.", True), ("no", False), ("a very bad idea", False), ("it was a bad idea", True), ("…", False)],
)
def test_is_full(inner, full):
    assert is_full(inner) is full


def test_kind_without_a_speaker():
    scene = scene_of(SAID)
    frame = frame_of(scene, scene.spans[0])
    assert kind_of(scene, frame, has_speaker=False) == "direct"
    assert kind_of(scene, frame._replace(starts="clause"), has_speaker=False) == "scare"


def test_confidence_falls_with_the_step_to_the_name():
    assert confidence_of(0.9, "name") > confidence_of(0.9, "pronoun") > confidence_of(0.9, "close")


def test_every_form_belongs_to_one_reporting_verb():
    table = rows("reporting_verbs", ("lemma", "use", "forms"))
    forms = [form for row in table for form in row["forms"].split()]
    assert len(forms) == len(set(forms))
    assert {row["use"] for row in table} == {"speech", "other"}
