"""params.yaml → settings."""

from __future__ import annotations

import pytest
from conftest import ROOT

from pipeline.core.config import CacheParams, LimitsParams, Params, ParseParams, QuantitiesParams, load_params
from pipeline.core.errors import UsageError


def test_the_shipped_settings_are_valid_and_the_defaults_but_for_the_cache():
    params = load_params(ROOT / "params.yaml")
    assert params.cache.folder
    assert params.ingest == Params().ingest
    assert params.parse.model == Params().parse.model


def test_what_is_left_out_is_the_default(tmp_path):
    (tmp_path / "p.yaml").write_text("parse: {model: en_core_web_sm}\nreport:\n")
    params = load_params(tmp_path / "p.yaml")
    assert params.parse.model == "en_core_web_sm"
    assert params.parse.batch_size == Params().parse.batch_size


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("pars: {}", "did you mean 'parse'"),
        ("parse: {modle: x}", "did you mean 'model'"),
        ("zzz: {}", "known are: ingest"),
        ("parse: {batch_size: many}", "must be of type int"),
        ("parse: {batch_size: true}", "must be of type int"),
        ("parse: 5", "expected names with values"),
        ("- a", "expected names with values"),
        ("a: [", "not valid YAML"),
    ],
)
def test_wrong_settings_say_what_is_wrong(tmp_path, content, message):
    (tmp_path / "p.yaml").write_text(content)
    with pytest.raises(UsageError, match=message.replace("'", ".")):
        load_params(tmp_path / "p.yaml")


@pytest.mark.parametrize(
    ("section", "values", "message"),
    [
        (QuantitiesParams, {"guess_dollar": "dollars"}, "quantities.guess_dollar is 'dollars'; .* ISO 4217"),
        (ParseParams, {"batch_size": 0}, "parse.batch_size is 0; it must be from 1"),
        (LimitsParams, {"seconds": -1}, "limits.seconds is -1"),
        (CacheParams, {"folder": None}, "cache.folder is None; it must be of type str"),
    ],
)
def test_settings_made_in_python_are_looked_at_as_well(section, values, message):
    with pytest.raises(UsageError, match=f"^{message}"):
        section(**values)


def test_a_path_may_be_text_and_stands_in_the_message(tmp_path):
    path = str(tmp_path / "p.yaml")
    (tmp_path / "p.yaml").write_text("limits: {seconds: -1}")
    with pytest.raises(UsageError, match=r"p\.yaml: limits\.seconds is -1"):
        load_params(path)


def test_a_missing_file_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        load_params(tmp_path / "p.yaml")
