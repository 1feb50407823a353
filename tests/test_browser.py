"""The report in a real browser: Chromium, headless, from disk, driven by its command line alone.

A page of ours (`PROBE`) opens the pages of a report in frames and writes down what a reader would meet:
where links land, whether anything is fetched, whether a narrow screen scrolls sideways. Screenshots are
kept in the folder that ATTRIBUNE_ARTEFACTS names, else in pytest's temporary one. Without a browser on
PATH all tests here are skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zlib
from html import unescape
from pathlib import Path

import pytest
from conftest import ROOT
from report_pages import TEXT, Page, make_document, write

from pipeline.core.document import Block
from pipeline.core.errors import ArticleError
from pipeline.report.speakers import article_address, speaker_address, speaker_name

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
DARK = "--blink-settings=preferredColorScheme=0"
STYLE = (ROOT / "pipeline" / "report" / "templates" / "style.css").read_text(encoding="utf-8")
LONG_WORD = "https://example.org/" + "x" * 120

pytestmark = pytest.mark.skipif(BROWSER is None, reason=f"no browser on PATH: {', '.join(BROWSERS)}")

PROBE = """<!DOCTYPE html><meta charset="utf-8"><body><script>
const open = (address, width) => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.style = `border: 0; height: 800px; width: ${width}px`;
  frame.onload = () => done(frame.contentWindow);
  frame.src = address;
  document.body.append(frame);
});
const look = (page, element) => page.getComputedStyle(element);
const frame = async address => {
  const narrow = (await open(address, 380)).document;
  const page = await open(address, 1280);
  const controls = [...page.document.querySelectorAll("a[href], input, button")];
  controls[0].focus({ focusVisible: true });
  return {
    fetched: page.performance.getEntriesByType("resource").map(entry => entry.name),
    width: narrow.documentElement.scrollWidth,
    unreachable: controls.filter(control => control.tabIndex < 0).length,
    focused: controls[0] === page.document.activeElement,
    outline: look(page, controls[0]).outlineStyle,
  };
};
const land = (page, hash) => new Promise(done => {
  page.addEventListener("hashchange", () => {
    const target = page.document.querySelector(":target");
    const box = target.getBoundingClientRect();
    const seen = box.top >= 0 && box.bottom <= 800;
    done({ hash, id: target.id, seen, outline: look(page, target).outlineStyle });
  }, { once: true });
  page.location.hash = hash;
});
const LAYERS = { quotes: ".quote", people: ".person", organizations: ".org", quantities: ".quantity" };
const layers = page => Object.entries(LAYERS).map(([name, mark]) => {
  const style = look(page, page.document.querySelector(`.text ${mark}`));
  const seen = () => [style.backgroundColor, style.textDecorationLine, style.fontWeight, style.color].join();
  const before = seen();
  page.document.getElementById(`layer-${name}`).click();
  return { name, changed: seen() !== before };
});
const sorted = page => {
  const [table] = page.document.querySelectorAll("table.sortable");
  const titles = () => [...table.tBodies[0].rows].map(row => row.cells[0].textContent);
  const orders = [titles()];
  for (const column of [3, 3, 0]) {
    const head = table.tHead.rows[0].cells[column];
    head.querySelector("button").click();
    orders.push([head.getAttribute("aria-sort"), ...titles()]);
  }
  return orders;
};
(async () => {
  const result = { pages: {} };
  for (const [name, address] of Object.entries(ADDRESSES)) result.pages[name] = await frame(address);
  const article = await open(ADDRESSES.article, 1280);
  result.text = article.document.querySelector(".text").textContent;
  result.landed = [];
  const jumps = [...article.document.querySelectorAll('a[href^="#"]')].map(link => link.hash);
  for (const hash of new Set(jumps)) result.landed.push(await land(article, hash));
  result.layers = layers(article);
  result.sorted = sorted(await open(ADDRESSES.index, 1280));
  document.body.replaceChildren(JSON.stringify(result));
})();
</script>"""


def browse(tmp_path_factory, *arguments):
    """What the browser prints, started afresh with an empty profile."""
    profile = tmp_path_factory.mktemp("profile")
    command = [BROWSER, *FLAGS, f"--user-data-dir={profile}", *arguments]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report of three articles, one of them with a word that no narrow screen can hold."""
    folder = tmp_path_factory.mktemp("browser") / "report"
    long = f"{TEXT}\r\n\r\n{LONG_WORD}"
    blocks = [*make_document().blocks, Block(9, len(TEXT) + 4, len(long), "paragraph")]
    documents = [
        make_document("a", text=long, title=f"Second {LONG_WORD}", blocks=blocks),
        make_document("b", title="Third", quotes=make_document().quotes[:1], quantities=[]),
        make_document("c", title="First", mentions=[], entities=[], quotes=[], quantities=[]),
    ]
    write(folder, documents, [ArticleError(f"{LONG_WORD}.csv", None, "ingest", "unreadable", "not UTF-8")])
    return folder


