"""The two files that tell brat what may be annotated and how it looks."""

from __future__ import annotations

from pipeline.core import schema

#: The types of text-bound annotations, each with its colour.
TYPES = {
    "PERSON": "#ffd9a8",
    "ORG": "#cfe2ff",
    "Quote": "#d5f0d5",
    "Quantity": "#f6d5f0",
    "Number": "#f0e4f6",
    "Cue": "#e8e8e8",
    "Speaker": "#ffeccf",
}
_ATTRIBUTES = {
    "QuoteKind": ("Quote", schema.QUOTE_KINDS),
    "QuantityKind": ("Quantity", schema.QUANTITY_KINDS),
    "Modifier": ("Quantity", schema.MODIFIERS),
}


def annotation_conf() -> str:
    """annotation.conf: types, arcs and attributes; spans may overlap."""
    attributes = [
        f"{name}\tArg:{target}, Value:{'|'.join(values)}" for name, (target, values) in _ATTRIBUTES.items()
    ]
    lines = [
        "[entities]",
        *TYPES,
        "[relations]",
        "Said_by\tArg1:Quote, Arg2:Speaker|PERSON|ORG",
        "Introduced_by\tArg1:Quote, Arg2:Cue",
        "Continues\tArg1:Quote, Arg2:Quote",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "[events]",
        "[attributes]",
        *attributes,
    ]
    return "\n".join(lines) + "\n"


def visual_conf() -> str:
    """visual.conf: labels and colours."""
    labels = ["Said_by | said by | by", "Introduced_by | introduced by | cue", "Continues | continues"]
    drawing = [f"{name}\tbgColor:{colour}, borderColor:darken" for name, colour in TYPES.items()]
    return "\n".join(["[labels]", *labels, "[drawing]", *drawing]) + "\n"
