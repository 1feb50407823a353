"""Progress: plain lines where there is no terminal."""

from __future__ import annotations

from pipeline.runtime import progress
from pipeline.runtime.progress import line, told


def test_a_line_tells_how_much_how_fast_and_what_is_left():
    assert line("articles", 1_200, 9_000, 30.0) == "articles: 1,200 of 9,000, 40 a second, 3 min left"
    assert line("pages", 90, 100, 9.0) == "pages: 90 of 100, 10 a second, 1 s left"


def test_all_items_come_through_and_lines_go_to_the_error_output(monkeypatch, capsys):
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    assert list(told([2, 3], "articles", 5, lambda item: item)) == [2, 3]
    said = capsys.readouterr()
    assert said.out == ""
    assert [text.split(",")[0] for text in said.err.splitlines()] == ["articles: 2 of 5", "articles: 5 of 5"]


def test_a_short_run_says_nothing(capsys):
    assert list(told([1], "articles", 1)) == [1]
    assert capsys.readouterr().err == ""
