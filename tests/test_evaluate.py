"""Tables against gold, and the floors."""

from __future__ import annotations

import json

import pytest
from documents import MADE_BY, small_document
from test_tables import write

from pipeline.core.errors import UsageError
from pipeline.core.storage import write_errors
from pipeline.evaluate import below, evaluate, raise_floors
from pipeline.evaluate.scores import Score

QUOTE = {
    "table": "quotes",
    "start": 1,
    "end": 5,
    "text": "Yes,",
    "kind": "direct",
    "speaker": None,
    "cue_start": 10,
    "cue_end": 14,
}
QUANTITY = {
    "table": "quantities",
    "start": 30,
    "end": 36,
    "text": "5 cats",
    "number_text": "5",
    "value_low": 5,
    "value_high": 5,
    "modifier": "exact",
    "unit": None,
    "currency": None,
    "counted_noun": "cat",
}
PERSON = {
    "table": "mentions",
    "start": 17,
    "end": 25,
    "text": "Ana Ruiz",
    "label": "PERSON",
    "name": "Ana Ruiz",
}


@pytest.fixture
def data(tmp_path):
    write(tmp_path / "data", [small_document()])
    write_errors(tmp_path / "data", [], MADE_BY)
    return tmp_path / "data"


def gold(tmp_path, *rows, article_id="a"):
    folder = tmp_path / "gold"
    folder.mkdir(exist_ok=True)
    (folder / f"{article_id}.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return folder


def test_right_rows_count_in_every_measure(tmp_path, data):
    scores = evaluate(data, gold(tmp_path, QUOTE, QUANTITY, PERSON)).scores
    for name in ("people", "names", "quotes", "quotes, kind", "quotes, speaker's name", "quotes, cue"):
        assert (scores[name].right, scores[name].gold, scores[name].found) == (1, 1, 1), name
    for name in ("quantities", "quantities, value", "quantities, bound", "quantities, unit"):
        assert scores[name].f1 == 1, name


@pytest.mark.parametrize(
    ("row", "change", "measure"),
    [
        (QUOTE, {"kind": "scare"}, "quotes, kind"),
        (QUOTE, {"speaker": "Ana Ruiz"}, "quotes, speaker's name"),
        (QUOTE, {"cue_start": 9}, "quotes, cue"),
        (QUANTITY, {"value_high": 6}, "quantities, value"),
        (QUANTITY, {"modifier": "approx"}, "quantities, bound"),
        (QUANTITY, {"counted_noun": "dog"}, "quantities, unit"),
        (PERSON, {"name": "Ana"}, "names"),
        (PERSON, {"label": "ORG"}, "people"),
    ],
)
def test_a_wrong_row_is_no_hit(tmp_path, data, row, change, measure):
    score = evaluate(data, gold(tmp_path, row | change)).scores[measure]
    assert score.right == 0
    assert score.found == 1


def test_only_tables_with_gold_are_measured(tmp_path, data):
    assert all(name.startswith("quotes") for name in evaluate(data, gold(tmp_path, QUOTE)).scores)


def test_gold_that_does_not_fit_its_article_is_refused(tmp_path, data):
    with pytest.raises(UsageError, match="does not stand at 1"):
        evaluate(data, gold(tmp_path, QUOTE | {"text": "No,"}))


def test_gold_of_an_article_that_is_not_there_is_named_and_left_out(tmp_path, data):
    gold(tmp_path, QUOTE)
    outcome = evaluate(data, gold(tmp_path, QUOTE, article_id="z"))
    assert (outcome.articles, outcome.missing) == (1, ["z"])
    assert "not in the tables: z" in outcome.as_text()


def test_broken_or_no_gold_is_wrong_usage(tmp_path, data):
    with pytest.raises(UsageError, match="holds no gold"):
        evaluate(data, tmp_path / "nowhere")
    (gold(tmp_path) / "a.jsonl").write_text("{")
    with pytest.raises(UsageError, match=r"a\.jsonl"):
        evaluate(data, tmp_path / "gold")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"table": "sentences", "start": 1, "end": 5}', "'text' missing"),
        ('{"table": "quotes", "start": 1, "end": 5, "text": "Yes,"}', "'kind', 'speaker' missing"),
        ('{"start": 1, "end": 5, "text": "Yes,"}', "'table' missing"),
        ('{"table": "quotes",', "not valid JSON"),
        ("[]", "no JSON object"),
    ],
)
def test_a_line_of_gold_that_is_no_annotation_is_named(tmp_path, data, line, said):
    (gold(tmp_path) / "a.jsonl").write_text(f"{json.dumps(QUOTE)}\n\n{line}\n")
    with pytest.raises(UsageError, match=rf"a\.jsonl:3: .*{said}"):
        evaluate(data, tmp_path / "gold")


def test_empty_lines_and_odd_line_ends_are_no_annotations(tmp_path, data):
    folder = gold(tmp_path, QUOTE)
    row = json.dumps(QUOTE | {"note": "\u2028"}, ensure_ascii=False)
    (folder / "a.jsonl").write_text(f"\n{row}\r\n \n")
    assert evaluate(data, folder).scores["quotes"].f1 == 1


def test_gold_that_is_a_file_or_no_text(tmp_path, data):
    path = gold(tmp_path, QUOTE) / "a.jsonl"
    with pytest.raises(UsageError, match="is a file; name a folder"):
        evaluate(data, path)
    path.write_bytes(b"\xff")
    with pytest.raises(UsageError, match=r"a\.jsonl: no valid UTF-8"):
        evaluate(data, path.parent)


def test_precision_recall_and_f1():
    score = Score(right=2, gold=4, found=5)
    assert (score.precision, score.recall, round(score.f1, 4)) == (0.4, 0.5, 0.4444)
    assert (Score().precision, Score().recall, Score().f1) == (0, 0, 0)


def test_floors_only_move_up(tmp_path):
    folder = gold(tmp_path, QUOTE)
    floors = tmp_path / "floors.json"
    raise_floors(floors, folder, {"quotes": Score(2, 4, 4)})
    assert below(floors, folder, {"quotes": Score(2, 4, 4)}) == {}
    assert below(floors, folder, {"quotes": Score(1, 4, 4)}) == {"quotes": 0.49}
    raise_floors(floors, folder, {"quotes": Score(1, 4, 4)})
    assert json.loads(floors.read_text())["floors"] == {"quotes": 0.49}
    raise_floors(floors, folder, {"quotes": Score(3, 4, 4)})
    assert json.loads(floors.read_text())["floors"] == {"quotes": 0.74}


def test_floors_hold_for_one_state_of_the_gold(tmp_path):
    floors = tmp_path / "floors.json"
    with pytest.raises(UsageError, match="no such file"):
        below(floors, gold(tmp_path, QUOTE), {})
    raise_floors(floors, gold(tmp_path, QUOTE), {"quotes": Score(2, 4, 4)})
    with pytest.raises(UsageError, match="gold has changed"):
        below(floors, gold(tmp_path, QUOTE, PERSON), {"quotes": Score(2, 4, 4)})


def test_the_chart_has_a_bar_for_each_measure():
    from xml.etree import ElementTree

    from pipeline.evaluate.plot import as_svg

    chart = as_svg({"quotes, kind": Score(1, 2, 2), "a < b": Score()})
    elements = list(ElementTree.fromstring(chart).iter())  # noqa: S314  our own chart
    texts = [element.text for element in elements if element.text]
    assert {"quotes, kind", "0.500", "a < b", "0.000"} <= set(texts)
    bars = [element for element in elements if element.get("class") == "bar"]
    assert [float(bar.get("width", 0)) for bar in bars] == [180, 0]
