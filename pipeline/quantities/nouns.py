"""What a number counts ("100 battalion tactical groups") and of what it is a share ("half of them")."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from pipeline.core.document import Parse
from pipeline.core.lexicon import rows, words
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import WORD
from pipeline.quantities.units import Unit, per_after, unit_after
from pipeline.quantities.view import NOUN_TAGS, View

_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_MODIFIERS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "AFX", "FW", "POS", "CD"}) | NOUN_TAGS
_INSIDE = _MODIFIERS | {"CC", "RB", "RBS", "RBR"}
_OPENERS = frozenset({"DT", "PRP$", "PDT", "WDT"})
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "DT"})
_BREAKS = frozenset(
    {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "tomorrow",
        "yesterday",
        "worth",
        "each",
        "apiece",
    }
)
_MEASURED = frozenset({"metre", "square metre", "kilogram"})
_ALSO_THINGS = frozenset({"foot", "stone", "carat"})
_SCALES = frozenset({"magnitude", "category"})
"""A number behind these is a reading on a scale and counts nothing ("a magnitude-6 quake")."""
_PASTS = words("quantities/pasts")
_LONGEST = 10


def add_noun(view: View, found: Candidate, following: Candidate | None = None) -> None:
    """Fills the counted noun of a count, or the whole of a fraction or a percentage.

    A measure right behind the number belongs to the noun: "two | 40-tonne-a-day | mills".
    """
    if (found.unit and found.unit.kind == "percent") or (found.form == "fraction" and not found.unit):
        found.of_span = _whole(view, found)
    elif found.unit is None or _goes_on_with_of(view, found):
        _add_counted(view, found, following)


def _is_in_table(view: View, found: Candidate, first: int, head: int) -> bool:
    """Whether figures stand side by side ("0.26 9.24 Norway"), or a name follows that cannot be counted."""
    is_name = view.parse.tag[head] == "NNP" and view.parse.ent_type[head] in {"GPE", "PERSON", "LOC"}
    side_by_side = first == view.token_from(found.end) and _is_figure(view, first)
    is_person = view.parse.ent_type[head] == "PERSON"  # "father-of-three | Ned Borg"
    return side_by_side or (is_name and (is_person or not found.low.is_integer()))


def _goes_on_with_of(view: View, found: Candidate) -> bool:
    """Whether a measure goes on with what is measured: "tonnes of grain", not "80 km of the border"."""
    if found.unit is None or found.unit.kind != "measure" or view.pieces.word(found.end) != "of":
        return False
    is_distance = found.unit.base == "metre" and found.unit.per is None
    return not (is_distance and view.tag(found.end + 1) in {"DT", "PRP$", "NNP"})


def _add_counted(view: View, found: Candidate, following: Candidate | None) -> None:
    parse, before = view.parse, found.begin - 1
    if view.pieces.word(before - (view.pieces.word(before) == "-")) in _SCALES:
        return
    is_inside = following is not None and following.begin == found.end and following.per is not None
    first = _noun_start(view, following if following and is_inside else found)
    head = _head(view, found, first)
    if head is not None and _is_in_table(view, found, first, head):
        head = None
    if head is None or (found.unit is None and _is_unit(view, found, head)):
        _add_per(view, found, found.end)
        return
    found.noun_span = parse.start[first], parse.end[head]
    written_out = _abbreviations().get(view.text[slice(*found.noun_span)])
    if written_out:
        found.noun, found.per = written_out
        return
    found.noun = noun_lemma(parse, head)
    _add_per(view, found, bisect_left(view.pieces.start, parse.end[head]))


def _add_per(view: View, found: Candidate, behind: int) -> None:
    """What a count is reckoned by: "3,000 tests | per day"."""
    per = per_after(view.pieces, behind)
    if per and not found.per:
        found.per, found.end = per


@cache
def _abbreviations() -> dict[str, tuple[str, str | None]]:
    """What abbreviations of counted nouns stand for, with what they are reckoned by ("ppg")."""
    table = rows("quantities/noun_abbreviations", ("form", "noun", "per"))
    return {row["form"]: (row["noun"], None if row["per"] == "-" else row["per"]) for row in table}


def _is_unit(view: View, found: Candidate, head: int) -> bool:
    """Makes the counted noun the unit where it is one ("50 previous years"); says whether it was."""
    at = bisect_left(view.pieces.start, view.parse.start[head])
    if view.parse.tag[head] not in {"NN", "NNS"}:
        return False
    for first in (at - 1, at):
        after = unit_after(view.pieces, first, digits=False) if first >= found.stop else None
        if after and after.stop > at and _is_measured(after.unit):
            found.unit, found.unit_pieces, found.end = after.unit, (after.first, after.stop), after.stop
            return True
    return False


def _is_measured(unit: Unit) -> bool:
    """Whether a unit keeps its sense behind an adjective ("ten long miles", not "three broken cups")."""
    return unit.kind == "duration" or (unit.base in _MEASURED and unit.name not in _ALSO_THINGS)


def _noun_start(view: View, found: Candidate) -> int:
    """The token where the counted noun phrase may begin: behind a hyphen, or behind "of the"."""
    parse, at = view.parse, view.token_from(found.end)
    if at < view.end_token and parse.lower[at] in {"-", "–"}:
        at += 1
    if at < view.end_token and parse.lower[at] == "of":
        at += 1
        while at < view.end_token and parse.tag[at] in _OPENERS:
            at += 1
    return at


def _head(view: View, found: Candidate, first: int) -> int | None:
    """The head of the noun phrase that begins at a token: the parser's where it fits, else the last noun."""
    parse = view.parse
    if _is_compound(view, found) and first < view.end_token and parse.tag[first] in NOUN_TAGS:
        return first
    governor = parse.head[view.token[found.stop - 1]]
    is_near = first <= governor < min(first + _LONGEST, view.end_token)
    is_noun = parse.tag[governor] in NOUN_TAGS and parse.lower[governor] not in _PASTS
    if is_near and is_noun and set(parse.tag[first:governor]) <= _INSIDE:
        while parse.dep[governor] == "compound" and governor < parse.head[governor] < first + _LONGEST:
            governor = parse.head[governor]
        if not _has_figure(view, first, governor):
            return _owner(parse, first, governor)
    last = _last_noun(view, first)
    return None if last is None else _owner(parse, first, last)


