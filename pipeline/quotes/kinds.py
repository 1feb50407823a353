"""Whether quoted words are direct speech, part of the reporter's sentence, or nobody's (scare quotes).

direct: they stand as a clause of their own, by their place (behind a full stop, a colon, a comma) and form
(a capital, or a main verb with its subject); mixed: they fill a place in the reporter's clause; scare: nobody
says them.
"""

from __future__ import annotations

from pipeline.core.verbs import reporting_form
from pipeline.coreference import Scene
from pipeline.quotes.frames import Frame
from pipeline.quotes.structure import is_title

_SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "expl"])


def kind_of(scene: Scene, frame: Frame, *, has_speaker: bool) -> str:
    """One of "direct", "mixed" and "scare"."""
    if not has_speaker:
        return "direct" if _is_utterance(scene, frame) and not is_title(scene, frame) else "scare"
    return "mixed" if _is_built_in(scene, frame) else "direct"


def _is_utterance(scene: Scene, frame: Frame) -> bool:
    """Whether the words stand as a sentence of their own."""
    opens = frame.starts in ("block", "sentence", "colon") and _begins_upper(scene, frame)
    return frame.is_full and opens and frame.ends in ("stop", "comma")


def _is_built_in(scene: Scene, frame: Frame) -> bool:
    """Whether the words are a part of the reporter's clause (`called it "a mess"`)."""
    if frame.starts in ("block", "sentence", "colon"):
        return not frame.is_full and frame.ends == "clause"
    if _begins_upper(scene, frame):
        follows_verb = frame.first > 0 and reporting_form(scene.parse.text[frame.first - 1]) is not None
        return frame.starts == "clause" and not (follows_verb and frame.is_full)
    return frame.starts == "clause" or not (frame.is_full and _has_clause(scene, frame))


def _has_clause(scene: Scene, frame: Frame) -> bool:
    """Whether the quoted words have a main verb with a subject of its own among them."""
    head, inner = scene.parse.head, range(frame.first, frame.last + 1)
    return any(
        scene.parse.dep[token] in _SUBJECTS
        and head[token] in inner
        and (head[head[token]] not in inner or head[head[token]] == head[token])
        for token in inner
    )


def _begins_upper(scene: Scene, frame: Frame) -> bool:
    """Whether the first letter of the quoted words is a capital."""
    inner = scene.document.text[frame.span.start : frame.span.end]
    return next((char.isupper() for char in inner if char.isalpha()), True)
