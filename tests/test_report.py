"""The report: no character lost, every row linked, nothing from the network, replaced whole."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_pages import TEXT, Page, make_document, make_quantity, make_quote, span_of, without_tags, write

from pipeline.core.document import Mention
from pipeline.core.errors import ArticleError, UsageError
from pipeline.core.filenames import page_name
from pipeline.report import corpus, index
from pipeline.report.marks import marked_text, mention_anchors
from pipeline.report.speakers import article_address, speaker_address, speaker_name


def read_article(folder, article_id="town/harbour vote"):
    return (folder / article_address(article_id)).read_bytes().decode()


def read(folder, name="index.html"):
    return (folder / name).read_bytes().decode()


def all_pages(folder):
    return {path: Page(path.read_bytes().decode()) for path in folder.rglob("*.html")}


def plain(html):
    return " ".join(without_tags(html).split())


def test_article_page_holds_the_text_exactly(tmp_path):
    write(tmp_path / "report")
    assert Page(read_article(tmp_path / "report")).article == TEXT


def test_article_page_without_blocks_holds_the_text_exactly(tmp_path):
    write(tmp_path / "report", [make_document(blocks=[])])
    assert Page(read_article(tmp_path / "report")).article == TEXT


spans_of_text = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted)


@given(st.lists(spans_of_text, max_size=5), st.lists(spans_of_text, max_size=5))
def test_rows_that_cross_each_other_leave_the_text_as_it_is(quoted, named):
    row = make_quote(0, "old")
    document = make_document(
        quotes=[row._replace(quote_id=i, start=start, end=end) for i, (start, end) in enumerate(quoted)],
        mentions=[
            Mention(i, 1, start, end, "PERSON", 0, None, "model", 0.5) for i, (start, end) in enumerate(named)
        ],
    )
    page = Page(f'<div class="text">{marked_text(document)}</div>')
    assert page.article == TEXT
    anchors = [*(f"q-{i}" for i in range(len(quoted))), *mention_anchors(document), "n-0", "n-1", "n-2"]
    assert page.ids == Counter(anchors)


@pytest.mark.parametrize("anchor", ["q-0", "q-1", "q-2", "n-0", "n-1", "n-2", "e-0", "e-1"])
def test_every_row_has_one_element_and_a_link_to_it(tmp_path, anchor):
    write(tmp_path / "report")
    page = Page(read_article(tmp_path / "report"))
    assert page.ids[anchor] == 1
    assert f"#{anchor}" in page.links


def test_every_link_inside_the_report_leads_somewhere(tmp_path):
    folder = tmp_path / "report"
    once = Mention(2, 2, *span_of("She"), "PERSON", 0, None, "model", 0.9)
    again = make_document("b", mentions=[*make_document().mentions, once])
    write(
        folder,
        [make_document(), again, make_document("c")],
        [ArticleError("b", "b", "quotes", "failed", "odd")],
    )
    pages = all_pages(folder)
    assert len(pages) == 2 + 3 + 1
    for path, page in pages.items():
        for link in page.links:
            if not link.startswith("data:"):
                name, _, anchor = link.partition("#")
                target = (path.parent / name).resolve() if name else path
                assert target in pages, link
                assert not anchor or anchor in pages[target].ids, link


def test_all_pages_can_be_reached_from_the_first_one(tmp_path):
    folder = tmp_path / "report"
    write(folder, [make_document(), make_document("b")])
    pages, reached, waiting = all_pages(folder), set(), [folder / "index.html"]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        found = {
            (path.parent / link.partition("#")[0]).resolve() for link in pages[path].links if link[0] != "#"
        }
        waiting += [target for target in found & pages.keys() if target not in reached]
    assert reached == pages.keys()


def test_pages_need_nothing_from_the_network(tmp_path):
    write(tmp_path / "report")
    for path in (tmp_path / "report").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", page)
        assert "url(" not in page
        assert "@import" not in page
        assert "default-src 'none'" in page


def test_only_lists_have_a_script_and_it_is_short_and_known_to_their_policy(tmp_path):
    write(tmp_path / "report")
    for path in (tmp_path / "report").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        assert len(scripts) == page.count("<script") == (path.name in {"index.html", "speakers.html"})
        for script in scripts:
            assert len(script.splitlines()) <= 25
            assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page


def test_what_articles_say_is_escaped(tmp_path):
    nasty = '"><script>alert(2)</script>'
    document = make_document(f"../{nasty}", source=nasty, title=nasty)
    document.entities[0] = document.entities[0]._replace(name=nasty, aliases=[nasty], description=nasty)
    document.quotes[0] = document.quotes[0]._replace(speaker_name=nasty, method=nasty, reason=nasty)
    document.quantities[0] = document.quantities[0]._replace(currency=nasty)
    errors = [ArticleError(nasty, document.article_id, "quotes", "failed", nasty)]
    write(tmp_path / "report", [document, make_document("b")], errors)
    pages = all_pages(tmp_path / "report")
    assert len(pages) == 6
    for path, page in pages.items():
        raw = path.read_text(encoding="utf-8")
        assert "<script>alert" not in raw
        assert "alert(" in page.text
        assert path.resolve().is_relative_to(tmp_path)


def test_cards_name_the_speaker_the_written_speaker_or_the_reason(tmp_path):
    write(tmp_path / "report")
    page = read_article(tmp_path / "report")
    cards = re.findall(r'<section class="card.*?</section>', page, re.DOTALL)
    named, unnamed, nobody = map(plain, cards)
    assert named.startswith("Mara Okello ¶ 1 quote mayor of Tarn ¶ “We need <b>3</b> million pounds")
    assert speaker_address(speaker_name(make_document(), make_document().entities[0])) in cards[0]
    assert unnamed.startswith("Speaker not named 1 quote The article says who speaks")
    assert "mixed · speaker “A spokesman” · subject of the verb confidence 0.75" in unnamed
    assert nobody == "No speaker 1 quote ¶ “old” Nobody said so. scare check confidence 0.40"


def test_doubtful_rows_are_marked_in_the_text_and_in_the_list(tmp_path):
    sure = make_document()
    write(tmp_path / "sure", [make_document(quotes=[row for row in sure.quotes if row.quote_id != 1])])
    assert Page(read_article(tmp_path / "sure")).classes["check"] == 0
    write(
        tmp_path / "report", [make_document(mentions=[row._replace(confidence=0.6) for row in sure.mentions])]
    )
    page = Page(read_article(tmp_path / "report"))
    assert page.classes["check"] == 3
    assert page.classes["unsure"] == 1


def test_marks_say_what_they_are_when_pointed_at(tmp_path):
    write(tmp_path / "report")
    titles = re.findall(r'<mark [^>]*title="(.*?)"', read_article(tmp_path / "report"))
    assert titles == [
        "direct quote · Mara Okello · subject of the verb · confidence 0.75",
        "3 million GBP · money",
        "person · Mara Okello · model · confidence 0.90",
        "scare quote · no name · confidence 0.40",
        "5 to 7 percent of voters · count",
        "organization · Quayside Holdings · model · confidence 0.90",
        "mixed quote · no name · speaker “A spokesman” · subject of the verb · confidence 0.75",
        "more than 200 · count",
    ]


def test_quantities_are_shown_in_words_with_unit_noun_and_who_said_them(tmp_path):
    write(tmp_path / "report")
    table = re.search(r'<table class="quantities">.*?</table>', read_article(tmp_path / "report"), re.DOTALL)
    rows = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in table[0].split("<tr>")[2:]]
    assert [[plain(cell) for cell in row[:2]] for row in rows] == [
        ["¶ 3 million", "GBPmoney"],
        ["¶ 5 to 7", "percent of voterscount"],
        ["¶ more than 200", "count"],
    ]
    assert plain(rows[0][2]).endswith("said by Mara Okello")
    assert plain(rows[2][2]).endswith("said by A spokesman")


def test_articles_lead_to_the_one_before_and_after(tmp_path):
    write(tmp_path / "report", [make_document(name, title=name) for name in "abc"])
    steps = [
        re.findall(r'<a rel="(\w+)" href="\.\./(.*?)"', read_article(tmp_path / "report", name))
        for name in "abc"
    ]
    a, b, c = (article_address(name) for name in "abc")
    assert steps == [[("next", b)] * 2, [("prev", a), ("next", c)] * 2, [("prev", b)] * 2]


def test_index_counts_articles_quotes_and_speakers(tmp_path):
    lost = make_quote(0, "old", reason="no speaker near it", method="none")
    assert (
        write(
            tmp_path / "report",
            [make_document("a"), make_document("b"), make_document("c", quotes=[lost], quantities=[])],
        )
        == 3
    )
    page = read(tmp_path / "report")
    totals = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert totals == [
        ("articles", "3"),
        ("words", f"{3 * len(TEXT.split())}"),
        ("quotes", "5"),
        ("speakers", "1"),
        ("quotes without a speaker", "20%"),
        ("quantities", "6"),
        ("errors", "0"),
    ]
    ranking = plain(re.search(r"<ol.*?</ol>", page, re.DOTALL)[0])
    assert ranking == "Mara Okello 2 quotes mayor of Tarn · in 3 articles"
    bars = [plain(line) for line in re.findall(r'<li><p class="rank">.*?</li>', page, re.DOTALL)]
    assert bars == [
        "speaker with a name 2",
        "speaker without a name 2",
        "no speaker check 1",
        "0.95 to 1.00 0",
        "0.90 to 0.95 0",
        "0.80 to 0.90 0",
        "0.70 to 0.80 5",
        "0.00 to 0.70 0",
        "subject of the verb 4⌀ 0.75",
        "nobody found 1⌀ 0.75",
    ]
    assert "Press &amp; town" in page
    assert "Attribune 0.1.0, model 1" in page


def test_index_ranks_the_largest_quantities_of_each_kind_once_an_article(tmp_path):
    def count(i, size):
        return make_quantity(i, "between 5 and 7 per cent", float(size), counted_noun="vote")

    documents = [
        make_document(name, quantities=[count(0, size), count(1, size)])
        for name, size in zip("abcdefg", [3, 9, 4, 9, 1, 7, 8], strict=True)
    ]
    write(tmp_path / "report", documents)
    page = read(tmp_path / "report")
    group = re.search(r'<section class="card">\s*<h3>Counts.*?</section>', page, re.DOTALL)[0]
    assert plain(group) == "Counts 14 9 9 8 7 4"
    links = re.findall(r'href="(.*?)"', group)
    assert links == [f"{article_address(name)}#n-0" for name in "bdgfc"]


def test_lists_show_their_first_rows_and_say_how_many_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "MOST_ROWS", 2)
    documents = [make_document(name, title=f"Title {name}") for name in "abc"]
    for document in documents:
        document.entities[0] = document.entities[0]._replace(name=f"Mara Okello-{document.article_id}")
    errors = [ArticleError(f"{i}.txt", None, "ingest", "unreadable", "not UTF-8") for i in range(3)]
    write(tmp_path / "report", documents, errors)
    page = Page(read(tmp_path / "report")).text
    assert "The first 2 of 3 articles" in page
    assert "The first 2 of 3 errors" in page
    assert "1.txt" in page
    assert "2.txt" not in page
    assert "The first 2 of 3 speakers" in Page(read(tmp_path / "report", "speakers.html")).text


def test_a_page_shows_what_was_odd_about_its_own_article_only(tmp_path):
    errors = [
        ArticleError("a.csv", "a", "ingest", "duplicate id", "that article was kept, this one left out", 3),
        ArticleError("a.csv", "a", "ingest", "bad date", "“soon” is no date", 2),
        ArticleError("a.csv", "a", "quotes", "failed", "ValueError: x"),
    ]
    write(tmp_path / "report", [make_document("a")], errors)
    text = Page(read(tmp_path / "report", article_address("a"))).text
    assert "Note: bad date: “soon” is no date" in text
    assert "The stage “quotes” failed on this article: ValueError: x" in text
    assert "left out" not in text


def speaker_pages(folder):
    return {path.name: path for path in (folder / "speakers").iterdir()}


def renamed(document, name, qid=None):
    """The document with another name for its only speaker."""
    document.entities[0] = document.entities[0]._replace(name=name, qid=qid)
    document.quotes[0] = document.quotes[0]._replace(speaker_name=name)
    return document


def test_speaker_page_gathers_quotes_numbers_roles_and_articles(tmp_path):
    document = make_document("b", title="Second")
    document.entities[0] = document.entities[0]._replace(aliases=["Ms Okello"], description="mayor")
    silent = make_document("c", title="Third", quotes=[], quantities=[])
    write(tmp_path / "report", [make_document("a", title="First"), document, silent])
    (path,) = speaker_pages(tmp_path / "report").values()
    html = path.read_text(encoding="utf-8")
    text = " ".join(Page(html).text.split())
    assert "Mara Okello Person · mayor of Tarn · 2 quotes · named in 3 articles" in text
    assert text.count("“We need <b>3</b> million pounds & 'time',”") == 2
    assert "Mara Okello, Okello, Ms Okello" in text
    assert "mayor of Tarn; mayor" in text
    assert "letter by letter" in text
    assert re.findall(r'href="(.*?)" title="Show', html) == [
        f"../{article_address(name)}#{anchor}" for anchor in ("q-0", "n-0") for name in "ab"
    ]
    assert f'href="../{article_address("c")}#e-0">1 mention</a>, 0 quotes' in html


@pytest.mark.parametrize(
    ("first", "second", "pages"),
    [
        (("Mara Okello", None), ("Mara Okello", None), 1),
        (("Mara Okello", None), ("Mara Okelloh", None), 2),
        (("Okello", None), ("Okello", None), 2),
        (("Okello", "Q5"), ("Mara Okello", "Q5"), 1),
        (("Mara Okello", "Q5"), ("Mara Okello", "Q6"), 2),
        (("Mara Okello", "Q5"), ("Mara Okello", None), 2),
    ],
)
def test_speakers_of_two_articles_are_one_by_item_or_full_name(tmp_path, first, second, pages):
    write(tmp_path / "report", [renamed(make_document("a"), *first), renamed(make_document("b"), *second)])
    assert len(speaker_pages(tmp_path / "report")) == pages


def test_a_person_and_an_organization_of_one_name_are_two(tmp_path):
    document = make_document()
    document.entities[0] = document.entities[0]._replace(label="ORG")
    document.mentions[0] = document.mentions[0]._replace(label="ORG")
    write(tmp_path / "report", [make_document("a"), document])
    assert len(speaker_pages(tmp_path / "report")) == 2


def test_the_page_of_a_one_word_name_says_that_it_covers_one_article(tmp_path):
    write(tmp_path / "report", [renamed(make_document(), "Okello")])
    (path,) = speaker_pages(tmp_path / "report").values()
    assert "this page covers one article" in path.read_text(encoding="utf-8")


def test_speaker_page_is_bounded_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "MOST", dict.fromkeys(corpus.MOST, 2))
    write(tmp_path / "report", [make_document(name) for name in "abc"])
    (path,) = speaker_pages(tmp_path / "report").values()
    text = Page(path.read_text(encoding="utf-8")).text
    for what in ("quotes", "numbers", "articles"):
        assert f"The first 2 of 3 {what}." in text
    assert text.count("“We need") == 2


def test_only_those_who_are_quoted_have_a_page(tmp_path):
    write(tmp_path / "report")
    assert [name[:11] for name in speaker_pages(tmp_path / "report")] == ["mara-okello"]
    assert "Quayside" not in read(tmp_path / "report", "speakers.html")


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
    assert len(one) == 5
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


def test_what_a_killed_writer_left_is_removed(tmp_path):
    write(tmp_path / "report", [make_document("a")])
    for name in (".report.new", ".report.old"):
        (tmp_path / name / "articles").mkdir(parents=True)
    write(tmp_path / "report", [make_document("a")])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_old_report_comes_back_after_a_kill_between_the_renames(tmp_path):
    def broken():
        assert read_article(tmp_path / "report", "a")
        raise OSError("disk")
        yield

    write(tmp_path / "report", [make_document("a")])
    (tmp_path / "report").rename(tmp_path / ".report.old")
    with pytest.raises(OSError, match="disk"):
        write(tmp_path / "report", broken())
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
