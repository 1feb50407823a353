"""Who could have said something: subjects of verbs, objects of `according to`, labels, names.

Every source stands outside all quotes. Which of them belongs to which quote is decided in `speakers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.core.lexicon import words
from pipeline.coreference import Scene
from pipeline.coreference.grammar import SUBJECTS

_PASSED_ON = frozenset(["conj", "xcomp", "advcl", "pcomp", "prep", "acl", "dep", "ccomp"])
_OBJECTS = frozenset(["dobj", "attr", "oprd", "npadvmod", "dep"])
_NAMING = frozenset(["NOUN", "PROPN", "PRON"])
_VERBS = frozenset(["VERB", "AUX"])
_NO_VERBS = frozenset(["NOUN", "ADJ", "AUX"])
_AUXILIARIES = frozenset(["aux", "auxpass"])
_LONGEST_CHAIN = 6


class Source(NamedTuple):
    """Somebody who could be the speaker: the head token, the verb or `according` beside it, and their kind.

    "subject" (before its verb), "inverted" (after it), "agent" (`by`), "according_to", "holder" (a noun with
    a participle: `a statement saying`), "colon" (directly before a colon), or "name" (in any other place);
    and by the layout, see `structure`: "label" (of a transcript) or "signature" (behind the quote).
    """

    head: int
    cue: int | None
    kind: str

    @property
    def first(self) -> int:
        """The first of its tokens."""
        return self.head if self.cue is None else min(self.head, self.cue)

    @property
    def last(self) -> int:
        """The last of its tokens."""
        return self.head if self.cue is None else max(self.head, self.cue)


def find_sources(scene: Scene) -> list[Source]:
    """All sources of an article in reading order; a head may occur with several cues."""
    found: dict[tuple[int, int | None], Source] = {}
    for source in (*_of_predicates(scene), *_before_colons(scene)):
        if scene.quote_of[source.head] is None:
            found.setdefault((source.head, source.cue), source)
    heads = {head for head, _ in found}
    for source in _names(scene):
        if source.head not in heads:
            found.setdefault((source.head, source.cue), source)
    return sorted(found.values(), key=lambda source: (source.first, source.last))


def _of_predicates(scene: Scene) -> Iterator[Source]:
    """The sources that stand with a verb outside all quotes, or with `according to`."""
    parse = scene.parse
    passives = {head for head, dep in zip(parse.head, parse.dep, strict=True) if dep == "agent"}
    columns = zip(parse.lower, parse.pos, parse.dep, scene.verb_of, scene.quote_of, strict=True)
    for token, (word, pos, dep, form, quote) in enumerate(columns):
        if quote is not None:
            continue
        if word == "according":
            yield from _according_to(scene, token)
        elif pos in _VERBS and dep not in _AUXILIARIES:
            yield from _subjects(scene, token)
            if token in passives:
                yield from _agents(scene, token)
        elif form is not None and pos not in _NO_VERBS:
            yield from _subjects(scene, token)


def _according_to(scene: Scene, token: int) -> Iterator[Source]:
    parse = scene.parse
    for preposition in parse.children[token]:
        for child in parse.children[preposition]:
            if parse.dep[child] == "pobj":
                yield Source(child, token, "according_to")


def _subjects(scene: Scene, verb: int) -> Iterator[Source]:
    """The subject of a verb, its own or that of the verb which it hangs on."""
    parse = scene.parse
    subjects = [child for child in parse.children[verb] if parse.dep[child] in SUBJECTS]
    own = [child for child in subjects if scene.quote_of[child] is None]
    if not own and (scene.verb_of[verb] or subjects):
        own = _subject_parsed_as_object(scene, verb) or _subject_parsed_as_apposition(scene, verb)
    if own:
        yield from (Source(head, verb, "subject" if head < verb else "inverted") for head in own)
        return
    node = verb
    for _ in range(_LONGEST_CHAIN):
        if parse.dep[node] not in _PASSED_ON or parse.head[node] == node:
            return
        is_participle = parse.dep[node] == "acl"
        node = parse.head[node]
        if is_participle and parse.pos[node] in _NAMING:
            if _is_main_verb(scene, node, verb):
                yield Source(node, verb, "subject")
                return
            yield Source(node, verb, "holder")
            if _is_person(scene, node):
                return
        heads = [child for child in parse.children[node] if parse.dep[child] in SUBJECTS]
        if heads:
            heads = _subjects_of_report(scene, verb, node) or heads
            yield from (Source(head, verb, "subject") for head in heads)
            return


def bearer_of(scene: Scene, source: Source) -> int:
    """The head of a source; of a name in apposition that of its noun: `the minister, Ana Vega`."""
    parse, head = scene.parse, source.head
    above = parse.head[head]
    aside = source.kind == "name" and parse.dep[head] == "appos" and parse.dep[above] in SUBJECTS
    return above if aside and above < head else head


def is_spoken_of(scene: Scene, source: Source) -> bool:
    """Whether a source is the subject of a verb in the passive that is said of it: `she was accused of`."""
    form = None if source.cue is None else scene.verb_of[source.cue]
    if form is None or scene.parse.dep[source.head] != "nsubjpass":
        return False
    return form.lemma in words("quotes/spoken_of")


def _is_main_verb(scene: Scene, noun: int, verb: int) -> bool:
    """Whether the parser took the main verb for a participle: `Her rival, Ana Vega, called it "…"`."""
    parse = scene.parse
    behind_comma = noun < verb and parse.text[verb - 1] == "," and _is_person(scene, verb - 2)
    past = parse.tag[verb] in {"VBN", "VBD"} and scene.verb_of[verb] is not None
    return past and behind_comma and parse.dep[noun] == "ROOT"


def _subjects_of_report(scene: Scene, verb: int, above: int) -> list[int]:
    """Who reports what `adding` goes on with, where the parser hung it on the words reported."""
    parse = scene.parse
    report = parse.head[above]
    if parse.tag[verb] != "VBG" or parse.dep[above] != "ccomp" or scene.verb_of[report] is None:
        return []
    if scene.verb_of[verb] is None or parse.text[verb - 1] != ",":
        return []
    heads = [child for child in parse.children[report] if parse.dep[child] in SUBJECTS]
    return [head for head in heads if scene.quote_of[head] is None]


def _is_person(scene: Scene, token: int) -> bool:
    mention = scene.mention_of[token]
    return mention is not None and mention.label == "PERSON"


def _subject_parsed_as_object(scene: Scene, verb: int) -> list[int]:
    """What follows a reporting verb directly after a quote, where the parser took it for an object."""
    parse = scene.parse
    after_quote = verb > 0 and scene.quote_of[verb - 1] is not None
    if not after_quote:
        return []
    if parse.dep[verb] == "compound" and parse.head[verb] == verb + 1:
        return [verb + 1]
    objects = [child for child in parse.children[verb] if child > verb and parse.dep[child] in _OBJECTS]
    return [child for child in objects if parse.pos[child] in _NAMING][:1]


def _subject_parsed_as_apposition(scene: Scene, verb: int) -> list[int]:
    """The role noun before a main verb where the parser hung it on a name: `…, its director, Vega, said`."""
    parse = scene.parse
    name = verb - 1 - (verb > 0 and parse.text[verb - 1] == ",")
    if parse.dep[verb] != "ROOT" or name < 0 or not _is_person(scene, name) or parse.dep[name] != "appos":
        return []
    noun = parse.head[name]
    return [noun] if parse.lower[noun] in words("coreference/role_nouns") else []


def _agents(scene: Scene, verb: int) -> Iterator[Source]:
    """Whom `by` names below a verb, but not who made what speaks itself: `a report published by … says`."""
    parse = scene.parse
    made = parse.head[verb] if parse.dep[verb] == "acl" else verb
    if made != verb and parse.dep[made] in SUBJECTS and scene.verb_of[parse.head[made]] is not None:
        return
    for preposition in parse.children[verb]:
        if parse.dep[preposition] == "agent":
            for child in parse.children[preposition]:
                if parse.dep[child] == "pobj":
                    yield Source(child, verb, "agent")


def _before_colons(scene: Scene) -> Iterator[Source]:
    """The names and nouns that stand directly before a colon."""
    parse = scene.parse
    for token in parse.places({":"}):
        before = token - 1
        if before < 0 or scene.quote_of[token] is not None:
            continue
        if scene.block_of[before] != scene.block_of[token] or parse.pos[before] not in (*_NAMING, "X"):
            continue
        yield Source(before, None, "colon")


def _names(scene: Scene) -> Iterator[Source]:
    """Every mention by its head token."""
    for tokens in scene.named:
        if tokens and scene.quote_of[tokens[0]] is None:
            yield Source(_head_of_mention(scene, tokens), None, "name")


def _head_of_mention(scene: Scene, tokens: range) -> int:
    """The token of a mention on which its other tokens hang, the last one where there are several."""
    tops = [token for token in tokens if scene.parse.head[token] not in tokens]
    return tops[-1] if tops else tokens[-1]
