"""spaCy Doc → the same Doc with quotes, quantities and names: the component `attribune`.

    nlp = spacy.load("en_core_web_md")
    nlp.add_pipe("attribune")
    doc = nlp("“We lost 40 homes,” said Ana Ruiz.")
    doc._.quotes[0]["speaker_name"]

It runs the stages that fill the tables; only the parse is that of the Doc. spaCy finds it through an entry
point, so nothing needs to be imported, and imports this module whenever it makes a pipeline: keep it light.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language

from pipeline.component.extensions import EXTENSIONS, register

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.stages import Annotator

#: What a Doc must hold, and the usual components that set it.
_NEEDED = {
    "TAG": "tagger",
    "POS": "attribute_ruler",
    "LEMMA": "lemmatizer",
    "DEP": "parser",
    "ENT_IOB": "ner",
}

register()


@Language.factory(
    "attribune",
    default_config={"guess_dollar": "USD"},
    assigns=[f"doc._.{name}" for name in EXTENSIONS],
    requires=["token.tag", "token.lemma", "token.dep", "token.head", "doc.ents"],
)
def create(nlp: Language, name: str, guess_dollar: str) -> Attribune:
    """The component for a pipeline; `guess_dollar` is the ISO 4217 code that a bare “$” stands for.

    Raises ValueError for a pipeline of another language than English, UsageError for what is no such code.
    """
    if nlp.lang != "en":
        raise ValueError(f"{name} reads English; this pipeline has the language {nlp.lang!r}")
    return Attribune(guess_dollar=guess_dollar)


class Attribune:
    """Sets the extensions and span groups that `pipeline.component.extensions` describes.

    Raises ValueError for a Doc without tags, lemmas, parse or entities, and for a text that a stage cannot
    take; `nlp.set_error_handler` decides what becomes of it.
    """

    def __init__(self, *, guess_dollar: str = "USD") -> None:
        from pipeline.core.config import QuantitiesParams

        self.guess_dollar = QuantitiesParams(guess_dollar=guess_dollar).guess_dollar

    def __call__(self, doc: Doc) -> Doc:
        """The Doc itself, with its layers."""
        from pipeline.component.columns import cut_columns
        from pipeline.component.extensions import set_layers
        from pipeline.core.document import Document

        _check(doc)
        document = Document("", doc.text)
        find_blocks, find_others = _annotators(self.guess_dollar)
        find_blocks.apply([document])
        document.parse = cut_columns(doc, document.blocks)
        find_others.apply([document])
        if document.errors:
            raise ValueError("; ".join(f"{error.stage}: {error.message}" for error in document.errors))
        set_layers(doc, document)
        return doc


@cache
def _annotators(guess_dollar: str) -> tuple[Annotator, Annotator]:
    """The stages before and after the parse; not kept in the component, which is sent to other processes."""
    from pipeline.core.config import LimitsParams, Params, QuantitiesParams
    from pipeline.stages import STAGES, Annotator

    # no bound on time: it works by an alarm, and those belong to whoever runs the pipeline
    params = Params(quantities=QuantitiesParams(guess_dollar=guess_dollar), limits=LimitsParams(seconds=0))
    parse = next(at for at, stage in enumerate(STAGES) if stage.name == "parse")
    return Annotator(STAGES[:parse], params), Annotator(STAGES[parse + 1 :], params)


def _check(doc: Doc) -> None:
    missing = [maker for attribute, maker in _NEEDED.items() if not doc.has_annotation(attribute)]
    if missing and len(doc):
        raise ValueError(
            f"attribune needs tags, lemmas, a dependency parse and entities. Nothing was set by: "
            f"{', '.join(missing)}. Add these components to the pipeline, before attribune"
        )
