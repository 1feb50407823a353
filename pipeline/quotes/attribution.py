"""Choices → rows: the quotes of an article with cue, speaker, name, method, reason and confidence."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.core.document import Quote, QuoteSpan
from pipeline.coreference import Reference, Resolver, Scene
from pipeline.quotes.cues import Source
from pipeline.quotes.headlines import with_headlines
from pipeline.quotes.kinds import kind_of
from pipeline.quotes.methods import method_of, reason_of
from pipeline.quotes.phrases import offsets_of
from pipeline.quotes.speakers import Choice


class Cue(NamedTuple):
    """The words that report: their offsets, and the verb's lemma in our own list."""

    start: int
    end: int
    lemma: str


def build_rows(scene: Scene, choices: dict[int, Choice]) -> list[Quote]:
    """One row a quoted stretch, in reading order."""
    resolver = Resolver(scene)
    speakers: dict[int, Reference] = {}
    rows = []
    for span in scene.spans:
        choice = choices.get(span.quote_id)
        if choice is None or choice.source is None:
            rows.append(_row_of_nobody(scene, span, choice))
            continue
        head = choice.source.head
        if head not in speakers:
            speakers[head] = resolver.meaning_of(head)
        speaker = speakers[head]
        rows.append(_row(scene, choice, choice.source, speaker, rows))
    return with_headlines(scene, rows)


def _row(scene: Scene, choice: Choice, source: Source, speaker: Reference, before: list[Quote]) -> Quote:
    """The row of a quote with a speaker."""
    start, end = offsets_of(scene, source.head)
    cue = _cue(scene, source)
    carried = _carries_on(choice, start, before)
    entity = speaker.entity
    row = _row_of_nobody(scene, choice.frame.span, choice)
    return row._replace(
        kind="direct" if carried is not None else kind_of(scene, choice.frame, has_speaker=True),
        continues=carried if row.continues is None else row.continues,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        cue_lemma=cue.lemma if cue else None,
        speaker_start=start,
        speaker_end=end,
        speaker_entity_id=entity.entity_id if entity else None,
        speaker_name=entity.name if entity else None,
        method=method_of(scene, choice, source),
        reason=None,
        confidence=round(choice.probability * speaker.confidence, 3),
    )


def _row_of_nobody(scene: Scene, span: QuoteSpan, choice: Choice | None) -> Quote:
    """The row of a quote without a speaker."""
    kind = kind_of(scene, choice.frame, has_speaker=False) if choice else "scare"
    return Quote(
        quote_id=span.quote_id,
        sentence_id=scene.document.sentence_at(span.start),
        block_id=span.block_id,
        start=span.start,
        end=span.end,
        kind=kind,
        closed=span.closed,
        repaired=span.repaired,
        continues=span.continues,
        cue_start=None,
        cue_end=None,
        cue_lemma=None,
        speaker_start=None,
        speaker_end=None,
        speaker_entity_id=None,
        speaker_name=None,
        method="none",
        reason=reason_of(kind, parsed=choice is not None),
        confidence=round(choice.probability, 3) if choice else 0.0,
    )


def _cue(scene: Scene, source: Source) -> Cue | None:
    """The reporting verb of a source, or `according to`."""
    if source.cue is None:
        return None
    parse = scene.parse
    start, end = parse.start[source.cue], parse.end[source.cue]
    if source.kind == "according_to":
        following = source.cue + 1
        if following < len(parse) and parse.lower[following] == "to":
            end = parse.end[following]
        return Cue(start, end, "according to")
    form = scene.verb_of[source.cue]
    if form is not None:
        return Cue(start, end, form.lemma)
    follows_quote = source.kind == "inverted" and scene.quote_of[source.cue - 1] is not None
    return Cue(start, end, parse.lemma[source.cue]) if follows_quote else None


def _carries_on(choice: Choice, start: int, before: list[Quote]) -> int | None:
    """The quote that this one carries on after the words `he said` in the middle, or None."""
    last = before[-1] if before else None
    span = choice.frame.span
    if last is None or last.block_id != span.block_id or last.speaker_start != start:
        return None
    stands_between = last.end <= start < span.start
    is_split = last.kind == "direct" and choice.frame.starts in ("comma", "sentence")
    return last.quote_id if stands_between and is_split else None
