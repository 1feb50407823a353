"""The report: no character lost, every row linked, nothing from the network, replaced whole."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.document import Block, Document, Entity, Mention, Quantity, Quote, Sentence
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.filenames import page_name
from pipeline.report import wording, write_report
from pipeline.report.sweep import Span, wrap

TEXT = (
    "Harbour vote\r\n\r\n"
    "“We need <b>3</b> million pounds & 'time',” said Mara Okello, the mayor of Tarn.\r\n\r\n"
    "She called the “old” plan a mistake; between 5 and 7 per cent of voters agree.\r\n\r\n"
    "A spokesman for Quayside Holdings said it was “not aware of more than 200 complaints”."
)
VOID = {"meta", "link", "input", "br"}


def span_of(part, text=TEXT):
    start = text.index(part)
    return start, start + len(part)


def make_quote(quote_id, part, *, kind="direct", entity_id=None, name=None, written=None, reason=None):
    start, end = span_of(part)
    speaker = span_of(written) if written else (None, None)
    return Quote(
        quote_id,
        1,
        1,
        start,
        end,
        kind,
        closed=True,
        repaired=False,
        continues=None,
        cue_start=None,
        cue_end=None,
        cue_lemma=None,
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        speaker_entity_id=entity_id,
        speaker_name=name,
        method="cue_after",
        reason=reason,
        confidence=0.75,
    )


def make_quantity(quantity_id, part, low, high=None, **values):
    start, end = span_of(part)
    row = Quantity(
        quantity_id,
        2,
        start,
        end,
        start,
        end,
        kind="count",
        value_low=low,
        value_high=low if high is None else high,
        modifier="exact",
        modifier_text=None,
        trend=None,
        unit=None,
        unit_text=None,
        per=None,
        currency=None,
        currency_guessed=None,
        base_value_low=None,
        base_value_high=None,
        base_unit=None,
        counted_noun=None,
        counted_noun_start=None,
        counted_noun_end=None,
        of_text=None,
        rule="test",
        quote_id=None,
    )
    return row._replace(**values)


def make_document(article_id="town/harbour vote", **values):
    blocks = [
        Block(i, *match.span(), kind="paragraph" if i else "heading")
        for i, match in enumerate(re.finditer(r"[^\r\n]+", TEXT))
    ]
    entities = [
        Entity(0, "PERSON", "Mara Okello", ["Okello"], "mayor of Tarn", 1, span_of("Mara Okello")[0], None),
        Entity(1, "ORG", "Quayside Holdings", [], None, 1, span_of("Quayside")[0], None),
    ]
    document = Document(
        article_id,
        TEXT,
        source="town/harbour vote.txt",
        title="Harbour <script>alert(1)</script> & vote",
        published=datetime(2024, 3, 9, 7, 5, tzinfo=UTC),
        blocks=blocks,
        sentences=[Sentence(i, i, block.start, block.end) for i, block in enumerate(blocks)],
        entities=entities,
        mentions=[
            Mention(i, 1, *span_of(entity.name), entity.label, i, None, "model", 0.9)
            for i, entity in enumerate(entities)
        ],
        quantities=[
            make_quantity(0, "3</b> million pounds", 3e6, currency="GBP", kind="money"),
            make_quantity(1, "between 5 and 7 per cent", 5.0, 7.0, unit="percent", of_text="voters"),
            make_quantity(2, "more than 200 complaints", 200.0, modifier="more_than"),
        ],
        quotes=[
            make_quote(0, "We need <b>3</b> million pounds & 'time',", entity_id=0, name="Mara Okello"),
            make_quote(1, "old", kind="scare", reason="not_speech"),
            make_quote(2, "not aware of more than 200 complaints", kind="mixed", written="A spokesman"),
        ],
    )
    for name, value in values.items():
        setattr(document, name, value)
    return document


def write(folder, documents=None, errors=()):
    documents = [make_document()] if documents is None else documents
    return write_report(documents, errors, folder, title="Press & town", made_by="Attribune 0.1.0, model 1")


def read_article(folder, article_id="town/harbour vote"):
    return (folder / "articles" / f"{page_name(article_id)}.html").read_bytes().decode()


def body_of(page):
    return re.search(r'<div class="text[^"]*">(.*?)</div>', page, re.DOTALL)[1]


def without_tags(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


class Page(HTMLParser):
    """Collects ids and links, and fails where elements are not nested."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.links, self.inside_p = [], Counter(), [], []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids[values["id"]] += 1
        self.links += [values[name] for name in ("href", "src") if name in values]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


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


