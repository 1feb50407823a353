"""Tables → brat → gold: nothing is lost, nothing is misread."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import small_document
from hypothesis import given
from hypothesis import strategies as st

from pipeline.brat.annotate import _note, annotate, read_note
from pipeline.brat.config import TYPES, annotation_conf, visual_conf
from pipeline.brat.gold import read_gold_file, to_rows
from pipeline.brat.standoff import Annotations, Relation, from_lines, to_lines
from pipeline.core.document import Entity
from pipeline.core.errors import UsageError

TEXT = "“Yes,” he said.\n\nAna Ruiz saw 5 cats."


def again(text, annotations):
    return from_lines(text, "".join(to_lines(text, annotations)), "a.ann")


def gold(text, *lines):
    return list(to_rows(text, from_lines(text, "\n".join(lines) + "\n", "a.ann")))


def test_the_lines_of_a_small_article():
    assert "".join(to_lines(TEXT, annotate(small_document()))).splitlines() == [
        "T1\tPERSON 17 25\tAna Ruiz",
        "T2\tQuote 1 5\tYes,",
        "T3\tSpeaker 7 9\the",
        "T4\tCue 10 14\tsaid",
        "T5\tQuantity 30 36\t5 cats",
        "T6\tNumber 30 31\t5",
        "R1\tSaid_by Arg1:T2 Arg2:T3\t",
        "R2\tIntroduced_by Arg1:T2 Arg2:T4\t",
        "A1\tQuoteKind T2 direct",
        "A2\tQuantityKind T5 count",
        "A3\tModifier T5 exact",
        '#1\tAnnotatorNotes T5\t{"value_low": 5.0, "value_high": 5.0, "counted_noun": "cat"}',
    ]


def test_the_gold_rows_of_a_small_article():
    rows = list(to_rows(TEXT, again(TEXT, annotate(small_document()))))
    assert rows == [
        {
            "table": "mentions",
            "start": 17,
            "end": 25,
            "text": "Ana Ruiz",
            "label": "PERSON",
            "name": "Ana Ruiz",
        },
        {
            "table": "quotes",
            "start": 1,
            "end": 5,
            "text": "Yes,",
            "kind": "direct",
            "speaker": None,
            "cue_start": 10,
            "cue_end": 14,
        },
        {
            "table": "quantities",
            "start": 30,
            "end": 36,
            "text": "5 cats",
            "value_low": 5.0,
            "value_high": 5.0,
            "unit": None,
            "currency": None,
            "per": None,
            "counted_noun": "cat",
            "number_text": "5",
            "number_start": 30,
            "modifier": "exact",
        },
    ]


def quote_speaker(document):
    rows = to_rows(document.text, again(document.text, annotate(document)))
    return next(row["speaker"] for row in rows if row["table"] == "quotes")


@pytest.mark.parametrize(
    "fields",
    [
        {"speaker_name": "Ana Ruiz", "speaker_entity_id": 0},
        {"speaker_name": "Ana Ruiz", "speaker_entity_id": 0, "speaker_start": 17, "speaker_end": 25},
        {"speaker_name": None, "speaker_start": 17, "speaker_end": 25},
        {"speaker_name": "Ana Ruiz", "speaker_start": None, "speaker_end": None},
        {"speaker_name": None, "speaker_start": None, "speaker_end": None},
    ],
)
def test_the_speakers_name_comes_back(fields):
    document = small_document()
    document.quotes = [document.quotes[0]._replace(**fields)]
    assert quote_speaker(document) == fields["speaker_name"]


def test_a_fuller_name_is_noted_and_a_speaker_by_name_is_its_mention():
    document = small_document()
    document.entities = [Entity(0, "PERSON", "Ana Maria Ruiz", [], None, 1, 17, None)]
    fields = {"speaker_name": "Ana Maria Ruiz", "speaker_start": 17, "speaker_end": 25}
    document.quotes = [document.quotes[0]._replace(**fields)]
    annotations = annotate(document)
    assert annotations.notes["T1"] == "Ana Maria Ruiz"
    assert annotations.targets("Said_by", "T2") == ["T1"]
    assert quote_speaker(document) == "Ana Maria Ruiz"


def test_a_name_typed_into_the_note_of_a_pronoun_is_the_speaker():
    lines = (
        "T1\tQuote 1 5\tYes,",
        "T2\tSpeaker 7 9\the",
        "R1\tSaid_by Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes T2\tAna Ruiz",
    )
    assert gold(TEXT, *lines)[0]["speaker"] == "Ana Ruiz"


def test_a_quote_said_by_two_has_no_name():
    lines = (
        "T1\tQuote 1 5\tYes,",
        "T2\tPERSON 17 20\tAna",
        "T3\tPERSON 21 25\tRuiz",
        "R1\tSaid_by Arg1:T1 Arg2:T2",
        "R2\tSaid_by Arg1:T1 Arg2:T3",
    )
    assert gold(TEXT, *lines)[0]["speaker"] is None


def test_a_span_over_lines_is_fragments_in_the_file_and_one_stretch_again():
    text = "Ana\r\n\tRuiz saw\u2028it"
    annotations = Annotations()
    annotations.add("PERSON", 0, 10)
    annotations.add("Quote", 6, 17)
    assert list(to_lines(text, annotations)) == [
        "T1\tPERSON 0 3;6 10\tAna Ruiz\n",
        "T2\tQuote 6 14;15 17\tRuiz saw it\n",
    ]
    assert again(text, annotations) == annotations


@given(
    st.text(st.sampled_from("aé🙂 \t\n\r\x85\u2028\u00a0”"), min_size=1, max_size=30),
    st.data(),
)
def test_any_span_of_words_comes_back(text, data):
    annotations = Annotations()
    solid = [at for at, char in enumerate(text) if not char.isspace()]
    if solid:
        start, end = sorted(data.draw(st.tuples(st.sampled_from(solid), st.sampled_from(solid))))
        annotations.add("Quote", start, end + 1)
    assert again(text, annotations) == annotations
    assert all(len(line.splitlines()) == 1 for line in to_lines(text, annotations))


@given(st.text(max_size=12).map(str.strip).filter(bool))
def test_any_name_comes_back_from_its_note(name):
    annotations = Annotations(notes={"T1": _note(name)})
    assert read_note(again("", annotations).notes["T1"]) == name
    assert len(_note(name).splitlines()) == 1


def test_offsets_are_code_points():
    text = "🙂 Ana"
    annotations = Annotations()
    annotations.add("PERSON", 2, 5)
    assert list(to_lines(text, annotations)) == ["T1\tPERSON 2 5\tAna\n"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tQuote 1 5\tNo,", "'No,' does not stand at 1 5"),
        ("T1\tQuote 1 x\tYes,", "cannot read"),
        ("T1\tQuote 7 9;17 20\the Ana", "leaves words out"),
        ("R1\tSaid_by T1 T2", "cannot read"),
    ],
)
def test_a_broken_line_is_wrong_usage_and_named(line, message):
    with pytest.raises(UsageError, match=rf"a\.ann, line 1: .*{message}"):
        from_lines(TEXT, line, "a.ann")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["T1\tPerson 17 25\tAna Ruiz"], "unknown type 'Person'"),
        (["T1\tQuantity 30 36\t5 cats"], "needs a Number"),
        (["T1\tQuantity 30 36\t5 cats", "T2\tNumber 30 31\t5"], "a note like"),
        (["T1\tPERSON 17 25\tAna Ruiz", "#1\tAnnotatorNotes T1\t{oh"], "no valid JSON"),
    ],
)
def test_what_is_no_gold_is_wrong_usage(tmp_path, lines, message):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.ann").write_text("\n".join(lines))
    with pytest.raises(UsageError, match=message):
        read_gold_file(tmp_path / "a.ann")


def test_an_arc_to_nothing_is_wrong_usage():
    with pytest.raises(UsageError, match=r"the arc Said_by T1 T9"):
        from_lines(TEXT, "T1\tQuote 1 5\tYes,\nR1\tSaid_by Arg1:T1 Arg2:T9", "a.ann")


def test_annotations_without_their_text_are_wrong_usage(tmp_path):
    (tmp_path / "a.ann").write_text("")
    with pytest.raises(UsageError, match=r"a\.txt is missing"):
        read_gold_file(tmp_path / "a.ann")


def test_events_and_notes_of_other_kinds_are_left_aside():
    annotations = from_lines(TEXT, "E1\tDie:T1\n*\tEquiv T1 T2\nN1\tReference T1 Wiki:Q1\tx\n\n", "a.ann")
    assert annotations == Annotations()


def test_the_configuration_names_every_type_and_value():
    document = small_document()
    document = replace(document, quotes=[document.quotes[0]._replace(continues=0)])
    annotations = annotate(document)
    conf = annotation_conf()
    assert {span.type for span in annotations.spans.values()} <= set(TYPES)
    for arc in annotations.relations:
        assert isinstance(arc, Relation)
        assert f"\n{arc.type}\tArg1:" in conf
    for (_, name), value in annotations.attributes.items():
        assert value in next(line for line in conf.splitlines() if line.startswith(f"{name}\t"))
    assert conf.splitlines()[0] == "[entities]"
    assert all(name in visual_conf() for name in TYPES)
