"""x"""
from __future__ import annotations
from typing import NamedTuple
from pipeline.coreference.persons import GENDER_OF
from pipeline.coreference.resolver import Resolver

class Row(NamedTuple):
    start: int
    end: int
    entity_id: int
    how: str
    confidence: float

def references(document):
    resolver = Resolver.of(document)
    rows=[]
    parse=document.parse
    for token, word in enumerate(parse.lower):
        mention = resolver.scene.mention_of[token]
        if mention is not None:
            if parse.end[token] >= mention.end:
                rows.append(Row(mention.start, mention.end, mention.entity_id, "name", .97))
            continue
        if word in GENDER_OF or word in ("i","me","my","mine","myself","it") or token in resolver.persons.meant or token in resolver.bodies.meant:
            ref = resolver.resolve(token)
            if ref.entity is None: continue
            first = parse.left_edge(token) if parse.pos[token] != "PRON" else token
            rows.append(Row(parse.start[first], parse.end[token], ref.entity.entity_id, ref.how, ref.confidence))
    return rows
