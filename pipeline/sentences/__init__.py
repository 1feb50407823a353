"""blocks → sentences: rules on the text; the parse is asked only at unclear full stops.

A sentence lies inside one block and has no white space at its ends. Together the sentences hold
everything in a block but a caption's label ("Photo caption, ").

At an unclear full stop (after some abbreviations and initials, at dots, before a small letter) a sentence
ends where the parse begins one. The parse is made anyway for the later stages, and measured in this place
it is right at least as often as the model's sentence recognizer (`senter`; figures in docs/evaluation.md).
"""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.blocks.labels import label_end
from pipeline.core.document import Block, Document, Parse, Sentence
from pipeline.sentences.candidates import Candidate, find_candidates
from pipeline.sentences.lists import find_items
from pipeline.sentences.rules import ITEM_LABEL, Verdict, judge

MAX_BRACKET = 300
_BRACKET = re.compile(r"[()\[\]]")


def find_sentences(document: Document) -> list[Sentence]:
    """The sentences of an article in reading order; needs its blocks, and uses its parse if there is one."""
    sentences: list[Sentence] = []
    for block in document.blocks:
        for start, end in split_block(document.text, block, document.parse):
            sentences.append(Sentence(len(sentences), block.block_id, start, end))
    return sentences


def split_block(text: str, block: Block, parse: Parse) -> list[tuple[int, int]]:
    """The spans of the sentences of one block."""
    start = label_end(text, block.start, block.end) if block.kind == "caption" else block.start
    spans: list[tuple[int, int]] = []
    for end, following in [*_breaks(text, block, parse), (block.end, block.end)]:
        if any(map(str.isalnum, text[start:end])) or not spans:
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
        start = following
    return spans


def _breaks(text: str, block: Block, parse: Parse) -> list[tuple[int, int]]:
    """The breaks between sentences, each as the end of one and the start of the next."""
    items = find_items(text, block)
    breaks = [(_trimmed_end(text, block.start, start), start) for start, _ in items if start > block.start]
    in_marker = {offset for start, end in items for offset in range(start, end)}
    brackets = _bracket_spans(text, block)
    sentence_start = block.start
    for candidate in find_candidates(text, block):
        is_label = ITEM_LABEL.fullmatch(text, sentence_start, candidate.start)
        if is_label or candidate.start in in_marker or _in_bracket(candidate, brackets, sentence_start):
            continue
        if _is_end(judge(candidate), candidate.end, candidate.next_start + len(candidate.opening), parse):
            breaks.append((candidate.end, candidate.next_start))
            sentence_start = candidate.next_start
    return sorted(set(breaks))


def _is_end(verdict: Verdict, end: int, next_word: int, parse: Parse) -> bool:
    """The verdict as yes or no, with the parse's answer where the rules have none."""
    if verdict in (Verdict.END, Verdict.INSIDE) or not len(parse):
        return verdict in (Verdict.END, Verdict.ASK_END)
    first = bisect_left(parse.start, end)
    last = bisect_left(parse.start, next_word + 1)
    return any(parse.sent_start[first:last])


def _bracket_spans(text: str, block: Block) -> list[tuple[int, int]]:
    """The outermost brackets of a block that are closed within it and not very long, in order."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text, block.start, block.end):
        if match.group() in "([":
            opened.append(match.start())
        elif opened:
            start = opened.pop()
            if match.start() - start <= MAX_BRACKET:
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, match.start()))
    return spans


def _in_bracket(candidate: Candidate, brackets: list[tuple[int, int]], sentence_start: int) -> bool:
    """Whether a candidate stands in brackets that were opened within its sentence."""
    at = bisect_left(brackets, (candidate.start, 0)) - 1
    return at >= 0 and sentence_start < brackets[at][0] and candidate.end <= brackets[at][1]


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
