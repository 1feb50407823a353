"""What the layout gives away whatever the words: transcript labels, signatures, titles of works."""

from __future__ import annotations

import re

from pipeline.core.document import Parse
from pipeline.core.lexicon import words
from pipeline.coreference import Scene
from pipeline.coreference.grammar import antecedent
from pipeline.quotes.cues import Source
from pipeline.quotes.frames import Frame

DASHES = frozenset(["—", "–", "―", "-", "--", "~"])
_ARTICLES = frozenset(["a", "an", "the"])
_BEFORE_TOLD = frozenset([("colon", ":"), ("comma", ",")])
_TELLING = frozenset(["told", "read", "reads"])
_LONGEST_LABEL = 4
_LONGEST_NAME = 4
_LONGEST_SIGNATURE = 12
_REACH = 60
_CALLED_SO = re.compile(r"(?:\bso-called|\b[Kk]nown (?:[\w’'-]+ ){0,4}as)\s*$")


def source_by_layout(scene: Scene, frame: Frame) -> Source | None:
    """The label before the quote or at its start (`VEGA: Thank you`), or the signature behind it."""
    label = _label_before(scene, frame)
    if label is None:
        label = _label_inside(scene, frame)
    if label is not None:
        return Source(label, None, "label")
    signature = _signature_behind(scene, frame)
    if signature is not None:
        return Source(signature, None, "signature")
    caller = _caller(scene, frame) or _agent_behind(scene, frame) or _teller(scene, frame)
    if caller is not None:
        return caller
    owner = _owner_of_words(scene, frame)
    return None if owner is None else Source(owner, None, "colon" if frame.starts == "colon" else "name")


def is_title(scene: Scene, frame: Frame) -> bool:
    """Whether the quoted words are a name: `the film “…”`, `his record, “…”,`, `the so-called “…”`."""
    before = frame.first - 1
    if _is_owned_work(scene, frame):
        return True
    if frame.starts == "comma" and frame.ends == "comma" and not frame.is_full:
        before -= 1
    elif frame.starts != "clause":
        return False
    if before == frame.first - 1 and _is_called_so(scene, frame):
        return True
    if before < 0 or scene.parse.lower[before] not in words("quotes/title_words"):
        return False
    inner = [scene.parse.text[at] for at in range(frame.first, frame.last + 1) if scene.is_word(at)]
    capitals = sum(word[0].isupper() for word in inner)
    others = [word for word in inner if not word[0].isupper()]
    return inner[0][0].isupper() and capitals > len(others) and all(len(word) <= 4 for word in others)


def _is_owned_work(scene: Scene, frame: Frame) -> bool:
    """Whether a maker with the word for the work follows: `“The Long Night,” Vega's novel of the war, …`."""
    parse, first = scene.parse, frame.last + 1
    mention = scene.mention_of[first] if first < len(parse) else None
    if mention is None or frame.ends != "comma":
        return False
    owner = parse.tokens_in(mention.start, mention.end)[-1] + 1
    work = parse.lower[owner + 1 : owner + 4]
    return parse.text[owner : owner + 1] in (["'s"], ["’s"]) and not words("quotes/title_words").isdisjoint(
        work
    )


def _is_called_so(scene: Scene, frame: Frame) -> bool:
    """Whether `so-called` or `known … as` stands directly before a few quoted words."""
    block = scene.document.blocks[frame.span.block_id]
    before = scene.document.text[max(block.start, frame.span.outer_start - _REACH) : frame.span.outer_start]
    return _CALLED_SO.search(before) is not None and frame.n_words <= _LONGEST_NAME


def _label_before(scene: Scene, frame: Frame) -> int | None:
    """The last word of a label that fills the block up to the quote."""
    parse = scene.parse
    colon = frame.first - 1
    if colon < 1 or parse.text[colon] != ":":
        return None
    first = colon
    while (
        first > 0
        and scene.block_of[first - 1] == scene.block_of[frame.first]
        and colon - first <= _LONGEST_LABEL
    ):
        first -= 1
    return _end_of_label(scene, first, colon)


def _label_inside(scene: Scene, frame: Frame) -> int | None:
    """The last word of a label at the start of the quote itself."""
    parse = scene.parse
    first = next((token for token in range(frame.first, frame.last + 1) if scene.is_word(token)), frame.last)
    for colon in range(first + 1, min(first + _LONGEST_LABEL, frame.last) + 1):
        if parse.text[colon] == ":":
            return _end_of_label(scene, first, colon)
    return None


def _end_of_label(scene: Scene, first: int, colon: int) -> int | None:
    """The last token before the colon where all tokens from `first` on can make a label."""
    label = range(first, colon)
    fits = 0 < len(label) <= _LONGEST_LABEL and all(_can_be_label(scene, token) for token in label)
    return colon - 1 if fits else None


