"""The steps of attribution on parses built by hand: sources, phrases, the choice, kinds."""

from __future__ import annotations

import pytest
from documents import scene_of

from pipeline.core.lexicon import rows
from pipeline.quotes.cues import Source, find_sources
from pipeline.quotes.frames import frame_of, is_full
from pipeline.quotes.kinds import kind_of
from pipeline.quotes.phrases import offsets_of
from pipeline.quotes.speakers import Candidate, Window, choose
from pipeline.quotes.structure import is_title, source_by_layout
from pipeline.quotes.weights import speaker_weights

SAID = (
    "“/``/PUNCT/punct/1 Go/VB/VERB/ccomp/6 ,/,/PUNCT/punct/6 ”/''/PUNCT/punct/6 "
    "Ana/NNP/PROPN/compound/5 Ruiz/NNP/PROPN/nsubj/6 said/VBD/VERB/ROOT/6 ././PUNCT/punct/6"
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


def test_director_parsed_as_apposition_is_a_subject():
    scene = scene_of(
        "Seen/VBN/VERB/advcl/8 by/IN/ADP/agent/0 Norvik/NNP/PROPN/pobj/1 ,/,/PUNCT/punct/2 "
        "its/PRP$/PRON/poss/5 director/NN/NOUN/appos/2 Ivo/NNP/PROPN/compound/7 Brandt/NNP/PROPN/appos/5 "
        "promised/VBD/VERB/ROOT/8",
        "Ivo Brandt",
    )
    assert Source(5, 8, "subject") in find_sources(scene)


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


def test_every_form_belongs_to_one_reporting_verb():
    table = rows("reporting_verbs", ("lemma", "use", "forms"))
    forms = [form for row in table for form in row["forms"].split()]
    assert len(forms) == len(set(forms))
    assert {row["use"] for row in table} == {"speech", "other"}
