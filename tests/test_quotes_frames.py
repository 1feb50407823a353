"""How a quote is set, of which kind it is, and what the layout says of its speaker; on parses by hand."""

from __future__ import annotations

import pytest
from documents import plain_scene, scene_of

from pipeline.quotes.cues import Source
from pipeline.quotes.frames import frame_of
from pipeline.quotes.kinds import kind_of
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
