"""tables → spaCy Docs in a DocBin, rebuilt from the tokens without running the model.

`doc.text` is the article's text: what lies between its tokens (line ends, double spaces, runs too long for a
word) becomes tokens of their own, hung on the token before them. `doc.ents` are the people and organizations
of the tables, with the entity_id as `ent_id_`; what the model took for entities is in
`doc.spans["model_ents"]`. All else is as the component sets it (pipeline/component/extensions.py), and
`doc.user_data` has the article's id, title and time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

from pipeline.component.extensions import register, set_layers
from pipeline.core.document import Document, Parse
from pipeline.core.parts import read_documents
from pipeline.export.output import new_file, new_folder
from pipeline.export.words import Word, find_words

if TYPE_CHECKING:
    from spacy.vocab import Vocab

_LAYERS = ("tokens", "sentences", "mentions", "entities", "quantities", "quotes")
#: Articles in a file, where `out` is a folder.
SHARD = 1_000


def write(data: Path, out: Path) -> int:
    """Writes the articles of a folder of tables to `out`; their number.

    A path that ends in .spacy is one file; any other becomes a folder of files with 1,000 articles each.
    """
    vocab = spacy.blank("en").vocab
    documents = read_documents(data, _LAYERS)
    if out.suffix == ".spacy":
        with new_file(out) as path:
            return _write(path, _shelf(documents, vocab))
    articles = 0
    with new_folder(out) as folder:
        while len(shelf := _shelf(islice(documents, SHARD), vocab)):
            articles += _write(folder / f"{articles // SHARD:05}.spacy", shelf)
    return articles


def _shelf(documents: Iterable[Document], vocab: Vocab) -> DocBin:
    register()
    return DocBin(store_user_data=True, docs=(to_doc(document, vocab) for document in documents))


def _write(path: Path, shelf: DocBin) -> int:
    shelf.to_disk(path)
    return len(shelf)


def to_doc(document: Document, vocab: Vocab) -> Doc:
    """The Doc of an article, with the article's text, its parse and all its layers."""
    words = find_words(document.text, document.parse)
    doc = _parsed(document.parse, words, vocab)
    doc.spans["model_ents"] = list(_model_entities(doc, document.parse, words))
    mentions = (
        doc.char_span(row.start, row.end, row.label, span_id=str(row.entity_id), alignment_mode="expand")
        for row in document.mentions
    )
    doc.set_ents(filter_spans([span for span in mentions if span is not None]), default="outside")
    set_layers(doc, document)
    doc.user_data["article_id"] = document.article_id
    doc.user_data["title"] = document.title
    doc.user_data["published"] = document.published.isoformat() if document.published else None
    return doc


def _parsed(parse: Parse, words: list[Word], vocab: Vocab) -> Doc:
    """The Doc with tags, lemmas, heads and labels; a word without a token hangs on its neighbour."""
    place = {word.token: i for i, word in enumerate(words) if word.token is not None}

    def column(name: str, default: str) -> list[str]:
        values = getattr(parse, name)
        return [default if word.token is None else values[word.token] for word in words]

    last = next(iter(place.values()), 0)
    heads = []
    for i, word in enumerate(words):
        if word.token is not None:
            last = i
        heads.append(last if word.token is None else place[parse.head[word.token]])
    return Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[word.space for word in words],
        tags=column("tag", "_SP"),
        pos=column("pos", "SPACE"),
        morphs=column("morph", ""),
        lemmas=[word.text if word.token is None else parse.lemma[word.token] for word in words],
        heads=heads,
        deps=column("dep", "dep"),
    )


def _model_entities(doc: Doc, parse: Parse, words: list[Word]) -> Iterator[Span]:
    """The entities of the model, from the B and I of their tokens."""
    place = {word.token: i for i, word in enumerate(words)}
    for token, mark in enumerate(parse.ent_iob):
        if mark != "B":
            continue
        end = token + 1
        while end < len(parse) and parse.ent_iob[end] == "I":
            end += 1
        yield Span(doc, place[token], place[end - 1] + 1, label=parse.ent_type[token])