def test_article_page_holds_the_text_exactly(tmp_path):
    write(tmp_path / "report")
    assert without_tags(body_of(read_article(tmp_path / "report"))) == TEXT


def test_article_page_without_blocks_holds_the_text_exactly(tmp_path):
    write(tmp_path / "report", [make_document(blocks=[])])
    assert without_tags(body_of(read_article(tmp_path / "report"))) == TEXT


@pytest.mark.parametrize("anchor", ["q-0", "q-1", "q-2", "n-0", "n-1", "n-2", "e-0", "e-1"])
def test_every_row_has_one_element_and_a_link_to_it(tmp_path, anchor):
    write(tmp_path / "report")
    page = Page(read_article(tmp_path / "report"))
    assert page.ids[anchor] == 1
    assert f"#{anchor}" in page.links


def test_every_link_inside_the_report_leads_somewhere(tmp_path):
    folder = tmp_path / "report"
    write(folder, [make_document(), make_document("b")])
    for path in folder.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        assert not [anchor for anchor, times in page.ids.items() if times > 1]
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids
            elif not link.startswith("data:"):
                assert (path.parent / link).resolve().is_file()


def test_pages_need_nothing_from_the_network(tmp_path):
    write(tmp_path / "report")
    for path in (tmp_path / "report").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", page)
        assert "url(" not in page
        assert "@import" not in page
        assert "<script" not in page


def test_what_articles_say_is_escaped(tmp_path):
    nasty = '"><script>alert(2)</script>'
    document = make_document(nasty, source=nasty)
    document.entities[0] = document.entities[0]._replace(name=nasty, aliases=[nasty], description=nasty)
    write(tmp_path / "report", [document], [ArticleError(nasty, nasty, "quotes", "failed", nasty)])
    for path in (tmp_path / "report").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "<script" not in page
        assert "alert(2)" in page
        Page(page)


def test_cards_name_the_speaker_the_written_speaker_or_the_reason(tmp_path):
    write(tmp_path / "report")
    page = read_article(tmp_path / "report")
    cards = [without_tags(card) for card in re.findall(r'<section class="card.*?</section>', page, re.DOTALL)]
    named, unnamed, nobody = (" ".join(card.split()) for card in cards)
    assert named.startswith("Mara Okello mayor of Tarn ¶ “We need <b>3</b> million pounds")
    assert unnamed.startswith("Speaker not named ¶ “not aware of")
    assert "mixed · speaker “A spokesman” · method cue after · confidence 0.75" in unnamed
    assert nobody == "No speaker ¶ “old” scare · not speech · confidence 0.75"


def test_quantities_are_shown_with_relation_value_unit_and_what_they_count(tmp_path):
    write(tmp_path / "report")
    table = re.search(r'<table class="quantities">.*?</table>', read_article(tmp_path / "report"), re.DOTALL)
    rows = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in table[0].split("<tr>")[2:]]
    cells = [[" ".join(without_tags(cell).split()) for cell in row[1:]] for row in rows]
    assert cells == [["=", "3,000,000 GBP", ""], ["=", "5 – 7 percent", "of voters"], [">", "200", ""]]


def test_index_counts_articles_quotes_and_speakers(tmp_path):
    assert write(tmp_path / "report", [make_document("a"), make_document("b")]) == 2
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    totals = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert totals == [
        ("articles", "2"),
        ("quotes", "4"),
        ("without speaker", "0%"),
        ("speakers", "1"),
        ("quantities", "6"),
        ("errors", "0"),
    ]
    ranking = " ".join(without_tags(re.search(r"<ol.*?</ol>", page, re.DOTALL)[0]).split())
    assert ranking == "Mara Okello 2 quotes in 2 articles"
    assert "Press &amp; town" in page
    assert "Attribune 0.1.0, model 1" in page


def test_errors_stand_on_the_index_and_on_the_page_of_their_article(tmp_path):
    errors = [
        ArticleError("broken.csv", None, "ingest", "unreadable", "not UTF-8"),
        ArticleError("a.txt", "a", "quotes", "failed", "ValueError: odd"),
    ]
    write(tmp_path / "report", [make_document("a")], errors)
    index = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "broken.csv" in index
    assert f'<a href="articles/{page_name("a")}.html">a</a>' in index
    assert "ValueError: odd" in read_article(tmp_path / "report", "a")
    assert "not UTF-8" not in read_article(tmp_path / "report", "a")


