"""What the tests share: the model, small documents, parses built by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_input import GOOD
from hypothesis import HealthCheck, settings

from pipeline.core.document import Document
from pipeline.parse import Parser

ROOT = Path(__file__).parent.parent
MODEL = "en_core_web_md"

# machines that run the tests are shared: how long an example takes says nothing
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("shared machine", patient)
settings.register_profile("thorough", patient, max_examples=3_000)  # pytest --hypothesis-profile thorough
settings.load_profile("shared machine")


@pytest.fixture(scope="session")
def parser() -> Parser:
    """The default model, loaded once."""
    return Parser(model=MODEL)


@pytest.fixture(scope="session")
def parsed(parser):
    """A function from a text to a Document with blocks, parse, sentences and quote spans."""
    from pipeline.blocks import find_blocks
    from pipeline.marks import find_spans
    from pipeline.sentences import find_sentences

    def make(text: str) -> Document:
        document = Document("test", text, blocks=find_blocks(text))
        parser.parse([document])
        document.sentences = find_sentences(document)
        document.quote_spans = find_spans(text, document.blocks)
        return document

    return make


@pytest.fixture(scope="session")
def sample_tables(tmp_path_factory) -> Path:
    """The tables of the sample articles, made once by `run`."""
    from pipeline.core.config import load_params
    from pipeline.runtime.workflow import run

    out = tmp_path_factory.mktemp("sample")
    run(ROOT / "data" / "raw", out, load_params(ROOT / "params.yaml"))
    return out


@pytest.fixture
def raw(tmp_path) -> Path:
    """A folder with two good articles."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in GOOD.items():
        (folder / f"{name}.txt").write_text(text)
    return folder
