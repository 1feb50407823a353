"""The noun phrase round a head token, as the speaker is written."""

from __future__ import annotations

from pipeline.coreference import Scene

_AFTER_HEAD = frozenset(["prep", "compound", "flat", "nummod", "conj", "nmod", "amod", "npadvmod"])
_ASIDES = frozenset(["relcl", "acl", "appos"])


def phrase_of(scene: Scene, head: int) -> tuple[int, int]:
    """The first and last token of the noun phrase: without relative clauses and trailing appositions."""
    mention = scene.mention_of[head]
    first, last = head, head
    if mention is not None:
        tokens = scene.parse.tokens_in(mention.start, mention.end)
        first, last = tokens[0], tokens[-1]
    return _leftmost(scene, head, first), _rightmost(scene, head, last)


def offsets_of(scene: Scene, head: int) -> tuple[int, int]:
    """The same phrase in characters."""
    first, last = phrase_of(scene, head)
    start, end = scene.parse.start[first], scene.parse.end[last]
    mention = scene.mention_of[last]
    return start, mention.end if mention and mention.start >= start and mention.end < end else end


def _leftmost(scene: Scene, head: int, first: int) -> int:
    """The first token of what stands before the head, up to punctuation or a quote."""
    edge = scene.parse.left_edge(head)
    while first > edge and _belongs(scene, first - 1, head):
        first -= 1
    return first


def _rightmost(scene: Scene, head: int, last: int) -> int:
    """The last token of the prepositional phrases and conjuncts that follow the head without a break."""
    parse = scene.parse
    for child in parse.children[head]:
        if child <= last or _joins(scene, child):
            continue
        first = parse.left_edge(child)
        joined = parse.dep[child] == "conj" and all(_joins(scene, at) for at in range(last + 1, first))
        if parse.dep[child] not in _AFTER_HEAD or not (first == last + 1 or joined):
            break
        end = _end_of_part(scene, child)
        if end is None:
            break
        last = end
    return last


def _joins(scene: Scene, token: int) -> bool:
    """Whether a token is an `and` or the comma of a list."""
    return scene.parse.dep[token] == "cc" or scene.parse.tag[token] == ","


def _end_of_part(scene: Scene, child: int) -> int | None:
    """The last token of a part after the head, cut before punctuation; None where nothing is left."""
    parse = scene.parse
    last = None
    for token in range(parse.left_edge(child), parse.right_edge(child) + 1):
        if not _belongs(scene, token, child) or parse.dep[token] in _ASIDES:
            break
        last = token
    if last is None or parse.dep[last] in ("prep", "cc"):
        return None
    return last


def _belongs(scene: Scene, token: int, near: int) -> bool:
    """Whether a token can be part of a phrase: in the same block, outside quotes, no break or bracket."""
    parse = scene.parse
    if scene.quote_of[token] is not None or scene.block_of[token] != scene.block_of[near]:
        return False
    return parse.tag[token] not in (",", ":", ".", "-LRB-", "-RRB-", "''", "``", "_SP", "WDT", "WP")