def test_no_articles_still_give_an_index(tmp_path):
    assert write(tmp_path / "report", []) == 0
    assert "There are no articles" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_same_documents_give_the_same_bytes(tmp_path):
    errors = [ArticleError("a.txt", "a", "quotes", "failed", "odd")]
    for name in ("one", "two"):
        write(tmp_path / name, [make_document("a"), make_document("b")], errors)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.html")}
        for name in ("one", "two")
    )
    assert len(one) == 3
    assert one == two


def test_new_report_leaves_no_page_of_the_old_one(tmp_path):
    write(tmp_path / "report", [make_document("a")])
    write(tmp_path / "report", [make_document("b")])
    names = [path.name for path in (tmp_path / "report" / "articles").iterdir()]
    assert names == [f"{page_name('b')}.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_old_report_stays_when_writing_fails(tmp_path):
    def broken():
        yield make_document("b")
        raise OSError("disk")

    write(tmp_path / "report", [make_document("a")])
    with pytest.raises(OSError, match="disk"):
        write(tmp_path / "report", broken())
    assert read_article(tmp_path / "report", "a")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_old_report_comes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch):
    def rename(path, target):
        if path.suffix == ".new":
            raise OSError("busy")
        return path.replace(target)

    write(tmp_path / "report", [make_document("a")])
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="busy"):
        write(tmp_path / "report", [make_document("b")])
    assert read_article(tmp_path / "report", "a")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_folder_with_other_things_is_not_replaced(tmp_path):
    (tmp_path / "index.html").write_text("my page")
    with pytest.raises(UsageError, match="something else"):
        write(tmp_path)
    assert (tmp_path / "index.html").read_text() == "my page"


def repeated(rows, id_name, times=25):
    """The rows of a text that stands `times` times in a row, with running ids."""
    offsets = [
        name for name in rows[0]._fields if name in {"start", "end"} or name.endswith(("_start", "_end"))
    ]
    found = []
    for shift in range(0, times * len(TEXT), len(TEXT)):
        for row in rows:
            moved = {name: getattr(row, name) + shift for name in offsets if getattr(row, name) is not None}
            found.append(row._replace(**moved, **{id_name: len(found)}))
    return found


def test_page_of_a_thousand_words_is_small(tmp_path):
    once = make_document()
    document = make_document(
        text=TEXT * 25,
        blocks=repeated(once.blocks, "block_id"),
        sentences=repeated(once.sentences, "sentence_id"),
        quotes=repeated(once.quotes, "quote_id"),
        quantities=repeated(once.quantities, "quantity_id"),
        mentions=repeated(once.mentions, "mention_id"),
    )
    write(tmp_path / "report", [document])
    page = read_article(tmp_path / "report")
    assert len(document.text.split()) >= 1_000
    assert Page(page).ids["q-74"] == 1
    assert len(page.encode()) < 150_000


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_page_names_are_plain(article_id):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}-[0-9a-f]{8}", page_name(article_id))


def test_page_names_tell_ids_apart():
    ids = ["../a", "a", "A", "/a", "a/", "", "ü", "é", "a" * 80, "a" * 81]
    assert len({page_name(article_id) for article_id in ids}) == len(ids)
    assert page_name("../../etc/passwd").startswith("etc-passwd-")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (94_000.0, "94,000"),
        (0.5, "0.5"),
        (-3.0, "−3"),
        (0.1 + 0.2, "0.3"),
        (1.25e12, "1,250,000,000,000"),
        (1234.5, "1,234.5"),
    ],
)
def test_numbers_have_separators_and_no_needless_digits(value, shown):
    assert wording.number(value) == shown


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"currency": "USD", "per": "year"}, "USD per year"),
        ({"unit": "kilometre"}, "kilometre"),
        ({"kind": "multiple"}, "times"),
        ({"per": "day"}, "per day"),
        ({}, ""),
    ],
)
def test_units_are_put_into_words(values, shown):
    assert wording.unit(make_quantity(0, "3</b>", 3.0, **values)) == shown


def test_long_texts_are_cut_between_words():
    assert wording.first_words("one two three", 9) == "one two…"
    assert wording.last_words("one two three", 9) == "…three"
    assert wording.first_words("abcdefgh", 4) == "abcd…"
    assert wording.first_words("one", 9) == "one"


def test_the_title_is_given_or_the_opening_heading_or_the_id():
    document = Document(
        "a/b", "The flood\n\nIt rained.", blocks=[Block(0, 0, 9, "heading"), Block(1, 11, 21, "paragraph")]
    )
    assert wording.title(document) == "The flood"
    document.title = "Given"
    assert wording.title(document) == "Given"
    assert wording.title(Document("a/b", "It rained.", blocks=[Block(0, 0, 10, "paragraph")])) == "a/b"
