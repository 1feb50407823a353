"""The closed lists of `method` and `reason`: how a speaker was found, or why there is none."""

from __future__ import annotations

from pipeline.coreference import Scene
from pipeline.quotes.cues import Source
from pipeline.quotes.speakers import Choice

METHODS = {
    "subject": "subject of a verb in the same sentence, before the verb (`he said`)",
    "inverted": "subject of a verb in the same sentence, after the verb (`said Ruiz`)",
    "agent": "the phrase with `by` of a passive verb (`was called ... by Ruiz`)",
    "holder": "the noun that a participle describes (`a statement saying`)",
    "according_to": "the phrase after `according to`",
    "colon": "what stands directly before a colon",
    "transcript": "the label of a block (`RUIZ: ...`)",
    "signature": "the name after a dash behind the quote",
    "carried_on": "the speaker of a sentence or quote before or after it, where the quote's own has none",
    "nearest_name": "a name in the same sentence that is no subject",
    "none": "nobody",
}
_OF_KIND = {"label": "transcript", "name": "nearest_name"}

REASONS = {
    "scare": "no one is said to have said these words: a title, a nickname or a scare quote",
    "direct": "reads as speech, but no speaker was found near it",
    "unparsed": "the parse has no token inside the quote",
}


def method_of(scene: Scene, choice: Choice, source: Source) -> str:
    """How the source of a quote was found, one of `METHODS`."""
    if source.kind in ("label", "signature", "according_to", "colon") and not choice.carried:
        return _OF_KIND.get(source.kind, source.kind)
    own = range(scene.sentence_of[choice.frame.first], scene.sentence_of[choice.frame.last] + 1)
    if choice.carried or not any(scene.sentence_of[at] in own for at in (source.first, source.last)):
        return "carried_on"
    return _OF_KIND.get(source.kind, source.kind)


def reason_of(kind: str, *, parsed: bool) -> str:
    """Why a quote of that kind has no speaker, one of `REASONS`."""
    return REASONS[kind] if parsed else REASONS["unparsed"]
