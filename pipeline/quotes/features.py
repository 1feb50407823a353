"""What speaks for and against a source as the speaker of a quote, as names of features.

The names are the keys of the weights in `models/quotes/weights.json`; `&` stands between features
that are looked at together.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from operator import and_
from typing import NamedTuple

from pipeline.core.lexicon import words
from pipeline.coreference import Scene
from pipeline.quotes.cues import Source
from pipeline.quotes.frames import Frame

_COMMONEST = frozenset(["say", "tell", "add", "ask", "write", "tweet", "call"])
_PERSONAL = {
    "he": "he", "she": "he", "they": "they", "we": "they", "i": "i", "you": "i", "who": "who",
    "it": "it", "that": "it", "which": "it", "this": "it", "there": "it", "what": "it",
}  # fmt: skip


class Traits(NamedTuple):
    """What a source is by itself, whatever the quote: its tokens, its block, its verb, who it is."""

    first: int
    last: int
    block: int
    verb: str
    who: str
    clause: str


class Features:
    """The features of all pairs of a quote and a source of one article."""

    def __init__(self, scene: Scene, sources: list[Source]) -> None:
        self.scene = scene
        self._known: dict[Source, Traits] = {}
        outside = [quote is None for quote in scene.quote_of]
        starts = [False] * len(outside)
        for span in scene.spans:
            if tokens := scene.tokens_of(span):
                starts[tokens[0]] = True
        speaks = [False] * len(outside)
        for source in sources:
            if source.kind == "according_to" or _verb(scene, source).endswith("speech"):
                speaks[source.first] = True
        self.words = _running(map(and_, outside, scene.words))
        self.quotes = _running(starts)
        self.reports = _running(speaks)

    def of_pair(self, frame: Frame, source: Source) -> list[str]:
        """The features of one source as the speaker of one quote."""
        traits = self._traits(source)
        place, gap = self._place(frame, traits)
        verb, who, clause, kind = traits.verb, traits.who, traits.clause, source.kind
        hang = self._hang(frame, source)
        form = f"{frame.starts}..{frame.ends}"
        size = "full" if frame.is_full else "short"
        between = self._between(frame, traits)
        names = [
            f"{place}",
            f"{place} & {gap}",
            f"{place} & {gap} & {verb}",
            f"{place} & {verb} & {kind}",
            f"{place} & {form}",
            f"{place} & {form} & {verb}",
            f"{kind}",
            f"{kind} & {verb}",
            f"{kind} & {size}",
            f"{verb} & {size}",
            f"{who}",
            f"{who} & {verb}",
            f"{who} & {place}",
            f"{hang}",
            f"{hang} & {verb}",
            f"{hang} & {size}",
            f"{between} between",
            f"{place} & {between} between",
            f"{place} & {size}",
            f"{clause}",
            f"{clause} & {verb}",
            f"{clause} & {hang}",
            f"{clause} & {place}",
        ]
        if frame.fills_block:
            names += [f"alone & {place}", f"alone & {place} & {verb}"]
        return names

    def place(self, frame: Frame, source: Source) -> str:
        """Where the source stands from the quote."""
        return self._place(frame, self._traits(source))[0]

    def _traits(self, source: Source) -> Traits:
        """The traits of a source, found once."""
        if source not in self._known:
            self._known[source] = Traits(
                source.first,
                source.last,
                self.scene.block_of[source.head],
                _verb(self.scene, source),
                _who(self.scene, source.head),
                _clause(self.scene, source),
            )
        return self._known[source]

    def _place(self, frame: Frame, source: Traits) -> tuple[str, str]:
        """Where the source stands from the quote, and how many of the reporter's words lie between."""
        scene = self.scene
        if (begin := source.first) > frame.last:
            first, last, side = frame.last, begin, "after"
        elif (end := source.last) < frame.first:
            first, last, side = end, frame.first, "before"
        else:
            return "around", "gap 0"
        sentences = scene.sentence_of[last] - scene.sentence_of[first]
        blocks = abs(source.block - scene.block_of[frame.first])
        if blocks:
            return f"{side} block {min(blocks, 3)}", "gap"
        gap = self.words[last] - self.words[first + 1]
        near = "sentence" if sentences <= 0 else f"sentence {min(sentences, 3)}"
        return (
            f"{side} {near}",
            f"gap {gap if gap < 3 else '3-5' if gap < 6 else '6-12' if gap < 13 else '13+'}",
        )

    def _between(self, frame: Frame, source: Traits) -> str:
        """How many other quotes and reports lie between the source and the quote."""
        if (begin := source.first) > frame.last:
            first, last = frame.last + 1, begin
        else:
            first, last = source.last + 1, frame.first
        if first >= last:
            return "nothing"
        quotes = self.quotes[last] - self.quotes[first]
        reports = self.reports[last] - self.reports[first]
        return f"{min(quotes, 2)} quotes {min(reports, 2)} reports"

    def _hang(self, frame: Frame, source: Source) -> str:
        """How the quote and the source's verb hang together in the tree."""
        if source.cue is None:
            return "no verb"
        if frame.first <= self.scene.parse.head[source.cue] <= frame.last:
            return "verb hangs on quote"
        steps = frame.governors.get(source.cue)
        if steps is None:
            return "apart"
        return f"quote hangs on verb {min(steps, 2)}"


