"""texts → token attributes: a spaCy pipeline, the fast way where all its parts are known.

`FastEngine` does what `nlp.pipe` does, with the weights and rules of the loaded components, but on all texts
of a batch at once. It knows pipelines built as the English small, medium and large ones of spaCy 3.8.
`engine` tries it against spaCy on a few sentences; where a component is another, or anything differs,
`StockEngine` works instead.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from spacy.pipeline._parser_internals.nonproj import deprojectivize

from pipeline.parse.arcs import ArcParser, Arcs
from pipeline.parse.columns import ATTRIBUTES
from pipeline.parse.entities import EntityDecoder
from pipeline.parse.network import Array, Linear
from pipeline.parse.rules import ASKED, AttributeRules, Lemmas
from pipeline.parse.threads import one_blas_thread
from pipeline.parse.vectors import Embeddings, Encoder

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

log = logging.getLogger(__name__)

_LEXICAL: list[int | str] = ["IDX", "LENGTH", "ORTH", "NORM", "LOWER", "SPACY", "IS_SPACE"]
_ARCS: list[int | str] = ["HEAD", "DEP", "SENT_START"]

#: About so many tokens are worked on at once; the parser holds four kilobytes for each.
_TOKENS = 8_192
_COMPONENTS = {
    "tok2vec": "spacy.pipeline.tok2vec.Tok2Vec",
    "tagger": "spacy.pipeline.tagger.Tagger",
    "parser": "spacy.pipeline.dep_parser.DependencyParser",
    "attribute_ruler": "spacy.pipeline.attributeruler.AttributeRuler",
    "lemmatizer": "spacy.lang.en.lemmatizer.EnglishLemmatizer",
    "ner": "spacy.pipeline.ner.EntityRecognizer",
}
_SAMPLE = (
    "Dr. Ilse Varga, 61, hadn't gone to the U.N. office in Lindau on 3 May. “Who pays?” she asked her staff.",
    "It's the 4,000 people who were let go that they ought to be talking about, aren't they?",
    "SHARES in Norvik AB fell 12% to $3.5m (after a rise)... the Board, which met twice, said nothing",
    " ",
)


class Engine(Protocol):
    """Texts to one array a text: a row a token, columns as in ATTRIBUTES, whose hashes `strings` resolves."""

    strings: StringStore

    def __call__(self, texts: Sequence[str]) -> list[Array]: ...


class StockEngine:
    """spaCy's own way, with any pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.strings = nlp.vocab.strings

    def __call__(self, texts: Sequence[str]) -> list[Array]:
        docs = self._nlp.pipe(texts, batch_size=max(len(texts), 1))
        return [doc.to_array(ATTRIBUTES).reshape(-1, len(ATTRIBUTES)) for doc in docs]


class FastEngine:
    """The same arrays, faster; raises ValueError or another error for a pipeline that it does not know."""

    def __init__(self, nlp: Language) -> None:
        _check(nlp)
        pipes: dict[str, Any] = dict(nlp.pipeline)
        self._nlp = nlp
        self.strings = nlp.vocab.strings
        shared = pipes["tok2vec"].model
        own = pipes["ner"].model.get_ref("tok2vec").layers[0]
        self._embeddings = Embeddings(nlp.vocab, [shared.layers[0], own.layers[0]])
        self._shared, self._own = Encoder(shared.layers[1]), Encoder(own.layers[1])
        self._tag_scores = Linear(pipes["tagger"].model.layers[1].layers[0])
        self._tags = np.array([self.strings.add(tag) for tag in pipes["tagger"].labels], np.uint64)
        self._arcs = ArcParser(pipes["parser"])
        self._rules = AttributeRules(pipes["attribute_ruler"])
        self._lemmas = Lemmas(pipes["lemmatizer"])
        self._entities = EntityDecoder(pipes["ner"])

    def __call__(self, texts: Sequence[str]) -> list[Array]:
        docs = [self._nlp.make_doc(text) for text in texts]
        arrays = [np.empty((0, len(ATTRIBUTES)), np.uint64) for _ in docs]
        for group in _groups([len(doc) for doc in docs]):
            lengths = np.array([len(docs[i]) for i in group])
            with one_blas_thread():
                table = self._annotate([docs[i] for i in group], lengths)
            for i, part in zip(group, np.split(table, np.cumsum(lengths)[:-1]), strict=True):
                arrays[i] = part
        return arrays

    def _annotate(self, docs: list[Doc], lengths: Array) -> Array:
        """The attributes of all tokens of texts that are not empty."""
        lexical = np.concatenate([doc.to_array(_LEXICAL) for doc in docs])
        found: dict[Any, Array] = dict(zip(_LEXICAL, lexical.T.copy(), strict=True))
        rows = self._embeddings.rows(found["ORTH"], found["NORM"], found["SPACY"])
        for_arcs, for_entities = self._embeddings.tables
        shared = self._shared(for_arcs, rows, lengths)
        found["TAG"] = self._tags[self._tag_scores(shared).argmax(axis=1)]
        arcs = self._arcs(shared, found["TAG"], lengths)
        found |= zip(_ARCS, _annotate_arcs(docs, lengths, arcs), strict=True)
        found |= self._rules({name: found[name] for name in ASKED}, np.cumsum(lengths))
        found["LEMMA"] = self._lemmas(found["ORTH"], found)
        own = self._own(for_entities, rows, lengths)
        entities = self._entities(own, lengths, found["IS_SPACE"] == 1, found["SENT_START"] == 1)
        found["ENT_IOB"], found["ENT_TYPE"] = entities.iob.astype(np.uint64), entities.label
        return np.stack([found[name] for name in ATTRIBUTES], axis=1)


