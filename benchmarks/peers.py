"""Other tools on the same texts, in the scorers' layouts: textacy for quotes, quantulum3 for quantities.

They are an extra: `pip install 'attribune[peers]'`. A text at which a tool raises counts as an empty answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any

from common import Record

from pipeline.core.document import Document
from pipeline.model import load


def peer(name: str) -> ModuleType:
    """The module of a peer, after its version was printed; says how to install it where it is missing."""
    try:
        module = import_module(name)
    except ImportError:
        raise SystemExit(f"{name} is not installed: pip install 'attribune[peers]'") from None
    package = name.partition(".")[0]
    print(f"-- {package} {version(package)}, spaCy {version('spacy')}")
    return module


def textacy_quotes(documents: list[Document], model: str) -> Iterator[Record]:
    """The direct quotations of textacy, which is fed block by block (whole articles give it far fewer)."""
    extract = peer("textacy.extract").direct_quotations
    nlp = load(model)
    failed = 0
    for document in documents:
        found: list[Record] = []
        for block in document.blocks:
            doc = nlp(document.text[block.start : block.end])
            try:
                found += [_textacy_row(triple, block.start) for triple in extract(doc)]
            except ValueError:
                failed += 1
        yield {"article_id": document.article_id, "quotes": found}
    if failed:
        print(f"textacy raised at {failed} blocks", file=sys.stderr)


def _textacy_row(triple: Any, offset: int) -> Record:  # noqa: ANN401  a type of the peer
    """A quotation with its speaker and cue, each a run of tokens."""
    speaker, cue, content = triple
    return {
        "start": offset + content.start_char,
        "end": offset + content.end_char,
        "speaker_start": offset + speaker[0].idx if speaker else None,
        "speaker_end": offset + speaker[-1].idx + len(speaker[-1]) if speaker else None,
        "speaker_text": " ".join(token.text for token in speaker) if speaker else None,
        "cue_start": offset + cue[0].idx if cue else None,
        "cue_end": offset + cue[-1].idx + len(cue[-1]) if cue else None,
    }


def quantulum_quantities(documents: list[Document]) -> Iterator[Record]:
    """The quantities of quantulum3; an uncertainty is read as a range."""
    parse: Callable[[str], list[Any]] = peer("quantulum3.parser").parse
    failed = 0
    for document in documents:
        try:
            found = parse(document.text)
        except Exception:  # whatever the peer raises
            found = []
            failed += 1
        rows = [_quantulum_row(quantity) for quantity in found]
        yield {"id": document.article_id, "quantities": rows}
    if failed:
        print(f"quantulum3 raised at {failed} texts", file=sys.stderr)


def _quantulum_row(quantity: Any) -> Record:  # noqa: ANN401  a type of the peer
    spread = quantity.uncertainty or 0.0
    unit = quantity.unit.name
    return {
        "start": quantity.span[0],
        "end": quantity.span[1],
        "low": quantity.value - spread,
        "high": quantity.value + spread,
        "unit": None if unit == "dimensionless" else unit,
    }
