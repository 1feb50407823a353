"""Nothing let in: no code from data, no network, no file in a wrong place, no markup from articles."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from conftest import ROOT

import pipeline
from pipeline import model
from pipeline.core.config import Params
from pipeline.core.errors import UsageError
from pipeline.export import export_tables
from pipeline.runtime.workflow import run

CODE_FROM_DATA = {"pickle", "marshal", "shelve", "dill", "joblib"}
NETWORK = {"requests", "urllib", "http", "ftplib", "telnetlib"}
RUNS_CODE = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load"}
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "]]><a href='data:text/html,x'>",
    "&lt;script&gt;&#60;b&#62;",
]
#: What a page may link to: itself, other pages of the report, its style, no icon.
LINK = re.compile(r"#|[\w./-]+(#[\w-]*)?$|data:,$")


def calls(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {word.arg: ast.unparse(word.value) for word in node.keywords}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_runs_code_from_data(path):
    tree = ast.parse(path.read_text())
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert not {name.split(".")[0] for name in modules} & (CODE_FROM_DATA | NETWORK)
    for name, keywords in calls(tree):
        assert name not in RUNS_CODE
        assert keywords.get("shell") != "True", name


class Page(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.code = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.code += data


def assert_harmless(html):
    page = Page(html)
    assert not page.tags & {"img", "svg", "iframe", "object", "embed", "base"}
    assert "alert" not in page.code
    for name, value in page.attributes:
        assert not name.startswith("on"), name
        assert name not in {"href", "src"} or LINK.match(value), value


def attack(payload):
    """A text that has the payload in a name, a quote, a number, a heading, and on its own."""
    return (
        f"{payload}\n\n“We lost 40 {payload} homes,” said Ana {payload} Ruiz, the mayor.\n\n"
        f"Mr {payload} paid $5m {payload} to {payload} Inc. “{payload}” he added."
    )


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """The folder of a run over articles with payloads in text, id, title and file name."""
    folder = tmp_path_factory.mktemp("attacked")
    (folder / "raw").mkdir()
    rows = [{"id": f"../{payload}/{n}", "text": attack(payload), "title": payload, "date": payload}
            for n, payload in enumerate(PAYLOADS)]  # fmt: skip
    (folder / "raw" / "<script>alert(2)<script>.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run(folder / "raw", folder / "out", Params(), workers=1)
    return folder


def test_no_page_of_the_report_runs_what_an_article_says(attacked):
    pages = list((attacked / "out" / "report").rglob("*.html"))
    assert len(pages) >= len(PAYLOADS) + 1
    for page in pages:
        assert_harmless(page.read_text())
        assert "49" not in re.findall(r"\b49\b", page.read_text())


def test_no_notebook_shows_what_an_article_says_as_markup(attacked):
    tables = pipeline.read_tables(attacked / "out")
    assert_harmless(tables._repr_html_())
    for payload in PAYLOADS:
        assert_harmless(pipeline.extract(attack(payload))._repr_html_())


@pytest.mark.parametrize("form", ["csv", "jsonl", "brat"])
def test_no_export_leaves_its_folder(attacked, tmp_path, form):
    target = tmp_path / "exports" / form
    export_tables(attacked / "out", form, target)
    written = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert written
    assert all(path.is_relative_to(target) for path in written)
    assert not [path for path in written if re.search(r"[<>:\"|?*\\]", path.name)]


def test_the_report_lies_below_the_output(attacked):
    assert sorted(path.name for path in attacked.iterdir()) == ["out", "raw"]


OFFLINE = """
import socket, sys
def refuse(*arguments, **_):
    raise SystemExit("the network was asked for " + repr(arguments))
class Local(socket.socket):
    def connect(self, address):
        if self.family != socket.AF_UNIX:
            refuse(address)
        return super().connect(address)
    connect_ex = connect
socket.socket, socket.create_connection, socket.getaddrinfo = Local, refuse, refuse
from pipeline.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_run_asks_for_no_network(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("“We lost 40 homes,” said Ana Ruiz. See https://news.invalid/a.")
    page = "<html><body><article><p>“No,” said Ida Holm.</p><img src='http://news.invalid/x.png'></article></body>"
    (tmp_path / "raw" / "b.html").write_text(page)
    for arguments in (["run", "--raw", "raw", "--out", "out"], ["check", "out"]):
        command = [sys.executable, "-c", OFFLINE, *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_a_changed_byte_of_the_model_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    name = Params().parse.model
    whole = model.find(name).folder
    copy = tmp_path / name
    for path in whole.rglob("*"):
        target = copy / path.relative_to(whole)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
    monkeypatch.setenv("ATTRIBUNE_MODELS", str(tmp_path))
    assert model.find(name).folder == copy
    for file in sorted(model.manifest()[name]["files"]):
        path = copy / file
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.unlink()
        path.write_bytes(content)
        monkeypatch.setattr("spacy.load", lambda _: pytest.fail("a damaged model was loaded"))
        with pytest.raises(UsageError, match="damaged"):
            model.load(name)
        path.unlink()
        path.symlink_to(whole / file)


def test_every_dependency_is_pinned_with_a_hash():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
    assert pins
    assert all(re.match(r"[\w.-]+(\[[\w,-]+\])?==[^ ]+( ;[^\\]*)? \\$", line) for line in pins)
    followed = [lines[at + 1] for at, line in enumerate(lines) if line in pins]
    assert all(line.strip().startswith("--hash=sha256:") for line in followed)


def test_every_dependency_of_the_package_is_among_the_pins():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {line.split("==")[0].split("[")[0] for line in pins}
    for requirement in project["dependencies"]:
        assert re.match(r"[\w-]+", requirement)[0] in pinned
