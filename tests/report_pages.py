"""What the tests of the report share: an article built by hand, and a strict reader of pages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

from pipeline.core.document import Block, Document, Entity, Mention, Quantity, Quote, Sentence
from pipeline.report import render_part, render_speakers, write_report

TEXT = (
    "Harbour vote\r\n\r\n"
    "“We need <b>3</b> million pounds & 'time',” said Mara Okello, the mayor of Tarn.\r\n\r\n"
    "She called the “old” plan a mistake; between 5 and 7 per cent of voters agree.\r\n\r\n"
    "A spokesman for Quayside Holdings said it was “not aware of more than 200 complaints”."
)
MADE_BY = "Attribune 0.1.0, model 1"
TITLE = "Press & town"


def span_of(part, text=TEXT):
    start = text.index(part)
    return start, start + len(part)


def make_quote(quote_id, part, *, entity_id=None, name=None, written=None, **values):
    start, end = span_of(part)
    speaker = span_of(written) if written else (None, None)
    row = Quote(
        quote_id,
        1,
        1,
        start,
        end,
        kind="direct",
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
        method="subject",
        reason=None,
        confidence=0.75,
    )
    return row._replace(**values)


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
            make_quantity(0, "3</b> million pounds", 3e6, currency="GBP", kind="money", quote_id=0),
            make_quantity(1, "between 5 and 7 per cent", 5.0, 7.0, unit="percent", of_text="voters"),
            make_quantity(2, "more than 200 complaints", 200.0, modifier="more_than", quote_id=2),
        ],
        quotes=[
            make_quote(0, "We need <b>3</b> million pounds & 'time',", entity_id=0, name="Mara Okello"),
            make_quote(1, "old", kind="scare", reason="nobody said so", confidence=0.4),
            make_quote(2, "not aware of more than 200 complaints", kind="mixed", written="A spokesman"),
        ],
    )
    for name, value in values.items():
        setattr(document, name, value)
    return document


def write(folder, documents=None, errors=()):
    documents = [make_document()] if documents is None else documents
    return write_report(parts(documents, errors), speakers, errors, folder, title=TITLE, made_by=MADE_BY)


def speakers(groups):
    """The pages of speakers, group by group."""
    return (render_speakers(group, made_by=MADE_BY, title=TITLE) for group in groups)


def parts(documents, errors):
    """Each document as a part of its own."""
    for document in documents:
        document.errors = [error for error in errors if error.article_id == document.article_id]
        yield render_part([document], MADE_BY)


def without_tags(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


_VOID = {"meta", "link", "input", "br"}
_GLOBAL = {"id", "class", "title", "lang", "role", "tabindex", "style"}
_OWN = {
    "a": {"href", "rel"},
    "meta": {"charset", "http-equiv", "name", "content"},
    "link": {"rel", "href"},
    "input": {"type", "checked"},
    "th": {"scope"},
    "time": {"datetime"},
}
_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"div"},
    "dd": {"div"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "main": {"body"},
    "h1": {"header"},
}
_PHRASING = {"a", "b", "label", "mark", "small", "span", "time", "input"}
_ONLY_PHRASING = {"p", "h1", "h2", "h3", "a", "b", "label", "mark", "small", "span", "time"}


class Page(HTMLParser):
    """A page as an HTML parser sees it: ids, links and text; fails where it is not sound HTML."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.links, self.classes = [], Counter(), [], Counter()
        self.text, self.article = "", None
        self.feed(str(html))
        self.close()
        assert not self.open
        assert all(times == 1 for times in self.ids.values()), self.ids.most_common(3)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        assert len(values) == len(attrs), f"an attribute stands twice: {attrs}"
        for name in values.keys() - _GLOBAL - _OWN.get(tag, set()):
            assert name.startswith(("aria-", "data-")), f"<{tag} {name}>"
        parent = self.open[-1] if self.open else None
        assert parent in _PARENTS.get(tag, {parent}), f"<{tag}> in <{parent}>"
        assert parent not in _ONLY_PHRASING or tag in _PHRASING, f"<{tag}> in <{parent}>"
        assert tag != "a" or "a" not in self.open, "a link in a link"
        if values.get("id") is not None:
            self.ids[values["id"]] += 1
        self.classes.update((values.get("class") or "").split())
        self.links += [values[name] for name in ("href", "src") if name in values]
        if (values.get("class") or "").split()[:1] == ["text"]:
            self.article, self._depth = "", len(self.open)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if self.article is not None and len(self.open) == self._depth:
            self._depth = -1

    def handle_data(self, data):
        self.text += data
        if self.article is not None and self._depth >= 0:
            self.article += data
