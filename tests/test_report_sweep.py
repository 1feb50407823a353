"""Spans over a text become elements: no character lost or doubled, each id once, whatever crosses what."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from report_pages import Page, without_tags

from pipeline.report.sweep import Span, wrap

texts = st.text(st.sampled_from("ab <>&\"'\r\n“”é\U0001f600"), max_size=30)


@st.composite
def texts_with_spans(draw):
    text = draw(texts)
    offset = st.integers(0, len(text))
    edges = sorted(draw(st.sets(offset, max_size=6)))
    blocks = [
        Span(start, end, "p", {"class": "b"}, is_block=True)
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    pairs = draw(st.lists(st.tuples(offset, offset).map(sorted), max_size=8))
    spans = [
        Span(start, end, "mark", {"id": f"m-{i}", "title": 'a > b & "c"'})
        for i, (start, end) in enumerate(pairs)
    ]
    return text, blocks, spans


@given(texts_with_spans())
def test_wrap_keeps_every_character_nests_elements_and_gives_each_id_once(case):
    text, blocks, spans = case
    html = wrap(text, [*spans, *blocks])
    assert without_tags(html) == text
    assert "\r" not in html
    assert Page(html).text == text
    assert Page(html).ids == Counter(f"m-{i}" for i in range(len(spans)))


@given(texts_with_spans())
def test_wrap_puts_a_block_inside_of_nothing(case):
    text, blocks, spans = case
    depth = 0
    for tag in re.findall(r"</?\w+", wrap(text, [*spans, *blocks])):
        assert tag != "<p" or depth == 0
        depth += -1 if tag.startswith("</") else 1


@given(texts_with_spans())
def test_wrap_covers_each_character_by_its_spans(case):
    text, blocks, spans = case
    covered = Counter()
    at, depth = 0, 0
    for tag, piece in re.findall(r"(<[^>]*>)|([^<]+)", wrap(text, [*spans, *blocks])):
        if tag:
            depth += 0 if tag.startswith(("<p", "</p")) else -1 if tag.startswith("</") else 1
        for _ in unescape(piece):
            covered[at] = depth
            at += 1
    for offset in range(len(text)):
        assert covered[offset] == sum(span.start <= offset < span.end for span in spans)


def test_wrap_leaves_a_nested_span_in_one_piece():
    spans = [Span(2, 4, "mark", {"class": "in"}), Span(0, 6, "mark", {"class": "out"})]
    assert wrap("abcdef", spans) == '<mark class="out">ab<mark class="in">cd</mark>ef</mark>'


def test_wrap_opens_the_longer_one_first():
    spans = [Span(0, 2, "mark", {"class": "in"}), Span(0, 4, "mark", {"class": "out"})]
    assert wrap("abcd", spans) == '<mark class="out"><mark class="in">ab</mark>cd</mark>'


def test_wrap_cuts_the_inner_one_of_two_overlapping_spans():
    spans = [Span(0, 3, "mark", {"id": "x"}), Span(2, 5, "mark", {"id": "y"})]
    expected = '<mark id="x">ab<mark id="y">c</mark></mark><mark>de</mark>'
    assert wrap("abcde", spans) == expected


def test_wrap_takes_many_overlapping_spans():
    spans = [Span(i, i + 3, "mark", {"id": f"m-{i}"}) for i in range(20_000)]
    assert without_tags(wrap("a" * 20_003, spans)) == "a" * 20_003