def engine(nlp: Language) -> Engine:
    """The fast engine where it gives what spaCy gives, else spaCy's own; says once in the log why."""
    stock = StockEngine(nlp)
    try:
        fast = FastEngine(nlp)
        differs = [
            text for text, a, b in zip(_SAMPLE, fast(_SAMPLE), stock(_SAMPLE), strict=True) if (a != b).any()
        ]
    except Exception as error:  # whatever another version or pipeline may raise
        log.warning("This spaCy pipeline is parsed by spaCy itself, which is slower: %s", error)
        return stock
    if differs:
        log.warning(
            "This spaCy pipeline is parsed by spaCy itself, which is slower: another result for %r",
            differs[0],
        )
        return stock
    return fast


def _check(nlp: Language) -> None:
    """Raises ValueError for what a few sentences would not show."""
    classes = {name: f"{type(pipe).__module__}.{type(pipe).__qualname__}" for name, pipe in nlp.pipeline}
    if list(classes.items()) != list(_COMPONENTS.items()):
        raise ValueError(f"its components are {', '.join(classes) or 'none'}")
    pipes: dict[str, Any] = dict(nlp.pipeline)
    for name in ("parser", "ner"):
        model, settings = pipes[name].model, pipes[name].cfg
        if settings["beam_width"] != 1 or settings["learn_tokens"] or model.attrs["unseen_classes"]:
            raise ValueError(f"its {name} is set up in another way")
    if (
        pipes["lemmatizer"].mode != "rule"
        or pipes["lemmatizer"].overwrite
        or pipes["tagger"].cfg["overwrite"]
    ):
        raise ValueError("its lemmatizer or tagger is set up in another way")
    listeners = [pipes["tagger"].model.layers[0], pipes["parser"].model.get_ref("tok2vec").layers[0]]
    if {listener.name for listener in listeners} != {"tok2vec-listener"}:
        raise ValueError("its tagger and parser have vectors of their own")


def _groups(lengths: list[int]) -> list[list[int]]:
    """The indices of texts that are not empty, in groups of about _TOKENS tokens."""
    groups: dict[int, list[int]] = {}
    before = 0
    for i, length in enumerate(lengths):
        if length:
            groups.setdefault(before // _TOKENS, []).append(i)
        before += length
    return list(groups.values())


def _annotate_arcs(docs: list[Doc], lengths: Array, arcs: Arcs) -> Array:
    """HEAD, DEP and SENT_START after spaCy has put non-projective arcs back."""
    table = np.stack((arcs.head.astype(np.uint64), arcs.dep), axis=1)
    parts = []
    for doc, part in zip(docs, np.split(table, np.cumsum(lengths)[:-1]), strict=True):
        doc.from_array(["HEAD", "DEP"], part)  # type: ignore[arg-type]  # typed for thinc's arrays
        parts.append(deprojectivize(doc).to_array(_ARCS))
    return np.concatenate(parts).T
