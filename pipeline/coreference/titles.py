"""The title that a name is the name of: `President of Zembla Karel Novak` → President."""

from __future__ import annotations

from pipeline.core.lexicon import words
from pipeline.coreference.scene import Scene


def titled_head(scene: Scene, token: int) -> int:
    """The title before the name at a token that hangs on its `of`, else the token.

    The parser hangs such a name on the `of` of its title, as it does in `the wife of Karel Novak`.
    """
    parse, mention = scene.parse, scene.mention_of[token]
    title = parse.head[parse.head[token]]
    if mention is None or mention.label != "PERSON" or parse.lower[parse.head[token]] != "of":
        return token
    before = parse.tokens_in(mention.start, mention.end)[0] - 1
    has_title = parse.dep[token] == "pobj" and parse.lower[title] in words("coreference/role_nouns")
    is_office = parse.head[token] < before and parse.lower[before] not in words("coreference/role_nouns")
    has_article = any(parse.dep[child] in ("det", "poss") for child in parse.children[title])
    return title if has_title and is_office and not has_article else token


def titled_person(scene: Scene, head: int) -> int | None:
    """The entity_id of the person whose title is the head, or None."""
    for preposition in scene.parse.children[head]:
        for child in scene.parse.children[preposition]:
            mention = scene.mention_of[child]
            if mention is not None and titled_head(scene, child) == head:
                return mention.entity_id
    return None
