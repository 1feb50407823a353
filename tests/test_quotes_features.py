"""What speaks for and against a speaker: the names under which the weights of quotes are kept."""

from __future__ import annotations

import pytest
from documents import plain_scene, scene_of

from pipeline.quotes.cues import Source
from pipeline.quotes.features import Features, of_carried, of_nobody
from pipeline.quotes.frames import frame_of

QUOTE = "“We must go home now.”"


def of_pair(scene, source, *, quote=0, sources=()):
    frame = frame_of(scene, scene.spans[quote])
    return Features(scene, list(sources)).of_pair(frame, source)


def name_of(scene, word="Ruiz"):
    return Source(scene.parse.text.index(word), None, "name")


@pytest.mark.parametrize(
    ("words", "gap"),
    [
        (0, "0"),
        (1, "1"),
        (2, "2"),
        (3, "3-5"),
        (5, "3-5"),
        (6, "6-12"),
        (12, "6-12"),
        (13, "13+"),
        (40, "13+"),
    ],
)
@pytest.mark.parametrize("side", ["before", "after"])
def test_the_words_between_are_counted_in_steps(words, gap, side):
    between = "so " * words
    text = f"Ruiz {between}{QUOTE}" if side == "before" else f"“We must go home now,” {between}Ruiz"
    scene = plain_scene(text)
    assert f"{side} sentence & gap {gap}" in of_pair(scene, name_of(scene))


def test_quoted_words_and_marks_between_do_not_count():
    scene = plain_scene(f"Ruiz, so — “a small boat” — so {QUOTE}")
    assert "before sentence & gap 2" in of_pair(scene, name_of(scene), quote=1)


@pytest.mark.parametrize(("sentences", "step"), [(1, 1), (2, 2), (3, 3), (4, 3), (6, 3)])
def test_sentences_of_the_block_between_are_counted_up_to_three(sentences, step):
    rain = "It rained. " * (sentences - 1)
    scene = plain_scene(f"Ruiz left. {rain}{QUOTE}")
    assert f"before sentence {step} & gap" in " ".join(of_pair(scene, name_of(scene)))
    scene = plain_scene(f"{QUOTE} {rain}Ruiz left.")
    assert f"after sentence {step} & gap" in " ".join(of_pair(scene, name_of(scene)))


