"""Documents built by hand, for tests that need no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.core.document import Block, Document, Entity, Mention, Parse, Quantity, Quote, Sentence
from pipeline.core.tables import Provenance
from pipeline.coreference import Scene
from pipeline.marks import find_spans

MADE_BY = Provenance("1.2.3", "model", "4.5")


def small_document(article_id: str = "a") -> Document:
    """One article with a row in every layer."""
    text = "“Yes,” he said.\n\nAna Ruiz saw 5 cats."
    return Document(
        article_id,
        text,
        source=f"{article_id}.txt",
        title="T",
        published=datetime(2024, 1, 2, tzinfo=UTC),
        blocks=[Block(0, 0, 15, "paragraph"), Block(1, 17, 37, "paragraph")],
        parse=Parse(
            start=[0, 1],
            end=[1, 4],
            text=["“", "Yes"],
            lemma=["“", "yes"],
            tag=["``", "UH"],
            pos=["PUNCT", "INTJ"],
            morph=["", ""],
            dep=["punct", "ROOT"],
            head=[1, 1],
            sent_start=[True, False],
            ent_iob=["O", "O"],
            ent_type=["", ""],
        ),
        sentences=[Sentence(0, 0, 0, 15), Sentence(1, 1, 17, 37)],
        mentions=[Mention(0, 1, 17, 25, "PERSON", 0, None, "model", 0.9)],
        entities=[Entity(0, "PERSON", "Ana Ruiz", ["Ruiz"], None, 1, 17, None)],
        quantities=[
            Quantity(
                quantity_id=0,
                sentence_id=1,
                start=30,
                end=36,
                number_start=30,
                number_end=31,
                kind="count",
                value_low=5.0,
                value_high=5.0,
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
                counted_noun="cat",
                counted_noun_start=32,
                counted_noun_end=36,
                of_text=None,
                rule="number",
                quote_id=None,
            )
        ],
        quotes=[
            Quote(
                quote_id=0,
                sentence_id=0,
                block_id=0,
                start=1,
                end=5,
                kind="direct",
                closed=True,
                repaired=False,
                continues=None,
                cue_start=10,
                cue_end=14,
                cue_lemma="say",
                speaker_start=7,
                speaker_end=9,
                speaker_entity_id=None,
                speaker_name=None,
                method="subject",
                reason="no candidate",
                confidence=0.5,
            )
        ],
    )


def scene_of(tagged: str, *names: str) -> Scene:
    """A scene of one block from `word/TAG/POS/dep/head` items; each name becomes a person of its own."""
    items = [item.split("/") for item in tagged.split()]
    text = " ".join(item[0] for item in items).replace("“ ", "“").replace(" ”", "”")
    parse, at = Parse(), 0
    for word, tag, pos, dep, head in items:
        start = text.index(word, at)
        at = start + len(word)
        columns = (start, at, word, "", tag, pos, "", dep, int(head), not len(parse), "O", "")
        for column, value in zip(vars(Parse()), columns, strict=True):
            getattr(parse, column).append(value)
    document = Document("a", text, blocks=[Block(0, 0, len(text), "paragraph")], parse=parse)
    document.sentences = [Sentence(0, 0, 0, len(text))]
    document.quote_spans = find_spans(text, document.blocks)
    return with_persons(document, names)


def plain_scene(text: str, *names: str) -> Scene:
    """A scene of a text in which every word is a noun that hangs on nothing; each name is a person's.

    Blocks are parted by empty lines, sentences end with a full stop.
    """
    parse, blocks, sentences = Parse(), [], []
    for paragraph in re.finditer(r"(?s)\S.*?(?=\n\n|\Z)", text):
        blocks.append(Block(len(blocks), *paragraph.span(), "paragraph"))
        begins = True
        for token in re.compile(r"[\w’]+|[^\w\s]").finditer(text, *paragraph.span()):
            if begins and token.group() not in "”’":
                sentences.append(Sentence(len(sentences), len(blocks) - 1, token.start(), token.end()))
                begins = False
            sentences[-1] = sentences[-1]._replace(end=token.end())
            at = len(parse)
            columns = (*token.span(), token.group(), "", "NN", "NOUN", "", "dep", at, begins, "O", "")
            for column, value in zip(vars(Parse()), columns, strict=True):
                getattr(parse, column).append(value)
            begins = begins or token.group() == "."
    document = Document("a", text, blocks=blocks, parse=parse, sentences=sentences)
    document.quote_spans = find_spans(text, blocks)
    return with_persons(document, names)


def with_persons(document: Document, names: Sequence[str]) -> Scene:
    """The scene of a document in which these names are persons, each named once."""
    for index, name in enumerate(names):
        start = document.text.index(name)
        document.mentions.append(
            Mention(index, 0, start, start + len(name), "PERSON", index, None, "model", 0.9)
        )
        document.entities.append(Entity(index, "PERSON", name, [], None, 1, start, None))
    return Scene.of(document)