def _owner(parse: Parse, first: int, head: int) -> int:
    """The plural that owns the head, if there is one: "13 million | people | 's food"."""
    for at in range(first, head):
        if parse.tag[at] in _PLURAL_TAGS and parse.tag[at + 1] == "POS":
            return at
    return head


def _has_figure(view: View, first: int, head: int) -> bool:
    """Whether a figure stands between a noun and the head, so that the head belongs to that figure."""
    figures = [at for at in range(first + 1, head) if _is_figure(view, at)]
    return bool(figures) and bool(NOUN_TAGS & set(view.parse.tag[first : figures[-1]]))


def _is_figure(view: View, token: int) -> bool:
    """Whether a token is a number without a unit, as in the rows of a table."""
    sign, text = view.parse.text[token][:1], view.parse.text[token].lstrip("+-−")
    if sign == "-" and view.parse.text[token - 1].isupper():  # "COVID -19"
        return False
    if not text[:1].isdecimal() or not text.replace(",", "").replace(".", "").isdecimal():
        return False
    piece = bisect_left(view.pieces.end, view.parse.end[token])
    is_tied = view.pieces.glued(piece + 1) and (
        view.pieces.word(piece + 1) == "-" or view.pieces.is_kind(piece + 1, WORD)
    )
    if is_tied or _is_of_model(view, token):
        return False
    return unit_after(view.pieces, piece + 1, digits=True) is None