@pytest.mark.parametrize(("blocks", "step"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_blocks_between_are_counted_up_to_three(blocks, step):
    rain = "It rained.\n\n" * (blocks - 1)
    scene = plain_scene(f"Ruiz left.\n\n{rain}{QUOTE}")
    assert f"before block {step} & gap" in of_pair(scene, name_of(scene))
    scene = plain_scene(f"{QUOTE}\n\n{rain}Ruiz left.")
    assert f"after block {step} & gap" in of_pair(scene, name_of(scene))


def test_a_source_on_both_sides_stands_around():
    scene = plain_scene("Ruiz, “a small boat”, said")
    names = of_pair(scene, Source(0, scene.parse.text.index("said"), "subject"))
    assert "around & gap 0" in names
    assert "around & nothing between" in names


@pytest.mark.parametrize(("quotes", "step"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_other_quotes_between_are_counted_up_to_two(quotes, step):
    others = "so “a small boat” so " * quotes
    scene = plain_scene(f"Ruiz sat {others}and so {QUOTE}")
    assert f"{step} quotes 0 reports between" in of_pair(scene, name_of(scene), quote=quotes)
    scene = plain_scene(f"“We must go,” and so {others}Ruiz")
    assert f"{step} quotes 0 reports between" in of_pair(scene, name_of(scene))


@pytest.mark.parametrize(("reports", "step"), [(0, 0), (1, 1), (2, 2), (3, 2)])
def test_others_who_speak_between_are_counted_up_to_two(reports, step):
    others = "Weller said so. " * reports
    scene = plain_scene(f"Ruiz left. {others}Then so {QUOTE}")
    words = scene.parse.text
    speaking = [Source(at, at + 1, "subject") for at, word in enumerate(words) if word == "Weller"]
    names = of_pair(scene, name_of(scene), sources=[name_of(scene), *speaking])
    assert f"0 quotes {step} reports between" in names


def test_who_is_named_beside_no_verb_of_speech_does_not_speak():
    scene = plain_scene(f"Ruiz left. Weller sat so. Holm so. Then so {QUOTE}")
    at = scene.parse.text.index("Weller")
    others = [Source(at, at + 1, "subject"), name_of(scene, "Holm")]
    assert "0 quotes 0 reports between" in of_pair(scene, name_of(scene), sources=others)
    told = Source(at, at + 1, "according_to")
    assert "0 quotes 1 reports between" in of_pair(scene, name_of(scene), sources=[told])


BEHIND = "so/RB/ADV/advmod/5", "far/RB/ADV/advmod/6", "off/RB/ADV/advmod/7"


@pytest.mark.parametrize(
    ("head", "verb", "hang"),
    [
        (5, "ROOT/5", "quote hangs on verb 0"),
        (6, "ROOT/5", "quote hangs on verb 1"),
        (7, "ROOT/5", "quote hangs on verb 2"),
        (8, "ROOT/5", "quote hangs on verb 2"),
        (1, "parataxis/0", "verb hangs on quote"),
        (1, "parataxis/3", "verb hangs on quote"),
        (1, "ROOT/5", "apart"),
    ],
)
def test_how_quote_and_verb_hang_together(head, verb, hang):
    words = (
        "“/``/PUNCT/punct/1",
        f"Go/VB/VERB/ccomp/{head}",
        "now/RB/ADV/advmod/1",
        "”/''/PUNCT/punct/1",
        "Ruiz/NNP/PROPN/nsubj/5",
        f"said/VBD/VERB/{verb}",
        *BEHIND,
    )
    scene = scene_of(" ".join(words))
    names = of_pair(scene, Source(4, 5, "subject"))
    assert hang in names
    assert f"{hang} & say speech" in names
    assert "no verb" in of_pair(scene, Source(4, None, "name"))


@pytest.mark.parametrize(
    ("dep", "rest", "clause"),
    [
        ("ROOT", "", "ROOT clause"),
        ("relcl", "", "relcl clause"),
        ("ROOT", " was/VBD/AUX/auxpass/1", "passive ROOT clause"),
        ("ccomp", " told/VBD/VERB/ROOT/2", "reported clause"),
        ("ccomp", " ate/VBD/VERB/ROOT/2", "complement clause"),
    ],
)
def test_which_clause_the_verb_heads(dep, rest, clause):
    head = 2 if dep == "ccomp" else 1
    scene = scene_of(
        f"Ruiz/NNP/PROPN/nsubj/1 said/VBD/VERB/{dep}/{head}{rest} “/``/PUNCT/punct/1 no/UH/INTJ/intj/1 "
        "”/''/PUNCT/punct/1"
    )
    assert clause in of_pair(scene, Source(0, 1, "subject"))
    assert "no clause" in of_pair(scene, Source(0, None, "name"))


@pytest.mark.parametrize(
    ("word", "pos", "names", "who"),
    [
        ("She", "PRON", (), "he"),
        ("We", "PRON", (), "they"),
        ("You", "PRON", (), "i"),
        ("Which", "PRON", (), "it"),
        ("Who", "PRON", (), "who"),
        ("Ruiz", "PROPN", ("Ruiz",), "person"),
        ("Ruiz", "PROPN", (), "proper noun"),
        ("mayor", "NOUN", (), "role"),
        ("report", "NOUN", (), "text or body"),
        ("Nobody", "PRON", (), "pronoun"),
        ("stone", "NOUN", (), "noun"),
    ],
)
def test_what_a_source_is(word, pos, names, who):
    scene = scene_of(
        f"{word}/NN/{pos}/nsubj/1 sat/VBD/VERB/ROOT/1 “/``/PUNCT/punct/1 no/UH/INTJ/intj/1 "
        "”/''/PUNCT/punct/1",
        *names,
    )
    assert f"{who} & before sentence" in of_pair(scene, Source(0, None, "name"))


@pytest.mark.parametrize(
    ("verb", "kind", "sort"),
    [("said", "subject", "say speech"), ("insisted", "subject", "speech"), ("sat", "subject", "other verb")],
)
def test_common_verbs_count_by_name_and_others_by_their_sort(verb, kind, sort):
    scene = plain_scene(f"Ruiz {verb} {QUOTE}")
    assert f"{kind} & {sort}" in of_pair(scene, Source(0, 1, kind))
    assert "according_to & according_to" in of_pair(scene, Source(0, 1, "according_to"))
    assert "name & name" in of_pair(scene, Source(0, None, "name"))


def test_a_quote_that_fills_its_block_says_so():
    scene = plain_scene(f"Ruiz left.\n\n{QUOTE}\n\nSo {QUOTE}")
    assert "alone & before block 1" in of_pair(scene, name_of(scene))
    assert "alone & before block 2" not in of_pair(scene, name_of(scene), quote=1)


def nobody(text, quote=0):
    scene = plain_scene(text)
    return of_nobody(scene, frame_of(scene, scene.spans[quote]))


@pytest.mark.parametrize(
    ("number", "size"), [(1, "1"), (3, "3"), (4, "4"), (5, "5-8"), (8, "5-8"), (9, "9+"), (20, "9+")]
)
def test_nobody_says_few_words_more_often_than_many(number, size):
    assert f"nobody & {size} words" in nobody("It was “" + " ".join(["so"] * number) + "” then")


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("a small boat", "lower"),
        ("The Small Boat", "title"),
        ("The Small boat", "title"),
        ("The small Boat again", "mixed"),
        ("Small boat", "mixed"),
        ("Boat", "mixed"),
    ],
)
def test_nobody_says_titles(words, style):
    assert f"nobody & {style}" in nobody(f"It was “{words}” then")


def test_nobody_by_what_stands_before_in_the_block():
    names = nobody("It was the “small boat” then")
    assert {"nobody after the", "nobody after NN", "nobody & clause..clause", "nobody in paragraph"} <= set(
        names
    )
    assert "nobody after boat" not in nobody("It was a boat “so small” then")
    first_of_block = nobody("She saw the\n\n“Small boat” then")
    assert "nobody after the" not in first_of_block
    assert "nobody after " in first_of_block
    assert "nobody after " in nobody("“Small boat” was the")


@pytest.mark.parametrize(("blocks", "step"), [(0, 0), (1, 1), (3, 3), (4, 3)])
def test_a_speaker_goes_on_over_blocks_counted_up_to_three(blocks, step):
    between = " so " if not blocks else "\n\n" + "It rained.\n\n" * (blocks - 1)
    scene = plain_scene(f"{QUOTE}{between}“It is late now.”")
    last, frame = (frame_of(scene, span) for span in scene.spans)
    names = of_carried(frame, scene, last=last, place="before sentence")
    far = f"carried {step} blocks"
    assert {far, f"{far} & full", f"{far} & before sentence", f"{far} & last stop"} <= set(names)
    alone = f"{far} & alone & last alone True"
    assert (alone in names) == (blocks > 0)
    assert "carried & marked as going on" not in names
    marked = frame._replace(span=frame.span._replace(continues=0))
    assert "carried & marked as going on" in of_carried(marked, scene, last=last, place="x")
