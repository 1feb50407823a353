"""Tables ↔ the stand-off files of the annotation tool brat: export, correct by hand, evaluate.

`standoff` reads and writes .ann files, `annotate` turns an article's rows into annotations, `gold` turns
annotations into gold rows, `config` holds the files that tell brat what may be annotated.

People and organizations are text-bound; the full name stands in a note where it differs from the words. A
`Quote` has a kind, a `Said_by` arc to its speaker and an `Introduced_by` arc to its cue; the speaker is a
name or, where it is none (“he”), a `Speaker` with the name in its note. A `Quantity` has kind and bound, a
`Number` inside of it, and its values in a note, as JSON.
"""
