"""The code in docs/how-to runs, page by page, in order, and gives what its comments say."""

from __future__ import annotations

import gzip
import json
import re
import shutil

import pytest
from conftest import ROOT
from pages import code_blocks, run_python, run_shell

PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
PAGE = (
    "<html><head><title>Storm</title></head><body><article><h1>Storm</h1>"
    "<p>The storm destroyed about 40 homes in the old town of Talva on Monday.</p>"
    "<p>“It took 5 hours,” said Ana Ruiz, the mayor.</p></article></body></html>"
)


@pytest.fixture
def folder(tmp_path, sample_tables, monkeypatch):
    """Where a reader of the pages stands: with the tables of the samples and with articles of each kind."""
    shutil.copytree(sample_tables, tmp_path / "data" / "processed")
    record = {"url": "https://news.invalid/storm", "headline": "Storm hits Talva", "day": "2024-05-01"}
    (tmp_path / "news.jsonl").write_text(json.dumps(record | {"body": "“It took 5 hours,” said Ana Ruiz."}))
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "storm.html").write_text(PAGE)
    (tmp_path / "crawl.warc.gz").write_bytes(warc("https://news.invalid/storm", PAGE))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def warc(url, page):
    """A web archive with one response, written by hand (WARC 1.0)."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n")


@pytest.mark.filterwarnings("default")  # a cluster that ends on a busy machine leaves sockets to be collected
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_of_a_page_runs(page, folder):
    names: dict[str, object] = {}
    blocks = code_blocks(page)
    for block in blocks:
        if block.language == "python":
            compile(block.code, page.name, "exec")
        if not block.can_run():
            continue
        if block.language == "sh":
            run_shell(block.code, folder)
        else:
            run_python(block.code, names)


def test_the_archive_of_the_recipe_has_its_article(folder):
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    recipe = next(b for b in code_blocks(ROOT / "docs/how-to/inputs.md") if "warcio" in b.code)
    run_python(recipe.code, {})
    row = json.loads((folder / "crawl.jsonl").read_text())
    assert (row["id"], row["title"]) == ("https://news.invalid/storm", "Storm")
    assert "“It took 5 hours,” said Ana Ruiz, the mayor." in row["text"]


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            assert target.startswith("https://") or (page.parent / target).is_file(), f"{page.name}: {target}"
