"""texts → token attributes: what `nlp.pipe` gives, from the same weights and rules, several times as fast.

The order is that of the spaCy pipeline: tokenizer, shared vectors, tagger, parser, attribute ruler,
lemmatizer, and the entity recognizer with vectors of its own. All tokens of many texts are columns of one
table, and each step fills some columns for all of them at once. Only tokenizer and the end of the parser
(non-projective arcs, sentence starts) go through spaCy's Doc.

Known are pipelines built as the small and medium English ones of spaCy 3.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline._parser_internals.nonproj import deprojectivize

from pipeline.parse.arcs import ArcParser, Arcs
from pipeline.parse.columns import ATTRIBUTES
from pipeline.parse.entities import EntityDecoder
from pipeline.parse.network import Array, Component, Linear
from pipeline.parse.rules import ASKED, AttributeRules, Lemmas
from pipeline.parse.threads import one_blas_thread
from pipeline.parse.vectors import Embeddings, Encoder

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LEXICAL: list[int | str] = ["IDX", "LENGTH", "ORTH", "NORM", "LOWER", "SPACY", "IS_SPACE"]
_ARCS: list[int | str] = ["HEAD", "DEP", "SENT_START"]
#: About so many tokens are worked on at once; the parser holds four kilobytes for each.
_TOKENS = 8_192
#: When spaCy's vocabulary holds so many strings, it keeps no more: 40 megabytes, the words of 2,000 articles.
_STRINGS = 100_000
_COMPONENTS = {
    "tok2vec": "spacy.pipeline.tok2vec.Tok2Vec",
    "tagger": "spacy.pipeline.tagger.Tagger",
    "parser": "spacy.pipeline.dep_parser.DependencyParser",
    "attribute_ruler": "spacy.pipeline.attributeruler.AttributeRuler",
    "lemmatizer": "spacy.lang.en.lemmatizer.EnglishLemmatizer",
    "ner": "spacy.pipeline.ner.EntityRecognizer",
}


class FastEngine:
    """An `Engine` of known components; raises ValueError or another error for a pipeline with others."""

    def __init__(self, nlp: Language) -> None:
        pipes = _known(nlp)
        self._nlp = nlp
        self.strings = nlp.vocab.strings
        shared = pipes["tok2vec"].model
        own = pipes["ner"].model.get_ref("tok2vec").layers[0]
        self._embeddings = Embeddings(nlp.vocab, [shared.layers[0], own.layers[0]])
        self._encode_shared, self._encode_own = Encoder(shared.layers[1]), Encoder(own.layers[1])
        self._tag_scores = Linear(pipes["tagger"].model.layers[1].layers[0])
        self._tags = np.array([self.strings.add(tag) for tag in pipes["tagger"].labels], np.uint64)
        self._arcs = ArcParser(pipes["parser"])
        self._rules = AttributeRules(pipes["attribute_ruler"])
        self._lemmas = Lemmas(pipes["lemmatizer"])
        self._entities = EntityDecoder(pipes["ner"])

    def room(self) -> AbstractContextManager[object]:
        """Keeps the first words that it meets, and forgets later ones when the block ends."""
        is_full = len(self.strings) > _STRINGS
        return self._nlp.memory_zone() if is_full else nullcontext()

    def __call__(self, texts: Sequence[str]) -> list[Array]:
        docs = [self._nlp.make_doc(text) for text in texts]
        arrays = [np.empty((0, len(ATTRIBUTES)), np.uint64) for _ in docs]
        for group in _groups([len(doc) for doc in docs]):
            with one_blas_thread():
                parts = self._annotate([docs[i] for i in group])
            for i, part in zip(group, parts, strict=True):
                arrays[i] = part
        return arrays

    def _annotate(self, docs: list[Doc]) -> list[Array]:
        """The attributes of the tokens of each text; no text is empty."""
        lengths = np.array([len(doc) for doc in docs])
        ends = np.cumsum(lengths)
        lexical = np.concatenate([doc.to_array(_LEXICAL) for doc in docs])
        found: dict[int | str, Array] = dict(zip(_LEXICAL, lexical.T.copy(), strict=True))
        rows = self._embeddings.rows(found["ORTH"], found["NORM"], found["SPACY"])
        embedded, embedded_own = self._embeddings.tables
        shared = self._encode_shared(embedded, rows, lengths)
        found["TAG"] = self._tags[self._tag_scores(shared).argmax(axis=1)]
        found |= _finished(docs, self._arcs(shared, found["TAG"], ends), ends)
        found |= self._rules({name: found[name] for name in ASKED}, ends)
        found["LEMMA"] = self._lemmas(found["ORTH"], found["POS"], found["MORPH"], found["LEMMA"])
        own = self._encode_own(embedded_own, rows, lengths)
        entities = self._entities(own, found["IS_SPACE"] == 1, found["SENT_START"] == 1, ends)
        found["ENT_IOB"], found["ENT_TYPE"] = entities
        return np.split(np.stack([found[name] for name in ATTRIBUTES], axis=1), ends[:-1])


def _known(nlp: Language) -> dict[str, Component]:
    """The components by name; raises ValueError for what a try on a few sentences might not show."""
    classes = {name: f"{type(pipe).__module__}.{type(pipe).__qualname__}" for name, pipe in nlp.pipeline}
    if list(classes.items()) != list(_COMPONENTS.items()):
        raise ValueError(f"its components are {', '.join(classes) or 'none'}")
    pipes: dict[str, Any] = dict(nlp.pipeline)
    for name in ("parser", "ner"):
        model, settings = pipes[name].model, pipes[name].cfg
        if settings["beam_width"] != 1 or settings["learn_tokens"] or model.attrs["unseen_classes"]:
            raise ValueError(f"its {name} is set up in another way")
    if (
        pipes["tagger"].cfg["overwrite"]
        or pipes["lemmatizer"].overwrite
        or pipes["lemmatizer"].mode != "rule"
    ):
        raise ValueError("its tagger or lemmatizer is set up in another way")
    listeners = [pipes["tagger"].model.layers[0], pipes["parser"].model.get_ref("tok2vec").layers[0]]
    if {listener.name for listener in listeners} != {"tok2vec-listener"}:
        raise ValueError("its tagger and parser have vectors of their own")
    return pipes


def _groups(lengths: list[int]) -> list[list[int]]:
    """The indices of texts that are not empty, in groups of about _TOKENS tokens."""
    groups: dict[int, list[int]] = {}
    before = 0
    for i, length in enumerate(lengths):
        if length:
            groups.setdefault(before // _TOKENS, []).append(i)
        before += length
    return list(groups.values())


def _finished(docs: list[Doc], arcs: Arcs, ends: Array) -> dict[int | str, Array]:
    """HEAD, DEP and SENT_START after spaCy has put non-projective arcs back."""
    table = np.stack((arcs.head.astype(np.uint64), arcs.dep), axis=1)
    parts = []
    for doc, part in zip(docs, np.split(table, ends[:-1]), strict=True):
        doc.from_array(["HEAD", "DEP"], part)  # type: ignore[arg-type]  # typed for thinc's arrays
        parts.append(deprojectivize(doc).to_array(_ARCS))
    return dict(zip(_ARCS, np.concatenate(parts).T, strict=True))