def of_nobody(scene: Scene, frame: Frame) -> list[str]:
    """The features of a quote that nobody says: a title, a nickname, a scare quote."""
    parse = scene.parse
    inner = [token for token in range(frame.first, frame.last + 1) if scene.is_word(token)]
    capitals = sum(parse.text[token][0].isupper() for token in inner)
    style = "lower" if not capitals else "title" if capitals * 2 > len(inner) > 1 else "mixed"
    size = f"{frame.n_words if frame.n_words < 5 else '5-8' if frame.n_words < 9 else '9+'} words"
    form = f"{frame.starts}..{frame.ends}"
    same_block = frame.first > 0 and scene.block_of[frame.first - 1] == scene.block_of[frame.first]
    before = parse.lower[frame.first - 1] if same_block else ""
    tag = parse.tag[frame.first - 1] if same_block else ""
    kind = scene.document.blocks[frame.span.block_id].kind
    names = [
        "nobody",
        f"nobody & {size}",
        f"nobody & {style}",
        f"nobody & {style} & {size}",
        f"nobody & {form}",
        f"nobody & {form} & {size}",
        f"nobody after {tag}",
        f"nobody in {kind}",
    ]
    if before in (
        "the",
        "a",
        "an",
        "of",
        "as",
        "called",
        "titled",
        "named",
        "in",
        "on",
        "so-called",
        "and",
        "or",
    ):
        names.append(f"nobody after {before}")
    return names


def of_carried(frame: Frame, scene: Scene, *, last: Frame, place: str) -> list[str]:
    """The features of the speaker of the quote before it going on."""
    blocks = scene.block_of[frame.first] - scene.block_of[last.last]
    size = "full" if frame.is_full else "short"
    form = f"{frame.starts}..{frame.ends}"
    far = f"carried {min(blocks, 3)} blocks"
    names = [
        "carried",
        far,
        f"{far} & {size}",
        f"{far} & {form}",
        f"{far} & {place}",
        f"{far} & {form} & {place}",
        f"{far} & last {last.ends}",
    ]
    if frame.fills_block:
        names += [
            f"{far} & alone",
            f"{far} & alone & {place}",
            f"{far} & alone & last alone {last.fills_block}",
        ]
    if frame.span.continues is not None:
        names.append("carried & marked as going on")
    return names


def _verb(scene: Scene, source: Source) -> str:
    """The verb beside a source: a common reporting verb by name, else its sort."""
    if source.cue is None or source.kind == "according_to":
        return source.kind
    form = scene.verb_of[source.cue]
    if form is None:
        return "other verb"
    return f"{form.lemma} speech" if form.lemma in _COMMONEST else form.use


def _clause(scene: Scene, source: Source) -> str:
    """Which clause the source's verb heads: a main one, a relative one, one that is itself reported, ..."""
    if source.cue is None:
        return "no clause"
    parse = scene.parse
    dep = parse.dep[source.cue]
    if dep == "ccomp":
        above = parse.head[source.cue]
        reported = scene.quote_of[above] is None and scene.verb_of[above] is not None
        dep = "reported" if reported else "complement"
    passive = any(parse.dep[child] in ("nsubjpass", "auxpass") for child in parse.children[source.cue])
    return f"passive {dep} clause" if passive else f"{dep} clause"


def _who(scene: Scene, head: int) -> str:
    """What a source is: a pronoun, a person, an organization, a noun for people or for texts."""
    parse = scene.parse
    word = parse.lower[head]
    if word in _PERSONAL:
        return _PERSONAL[word]
    mention = scene.mention_of[head]
    if mention:
        return mention.label.lower()
    if word in words("coreference/role_nouns"):
        return "role"
    if word in words("coreference/document_nouns"):
        return "text or body"
    return {"PROPN": "proper noun", "PRON": "pronoun"}.get(parse.pos[head], "noun")


def _running(flags: Iterable[bool]) -> list[int]:
    """Running totals: entry i counts the true flags before i."""
    return [0, *accumulate(flags)]
