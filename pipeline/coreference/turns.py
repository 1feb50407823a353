"""The labels of turns in interviews and transcripts: `A:`, `AV:`, `VEGA:` → whose the turn is."""

from __future__ import annotations

from pipeline.coreference.scene import Scene

_ANSWER = "a"
_LONGEST_INITIALS = 4


def labelled_person(scene: Scene, token: int) -> int | None:
    """The entity_id behind the label of a turn that is no name: `A:`, or initials as in `AV:`."""
    parse = scene.parse
    label = parse.text[token].replace(".", "")
    is_label = token + 1 < len(parse) and parse.text[token + 1] == ":" and label.isupper()
    if not is_label or len(label) > _LONGEST_INITIALS:
        return None
    if label.lower() == _ANSWER:
        mention = scene.interviewee
        return None if mention is None else mention.entity_id
    bearers = [
        entity.entity_id
        for entity in scene.document.entities
        if entity.label == "PERSON" and "".join(word[0] for word in entity.name.split()) == label
    ]
    return bearers[0] if len(bearers) == 1 and len(label) > 1 else None


def label_of_turn(scene: Scene, token: int) -> int | None:
    """The label of the turn in which a token stands (`AV: … I said “…”`), or None outside of transcripts."""
    parse, block = scene.parse, scene.document.blocks[scene.block_of[token]]
    line = parse.tokens_in(block.start, block.end)
    if len(line) > 1 and parse.text[line[1]] == ":" and parse.text[line[0]].isupper():
        return line[0]
    return None
