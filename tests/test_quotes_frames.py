"""How a quote is set, what the layout says of its speaker, and how its row is filled; on parses by hand."""

from __future__ import annotations

import pytest
from documents import plain_scene, scene_of

from pipeline.quotes.attribution import build_rows
from pipeline.quotes.cues import Source, find_sources
from pipeline.quotes.frames import frame_of
from pipeline.quotes.kinds import kind_of
from pipeline.quotes.methods import REASONS, method_of
from pipeline.quotes.speakers import Choice, Window
from pipeline.quotes.structure import is_title, source_by_layout

NO = "“/``/PUNCT/punct/{0} No/UH/INTJ/intj/{0} ”/''/PUNCT/punct/{0}"


def frame(text, quote=0):
    scene = plain_scene(text)
    return frame_of(scene, scene.spans[quote])


@pytest.mark.parametrize(
    ("text", "starts", "ends", "fills"),
    [
        ("“We must go.”", "block", "stop", True),
        ("So. “We must go.” Then", "sentence", "stop", False),
        ("“We must go.” Then", "block", "stop", False),
        ("So. “We must go.”", "sentence", "stop", False),
        ("“Why?” “We must go,” so", "sentence", "comma", False),
        ("(So.) “We must go”, so", "sentence", "comma", False),
        ("(So) “We must go” so", "clause", "clause", False),
        ("So: “we must go”; so", "colon", "stop", False),
        ("So, “we must go” 🙂. Yes", "comma", "clause", False),
        ("So “we must go!” so", "clause", "stop", False),
        ("So “we must go 🙂”", "clause", "stop", False),
    ],
)
def test_how_a_quote_begins_and_ends(text, starts, ends, fills):
    found = frame(text, text.count("“") - 1)
    assert (found.starts, found.ends, found.fills_block) == (starts, ends, fills)


@pytest.mark.parametrize(("inner", "words"), [("We, too — must go.", 4), ("It’s 4,000 now", 3)])
def test_words_of_a_quote(inner, words):
    assert frame(f"So “{inner}”").n_words == words


def test_what_a_quote_hangs_on_is_followed_six_steps_up():
    chain = " ".join(f"w{at}/NN/NOUN/dep/{at + 1}" for at in range(4, 13)) + " w13/NN/NOUN/ROOT/13"
    scene = scene_of(f"“/``/PUNCT/punct/1 Go/VB/VERB/ccomp/4 no/UH/INTJ/intj/1 ”/''/PUNCT/punct/5 {chain}")
    found = frame_of(scene, scene.spans[0])
    assert found.governors == {4: 0, 5: 0, 6: 1, 7: 2, 8: 3, 9: 4, 10: 5}


# ------------------------------------------------------------------ kinds


def kind(text, quote=0, *, has_speaker=True, **changes):
    scene = plain_scene(text)
    return kind_of(scene, frame_of(scene, scene.spans[quote])._replace(**changes), has_speaker=has_speaker)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So. “We must go home now.”", "direct"),
        ("So. “small boat” so", "mixed"),
        ("So. “we saw a small boat” so", "direct"),
        ("So. “small boat,” so", "direct"),
        ("So said “We must go home now.”", "direct"),
        ("So said “Small boat.”", "direct"),
        ("So said “Small boat” so", "mixed"),
        ("So sat “We must go home now.”", "mixed"),
        ("So, “Boat” so", "direct"),
        ("So, “we must go home now”", "mixed"),
        ("So “we must go home now.”", "mixed"),
        ("“Boat” so", "mixed"),
    ],
)
def test_kind_of_what_somebody_says(text, expected):
    assert kind(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So. “We must go home now.”", "direct"),
        ("So: “We must go home now,” so", "direct"),
        ("“We must go home now” so", "scare"),
        ("“we must go home now.”", "scare"),
        ("So. “small boat.”", "scare"),
        ("So, “We must go home now.”", "scare"),
    ],
)
def test_kind_of_what_nobody_says(text, expected):
    assert kind(text, has_speaker=False) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("we/PRP/PRON/nsubj/3 go/VBP/VERB/ROOT/3", "direct"),
        ("we/PRP/PRON/dep/3 go/VBP/VERB/ROOT/3", "mixed"),
        ("we/PRP/PRON/nsubj/3 go/VBP/VERB/ccomp/0", "direct"),
        ("we/PRP/PRON/nsubj/3 go/VBP/VERB/relcl/4", "mixed"),
        ("we/PRP/PRON/nsubj/0 go/VBP/VERB/ROOT/3", "mixed"),
    ],
)
def test_small_letters_behind_a_comma_are_direct_with_a_main_verb_of_their_own(words, expected):
    scene = scene_of(f"So/RB/ADV/ROOT/0 “/``/PUNCT/punct/3 {words} home/NN/NOUN/dobj/3 ”/''/PUNCT/punct/3")
    found = frame_of(scene, scene.spans[0])._replace(starts="comma", is_full=True)
    assert kind_of(scene, found, has_speaker=True) == expected
    assert kind_of(scene, found._replace(is_full=False), has_speaker=True) == "mixed"


# ------------------------------------------------------------------ layout


