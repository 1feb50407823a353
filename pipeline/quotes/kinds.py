"""Whether quoted words are direct speech, part of the reporter's sentence, or nobody's (scare quotes)."""

from __future__ import annotations

from pipeline.core.verbs import reporting_form
from pipeline.quotes.frames import Frame
from pipeline.quotes.scene import Scene


def kind_of(scene: Scene, frame: Frame, *, has_speaker: bool) -> str:
    """One of "direct", "mixed" and "scare"."""
    if not has_speaker:
        return "direct" if _is_utterance(scene, frame) else "scare"
    return "mixed" if _is_built_in(scene, frame) else "direct"


def _is_utterance(scene: Scene, frame: Frame) -> bool:
    """Whether the words stand as a sentence of their own."""
    opens = frame.starts in ("block", "sentence", "colon") and _begins_upper(scene, frame)
    return frame.is_full and opens and frame.ends in ("stop", "comma")


def _is_built_in(scene: Scene, frame: Frame) -> bool:
    """Whether the words are a part of the reporter's clause (`called it "a mess"`)."""
    if frame.starts in ("block", "sentence", "colon"):
        return not frame.is_full and frame.ends == "clause"
    if frame.starts == "comma":
        return not frame.is_full and not _begins_upper(scene, frame)
    follows_verb = frame.first > 0 and reporting_form(scene.parse.text[frame.first - 1]) is not None
    return not (follows_verb and frame.is_full and _begins_upper(scene, frame))


def _begins_upper(scene: Scene, frame: Frame) -> bool:
    """Whether the first letter of the quoted words is a capital."""
    inner = scene.document.text[frame.span.start : frame.span.end]
    return next((char.isupper() for char in inner if char.isalpha()), True)
