"""Who could have said a quote, and how its row is filled; on parses by hand."""

from __future__ import annotations

import pytest
from documents import plain_scene, scene_of

from pipeline.quotes.attribution import build_rows
from pipeline.quotes.cues import Source, find_sources
from pipeline.quotes.frames import frame_of
from pipeline.quotes.methods import REASONS, method_of
from pipeline.quotes.speakers import Choice, Window

NO = "“/``/PUNCT/punct/{0} No/UH/INTJ/intj/{0} ”/''/PUNCT/punct/{0}"


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("Ruiz/NNP/PROPN/ROOT/0 :/:/PUNCT/punct/0", [Source(0, None, "colon")]),
        ("Ruiz/NNP/X/ROOT/0 :/:/PUNCT/punct/0", [Source(0, None, "colon")]),
        ("so/RB/ADV/ROOT/0 :/:/PUNCT/punct/0", []),
        (":/:/PUNCT/ROOT/0 so/RB/ADV/advmod/0", []),
        (
            "a/DT/DET/det/1 :/:/PUNCT/punct/0 Ruiz/NNP/PROPN/ROOT/2 :/:/PUNCT/punct/0",
            [Source(2, None, "colon")],
        ),
        (
            "Ruiz/NNP/PROPN/ROOT/0 “/``/PUNCT/punct/0 so/RB/ADV/dep/0 :/:/PUNCT/punct/0 ”/''/PUNCT/punct/0",
            [],
        ),
    ],
)
def test_what_stands_before_a_colon_is_a_source(words, sources):
    assert find_sources(scene_of(words)) == sources


def test_what_stands_before_a_colon_in_another_block_is_no_source():
    assert find_sources(plain_scene("Ruiz\n\n: so")) == []


def test_names_in_quotes_are_no_sources():
    assert find_sources(plain_scene("Ruiz saw “Weller” so", "Ruiz", "Weller")) == [Source(0, None, "name")]


def test_a_name_counts_by_the_last_of_its_words_that_hang_outside():
    words = "Ana/NNP/PROPN/{}/{} Ruiz/NNP/PROPN/{}/{} sat/VBD/VERB/ROOT/2"
    for deps, head in (
        (("compound", 1, "dep", 2), 1),
        (("dep", 2, "appos", 0), 0),
        (("dep", 2, "dep", 2), 1),
    ):
        assert find_sources(scene_of(words.format(*deps), "Ana Ruiz")) == [Source(head, None, "name")]


@pytest.mark.parametrize(
    ("verb", "noun", "sources"),
    [
        ("said/VBD/VERB/ROOT/3", "Ruiz/NNP/PROPN/dobj/3", [Source(4, 3, "inverted")]),
        ("said/VBD/VERB/compound/4", "Ruiz/NNP/PROPN/ROOT/4", [Source(4, 3, "inverted")]),
        ("said/VBD/VERB/compound/5", "Ruiz/NNP/PROPN/compound/5", []),
        ("said/VBD/VERB/ROOT/3", "so/RB/ADV/dobj/3", []),
        ("said/VBD/VERB/ROOT/3", "Ruiz/NNP/PROPN/pobj/3", []),
        ("sat/VBD/VERB/ROOT/3", "Ruiz/NNP/PROPN/dobj/3", []),
    ],
)
def test_what_follows_a_verb_behind_a_quote_is_its_subject(verb, noun, sources):
    assert find_sources(scene_of(f"{NO.format(3)} {verb} {noun} late/RB/ADV/advmod/3")) == sources


def test_what_follows_a_verb_elsewhere_is_no_subject():
    scene = scene_of("So/RB/ADV/advmod/1 said/VBD/VERB/ROOT/1 Ruiz/NNP/PROPN/dobj/1")
    assert find_sources(scene) == []


# ------------------------------------------------------------------ rows

CUT_IN = "“We must,” said Ruiz. “Go home now.”"


def rows_of(text, *choices, names=("Ruiz",)):
    scene = plain_scene(text, *names)
    frames = [frame_of(scene, span) for span in scene.spans]
    made = {}
    for at, (frame_, source) in enumerate(zip(frames, choices, strict=True)):
        if frame_ is not None:
            made[at] = Choice(frame_, source, False, 0.8)
    return scene, build_rows(scene, made)


def test_a_row_of_nobody_says_why():
    _, rows = rows_of("So “a boat” so. “We must go home now.”", None, None, names=())
    assert [row.reason for row in rows] == [REASONS["scare"], REASONS["direct"]]
    assert [(row.method, row.confidence) for row in rows] == [("none", 0.8)] * 2
    scene = plain_scene("So “a boat” so")
    (row,) = build_rows(scene, {})
    assert (row.reason, row.kind, row.confidence) == (REASONS["unparsed"], "scare", 0.0)


def test_a_speech_cut_in_two_is_carried_on():
    scene = plain_scene(CUT_IN, "Ruiz")
    source = Source(scene.parse.text.index("Ruiz"), scene.parse.text.index("said"), "inverted")
    _, rows = rows_of(CUT_IN, source, source)
    assert [(row.kind, row.continues) for row in rows] == [("direct", None), ("direct", 0)]
    assert {(row.cue_lemma, row.speaker_name) for row in rows} == {("say", "Ruiz")}


@pytest.mark.parametrize(
    "text",
    [
        "“We must,” said Ruiz.\n\n“Go home now.”",
        "So said Ruiz. “We must,” so. “Go home now.”",
        "“We must,” said Ruiz so “go home”",
        "So “a boat” said Ruiz. “Go home now.”",
    ],
)
def test_another_speech_carries_nothing_on(text):
    scene = plain_scene(text, "Ruiz")
    source = Source(scene.parse.text.index("Ruiz"), scene.parse.text.index("said"), "inverted")
    _, rows = rows_of(text, source, source)
    assert [row.continues for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("text", "kind_", "carried", "method"),
    [
        (CUT_IN, "inverted", False, "inverted"),
        (CUT_IN, "inverted", True, "carried_on"),
        (CUT_IN, "label", False, "transcript"),
        (CUT_IN, "label", True, "carried_on"),
        (CUT_IN, "name", False, "nearest_name"),
        ("“Go.” It rained. So said Ruiz.", "inverted", False, "carried_on"),
        ("“Go.” It rained. So said Ruiz.", "colon", False, "colon"),
    ],
)
def test_how_a_speaker_was_found(text, kind_, carried, method):
    scene = plain_scene(text, "Ruiz")
    source = Source(scene.parse.text.index("Ruiz"), None, kind_)
    choice = Choice(frame_of(scene, scene.spans[0]), source, carried, 0.8)
    assert method_of(scene, choice, source) == method


@pytest.mark.parametrize(
    ("before", "after", "near"),
    [
        ("Ruiz left.", "", True),
        ("Ruiz left.\n\nIt rained.", "", False),
        ("Ruiz said.\n\nIt rained.", "", True),
        ("Ruiz said.\n\nIt rained.\n\nIt rained.", "", False),
        ("So", "\n\nRuiz left.", False),
        ("So", "\n\nRuiz said.", True),
        ("So", "\n\nIt rained.\n\nRuiz said.", False),
    ],
)
def test_speakers_are_looked_for_near_the_quote(before, after, near):
    scene = plain_scene(f"{before}\n\nSo “we must go.”{after}", "Ruiz")
    at = scene.parse.text.index("Ruiz")
    window = Window(scene, [Source(at, at + 1, "subject")])
    found = window.candidates(frame_of(scene, scene.spans[0]), None)
    assert (len(found) == 2) is near