def layout(text, *names, quote=0):
    scene = plain_scene(text, *names)
    found = source_by_layout(scene, frame_of(scene, scene.spans[quote]))
    return found and (scene.parse.text[found.head], found.kind)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("RUIZ: “Thank you.”", (), ("RUIZ", "label")),
        ("Q: “Why so?”", (), ("Q", "label")),
        ("Ana Ruiz: “Thank you.”", ("Ana Ruiz",), ("Ruiz", "label")),
        ("Ana Ruiz: “Thank you.”", (), None),
        (": “Thank you.”", (), None),
        ("A B C D: “Thank you.”", (), ("D", "label")),
        ("A B C D E: “Thank you.”", (), None),
        ("So.\n\nRUIZ: “Thank you.”", (), ("RUIZ", "label")),
        ("So. RUIZ: “Thank you.”", (), None),
        ("“RUIZ: Thank you.”", (), ("RUIZ", "label")),
        ("“A B C D: Thank you.”", (), ("D", "label")),
        ("“A B C D E: Thank you.”", (), None),
        ("“Thank you: RUIZ”", (), None),
    ],
)
def test_labels_of_a_transcript(text, names, expected):
    assert layout(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Thank you.” — Ana Ruiz", ("Ruiz", "signature")),
        ("“Thank you.”\n\n— Ana Ruiz", ("Ruiz", "signature")),
        ("“Thank you.” -\n\nAna Ruiz", None),
        ("So “thank you.”\n\n— Ana Ruiz", None),
        ("“Thank you.” — ruiz", None),
        ("“Thank you.” — Ana ruiz", None),
        ("“Thank you.” —", None),
        ("“Thank you.” … Ana Ruiz", None),
        ("“Thank you.” — Ana B C Ruiz", ("Ruiz", "signature")),
        ("“Thank you.” — Ana B C D Ruiz", None),
        ("“Thank you.” — Ana Ruiz, mayor of a very small town on the dry river", None),
        ("“Thank you.” — Ana Ruiz, mayor of a very small town on the river", ("Ruiz", "signature")),
        ("“Thank you.” — Ana Ruiz, mayor", ("Ruiz", "signature")),
        (
            "“Thank you.” — Ana Ruiz\n\nIt rained so much that day that the river rose by two feet",
            ("Ruiz", "signature"),
        ),
    ],
)
def test_signatures_behind_a_quote(text, expected):
    assert layout(text) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The film “The Red Boat” so", True),
        ("The film, “The Red Boat”, so", True),
        ("The film, “The Red Boat” so", False),
        ("The film, “We Must Go Home Now”, so", False),
        ("The man “The Red Boat” so", False),
        ("The film “the Red Boat” so", False),
        ("The film “The Red boat” so", True),
        ("The film “The Red Boats about us” so", False),
        ("The film “The old boat and I” so", False),
        ("The film “The Overgrown overgrown Boat” so", False),
        ("“The Red Boat” so", False),
        ("The so-called “thing” so", True),
        ("It is known as “the old boat here” so", True),
        ("It is known to all of them as “the old boat” so", True),
        ("It is known as “the very old boat here” so", False),
        ("It is called “the boat” so", False),
    ],
)
def test_words_that_name_something_are_a_title(text, title):
    scene = plain_scene(text)
    assert is_title(scene, frame_of(scene, scene.spans[0])) is title


@pytest.mark.parametrize(
    ("words", "head", "kind_"),
    [
        ("In/IN/ADP/prep/0 Ruiz/NNP/PROPN/poss/2 words/NNS/NOUN/pobj/0 ,/,/PUNCT/punct/0", 1, "name"),
        ("In/IN/ADP/prep/0 Ruiz/NNP/PROPN/poss/2 words/NNS/NOUN/pobj/0 :/:/PUNCT/punct/0", 1, "colon"),
        ("In/IN/ADP/prep/0 Ruiz/NNP/PROPN/nmod/2 words/NNS/NOUN/pobj/0 ,/,/PUNCT/punct/0", None, None),
        ("In/IN/ADP/prep/0 Ruiz/NNP/PROPN/poss/2 town/NNS/NOUN/pobj/0 ,/,/PUNCT/punct/0", None, None),
        ("In/IN/ADP/prep/0 Ruiz/NNP/PROPN/poss/2 words/NNS/NOUN/pobj/0 so/RB/ADV/advmod/0", None, None),
        ("words/NNS/NOUN/pobj/0 of/IN/ADP/prep/0 Ruiz/NNP/PROPN/pobj/1 ,/,/PUNCT/punct/0", 2, "name"),
        ("words/NNS/NOUN/pobj/0 on/IN/ADP/prep/0 Ruiz/NNP/PROPN/pobj/1 ,/,/PUNCT/punct/0", None, None),
        ("town/NNS/NOUN/pobj/0 of/IN/ADP/prep/0 Ruiz/NNP/PROPN/pobj/1 ,/,/PUNCT/punct/0", None, None),
    ],
)
def test_whose_words_a_quote_is_said_to_be(words, head, kind_):
    scene = scene_of(f"{words} {NO.format(0)}", "Ruiz")
    expected = None if head is None else Source(head, None, kind_)
    assert source_by_layout(scene, frame_of(scene, scene.spans[0])) == expected


# ------------------------------------------------------------------ sources


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
