"""document → rows of the `quantities` table, block by block."""

from __future__ import annotations

from itertools import zip_longest

from pipeline.core.document import Block, Document, Quantity
from pipeline.quantities.ages import add_age
from pipeline.quantities.amounts import join_amounts
from pipeline.quantities.bounds import add_bound, add_bound_behind_noun
from pipeline.quantities.candidate import Candidate, measure
from pipeline.quantities.dates import is_date_or_time
from pipeline.quantities.elided import fill_elided, is_bare
from pipeline.quantities.names import is_name_or_code
from pipeline.quantities.nouns import add_noun
from pipeline.quantities.numbers import Number, find_numbers, may_have_numbers
from pipeline.quantities.pieces import cut
from pipeline.quantities.pronouns import is_pronoun
from pipeline.quantities.ranges import join_ranges
from pipeline.quantities.restated import share_restated
from pipeline.quantities.rows import to_row
from pipeline.quantities.trend import add_trend
from pipeline.quantities.view import View, view_block

_SERIAL_DIGITS = 7
"""A bare number of so many digits without separators is no amount."""


def find_quantities(document: Document, *, guess_dollar: str = "USD") -> list[Quantity]:
    """The quantities inside of sentences in reading order; "$" alone is read as `guess_dollar`.

    Where no sentences were found, those of all blocks.
    """
    rows: list[Quantity] = []
    for block in document.blocks:
        rows += _quantities_of(document, block, guess_dollar)
    if document.sentences:
        rows = [row for row in rows if document.in_sentence(row.start)]
    return [row._replace(quantity_id=number) for number, row in enumerate(rows)]


def _quantities_of(document: Document, block: Block, guess_dollar: str) -> list[Quantity]:
    if not may_have_numbers(document.text[block.start : block.end]):
        return []
    pieces = cut(document.text, block.start, block.end)
    view = view_block(document, block, pieces)
    numbers = [number for number in find_numbers(pieces) if view.is_parsed(number.first)]
    if not numbers:
        return []
    found = join_ranges(view, join_amounts(view, _candidates(view, numbers)))
    for at, candidate in enumerate(found):
        add_age(view, candidate, found[at - 1] if at else None)
    found = [candidate for candidate in found if not is_name_or_code(view, candidate)]
    for candidate, following in zip_longest(found, found[1:]):
        add_bound(view, candidate)
        add_noun(view, candidate, following)
        add_bound_behind_noun(view, candidate)
        add_trend(view, candidate)
    share_restated(view, found)
    found = [candidate for candidate in found if not (is_bare(candidate) and _is_no_amount(view, candidate))]
    fill_elided(view, found)
    return [to_row(document, view, candidate, guess_dollar=guess_dollar) for candidate in found]


def _candidates(view: View, numbers: list[Number]) -> list[Candidate]:
    """The numbers of a block with their units, without dates, clock times and pronouns."""
    found: list[Candidate] = []
    behind = 0
    for number in numbers:
        if number.first < behind:
            continue
        candidate = measure(view, number)
        behind = candidate.end
        if not is_date_or_time(view, candidate) and not is_pronoun(view, candidate):
            found.append(candidate)
    return found


def _is_no_amount(view: View, found: Candidate) -> bool:
    """Whether a number without unit and noun is a pronoun, a rank ("the top 5") or a serial number."""
    if view.pieces.word(found.first - 1) == "top" and found.modifier == "exact":
        return True
    is_one = found.form == "words" and found.low == found.high == 1
    text = view.pieces.text[found.first]
    return is_one or (found.scale == 1 and text.isdecimal() and len(text) >= _SERIAL_DIGITS)