@pytest.fixture(scope="module")
def addresses(report):
    document = make_document("a")
    pages = {
        "index": "index.html",
        "speakers": "speakers.html",
        "article": article_address("a"),
        "speaker": speaker_address(speaker_name(document, document.entities[0])),
    }
    return {name: (report / page).as_uri() for name, page in pages.items()}


@pytest.fixture(scope="module")
def probed(addresses, tmp_path_factory):
    """What a reader meets in the report."""
    probe = tmp_path_factory.mktemp("probe") / "probe.html"
    probe.write_text(PROBE.replace("<script>", f"<script>const ADDRESSES = {json.dumps(addresses)};"))
    flags = ("--allow-file-access-from-files", "--virtual-time-budget=20000", "--window-size=1300,900")
    page = browse(tmp_path_factory, *flags, "--dump-dom", probe.as_uri())
    return json.loads(unescape(re.search(r"<body>(.*)</body>", page, re.DOTALL)[1]))


@pytest.mark.parametrize("name", ["index", "speakers", "article", "speaker"])
def test_page_opens_alone_and_fits_a_narrow_screen(probed, name):
    page = probed["pages"][name]
    assert page["fetched"] == []
    assert page["width"] <= 380


@pytest.mark.parametrize("name", ["index", "speakers", "article", "speaker"])
def test_page_is_reached_by_keyboard_with_a_visible_focus(probed, name):
    page = probed["pages"][name]
    assert page["unreachable"] == 0
    assert page["focused"]
    assert page["outline"] == "solid"


def test_browser_reads_the_text_of_the_article_exactly(probed):
    assert probed["text"] == f"{TEXT}\r\n\r\n{LONG_WORD}"


def test_links_land_on_their_spans_in_sight_and_outlined(probed):
    anchors = ["q-0", "q-1", "q-2", "n-0", "n-1", "n-2", "e-0", "e-1"]
    assert sorted(place["hash"] for place in probed["landed"]) == sorted(f"#{anchor}" for anchor in anchors)
    for place in probed["landed"]:
        assert place["hash"] == f"#{place['id']}"
        assert place["seen"], place
        assert place["outline"] == "solid", place


def test_each_layer_can_be_switched_off_without_script(probed, report):
    assert "<script" not in (report / article_address("a")).read_text(encoding="utf-8")
    assert {layer["name"]: layer["changed"] for layer in probed["layers"]} == dict.fromkeys(
        ("quotes", "people", "organizations", "quantities"), True
    )


def test_articles_can_be_sorted(probed):
    orders = [[*order[:-3], *(title[:6].strip() for title in order[-3:])] for order in probed["sorted"]]
    assert orders == [
        ["Second", "Third", "First"],
        ["descending", "Second", "Third", "First"],
        ["ascending", "First", "Third", "Second"],
        ["ascending", "First", "Second", "Third"],
    ]


def test_browser_changes_nothing_in_a_page(addresses, report, tmp_path_factory):
    """The parser of the browser finds the elements that we wrote: none is moved, closed or opened by it."""
    shown = Page(browse(tmp_path_factory, "--dump-dom", addresses["article"]))
    written = Page((report / article_address("a")).read_bytes().decode())
    assert shown.ids == written.ids
    assert shown.classes == written.classes
    assert shown.links == written.links


def first_pixel(image):
    """The colour of the upper left corner of a PNG file with 8-bit channels."""
    data = b"".join(
        image[at + 4 : at + 4 + int.from_bytes(image[at - 4 : at])]
        for at in (match.start() for match in re.finditer(b"IDAT", image))
    )
    return "#" + zlib.decompressobj().decompress(data)[1:4].hex()


@pytest.mark.parametrize(
    ("page", "width", "scheme"),
    [
        ("article", 1280, "light"),
        ("article", 1280, "dark"),
        ("article", 380, "light"),
        ("index", 1280, "light"),
    ],
)
def test_screenshots_show_the_colours_of_the_reader(addresses, tmp_path_factory, page, width, scheme):
    kept = os.environ.get("ATTRIBUNE_ARTEFACTS")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.absolute() / f"{page}-{width}-{scheme}.png"
    flags = [f"--screenshot={path}", f"--window-size={width},1400", *([DARK] if scheme == "dark" else [])]
    browse(tmp_path_factory, *flags, addresses[page])
    image = path.read_bytes()
    light, dark = re.findall(r"--page: (#\w{6})", STYLE)[:2]
    assert int.from_bytes(image[16:20]) == width
    assert first_pixel(image) == {"light": light, "dark": dark}[scheme]