def _can_be_label(scene: Scene, token: int) -> bool:
    """Whether a token is part of a person's name or in capitals (`PENCE`, `Q.`)."""
    mention = scene.mention_of[token]
    return bool(mention and mention.label == "PERSON") or scene.parse.text[token].isupper()


def _caller(scene: Scene, frame: Frame) -> Source | None:
    """Who calls something so: `for what she calls “…”`, `for what the town calls a “…”`."""
    parse, verb = scene.parse, frame.first - 1
    verb -= parse.lower[verb] in _ARTICLES
    if verb < 2 or scene.block_of[verb] != scene.block_of[frame.first] or scene.verb_of[verb] is None:
        return None
    children = parse.children[verb]
    heads = [child for child in children if parse.dep[child] == "nsubj" and scene.quote_of[child] is None]
    is_called = any(parse.lower[child] == "what" for child in children) and len(heads) == 1
    if not is_called or (parse.pos[heads[0]] == "PRON" and _is_reported(scene, verb)):
        return None
    return Source(heads[0], verb, "subject")


def _teller(scene: Scene, frame: Frame) -> Source | None:
    """Who tells what follows a colon, or a comma in a report.

    `Vega said his son told him, “…”`, `his landlord told him: “…”`, `a note that read: “…”`.
    """
    parse, mark = scene.parse, frame.first - 1
    if mark < 2 or (frame.starts, parse.text[mark]) not in _BEFORE_TOLD:
        return None
    verb = next((at for at in range(mark - 1, max(mark - 5, 0), -1) if parse.lower[at] in _TELLING), None)
    if verb is None or any(parse.pos[at] == "VERB" for at in range(verb + 1, mark)):
        return None
    if frame.starts == "comma" and not (parse.lower[verb] == "told" and _is_reported(scene, verb)):
        return None
    heads = [child for child in parse.children[verb] if parse.dep[child] == "nsubj"]
    if not heads or scene.quote_of[heads[0]] is not None:
        return None
    return Source(antecedent(parse, heads[0]), verb, "subject")


def _agent_behind(scene: Scene, frame: Frame) -> Source | None:
    """Whom `by` names directly behind the quote: `was described as “a disgrace” by Vega`."""
    parse, by = scene.parse, frame.last + 1
    if by >= len(parse) or parse.lower[by] != "by" or scene.block_of[by] != scene.block_of[frame.last]:
        return None
    agents = [child for child in parse.children[by] if parse.dep[child] == "pobj"]
    for verb in sorted(frame.governors, key=lambda token: frame.governors[token]):
        passive = any(parse.dep[child] == "auxpass" for child in parse.children[verb])
        if passive and verb < frame.first and scene.verb_of[verb] is not None and agents:
            return Source(agents[0], verb, "agent")
    return None


def _is_reported(scene: Scene, verb: int) -> bool:
    """Whether a verb stands in the clause of a reporting verb: `he denounced what he called “…”`."""
    node = verb
    while (above := scene.parse.head[node]) != node:
        if scene.verb_of[above] is not None:
            return True
        node = above
    return False


def _owner_of_words(scene: Scene, frame: Frame) -> int | None:
    """Whose words the quote is said to be: `in Vega's words, “…”`, `in the words of Vega, “…”`."""
    parse = scene.parse
    noun = frame.first - 1 - (frame.starts in ("comma", "colon"))
    if noun < 1 or scene.block_of[noun] != scene.block_of[frame.first] or scene.quote_of[noun] is not None:
        return None
    if frame.starts == "comma" and parse.lower[noun] != "words":
        return _author_of_words(parse, noun)
    if parse.lower[noun] not in words("quotes/utterance_nouns") or frame.starts == "clause":
        return None
    return next((child for child in parse.children[noun] if parse.dep[child] == "poss"), None)


def _author_of_words(parse: Parse, last: int) -> int | None:
    """The head of the phrase that ends with a token and follows `in the words of`, or None."""
    node = last
    while parse.head[node] != node:
        above = parse.head[node]
        if parse.lower[above] == "of" and parse.lower[parse.head[above]] == "words":
            return node
        node = above
    return None


def _signature_behind(scene: Scene, frame: Frame) -> int | None:
    """The last token of the name after a dash that follows the closing mark and ends the block."""
    parse = scene.parse
    dash = frame.last + 1
    if dash + 1 >= len(parse) or parse.text[dash] not in DASHES:
        return None
    block = scene.block_of[frame.last]
    if scene.block_of[dash] != block and not frame.fills_block:
        return None
    reach = range(dash + 1, min(dash + 2 + _LONGEST_SIGNATURE, len(parse)))
    line = [token for token in reach if scene.block_of[token] == scene.block_of[dash]]
    comma = next((token for token in line if parse.text[token] == ","), None)
    name = [token for token in line if scene.is_word(token) and (comma is None or token < comma)]
    if not 0 < len(name) <= _LONGEST_LABEL or not all(parse.text[token][0].isupper() for token in name):
        return None
    return name[-1] if len(line) <= _LONGEST_SIGNATURE else None