def _is_of_model(view: View, token: int) -> bool:
    """Whether a figure belongs to the name before it: "12 Boeing 737 jets", "six Type 45 destroyers"."""
    parse = view.parse
    is_named = parse.text[token - 1] != parse.lower[token - 1] and parse.tag[token - 1] in NOUN_TAGS
    is_named = is_named and parse.text[token].isdecimal()
    behind = token + 1
    behind += behind < view.end_token and parse.tag[behind] == "NNP"
    return is_named and behind < view.end_token and parse.tag[behind] in _PLURAL_TAGS


def _is_compound(view: View, found: Candidate) -> bool:
    """Whether a hyphen ties the number to its noun: a "four-cylinder engine" has four cylinders."""
    return view.pieces.word(found.end) == "-" and view.pieces.glued(found.end + 1)


def _last_noun(view: View, first: int) -> int | None:
    """The last noun of the run of nouns and their modifiers that begins at a token."""
    parse, last = view.parse, None
    for at in range(first, min(first + _LONGEST, view.end_token)):
        tag = "NNS" if _is_mistagged(parse, at) else parse.tag[at]
        if parse.lower[at] in _PASTS and tag in {"NN", "NNS"}:
            break
        if last is not None and _is_figure(view, at):
            break
        if tag not in _MODIFIERS and not _joins_modifiers(parse, at, view.end_token):
            break
        if last is not None and (tag in {"CD", "VBG", "VBN", "JJ"} and parse.tag[last] in _PLURAL_TAGS):
            break
        if parse.lower[at] in _BREAKS and last is not None:
            break
        if tag in NOUN_TAGS:
            last = at
    return last


def _is_mistagged(parse: Parse, token: int) -> bool:
    """Whether a plural was tagged as a verb although it stands as an object ("with eight more picks")."""
    return parse.tag[token] == "VBZ" and parse.dep[token] in {"pobj", "dobj"}


def _joins_modifiers(parse: Parse, at: int, end: int) -> bool:
    """Such as "and" between two modifiers ("digital and physical sales"), an adverb before an adjective."""
    if at + 1 >= end:
        return False
    if parse.tag[at] == "RB":
        return parse.tag[at + 1] in {"JJ", "VBN"}
    if parse.tag[at] in {"RBS", "RBR"}:
        return parse.tag[at + 1] == "JJ"
    if parse.tag[at] != "CC" or parse.tag[at - 1] not in {"JJ", "VBN", "NNP"}:
        return False
    after = at + 1
    while after < min(end, at + _LONGEST) and parse.tag[after] in {"JJ", "VBN", "NN", "NNP"}:
        after += 1
    return after > at + 1 and after < end and parse.tag[after] in _PLURAL_TAGS


@cache
def _singulars() -> dict[str, str]:
    """The singulars of plurals that the parser gets wrong."""
    return {row["plural"]: row["singular"] for row in rows("quantities/plurals", ("plural", "singular"))}


def noun_lemma(parse: Parse, token: int) -> str:
    """The lower-case lemma of a noun; the parser leaves plurals of names as they are ("Americans")."""
    lemma, text = parse.lemma[token].lower(), parse.text[token]
    irregular = _singulars().get(text.lower())
    if irregular:
        return irregular
    if text.endswith("s") and text[:-1].isupper():
        return text[:-1].lower()
    is_plural_name = parse.tag[token] in {"NNPS", "NNP"} and lemma.endswith("s") and not lemma.endswith("ss")
    return lemma[:-1] if is_plural_name and len(lemma) > 3 else lemma


def _whole(view: View, found: Candidate) -> tuple[int, int] | None:
    """The span of the whole: "them" of "half of them", "the votes" of "half the votes"."""
    parse, at = view.parse, view.token_from(found.end)
    if at >= view.end_token:
        return None
    if parse.lower[at] == "of":
        at += 1
    elif found.form != "fraction" or parse.tag[at] not in _OPENERS | {"JJ"} | NOUN_TAGS:
        return None
    first = at
    while at < view.end_token and parse.tag[at] in _OPENERS:
        at += 1
    last = _last_noun(view, at)
    if last is None:
        last = first if first < view.end_token and parse.tag[first] in _PRONOUNS else None
    return None if last is None else (parse.start[first], parse.end[last])
