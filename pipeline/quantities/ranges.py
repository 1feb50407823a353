"""Two numbers that are the ends of one range: "10 to 12 km", "between $5 and $7 million", "15-22 mph".

A change from one level to another ("rose from 3 to 5") stays two quantities; both get the unit and
the multiplier. A multiplier is shared where the first end would otherwise be far below the second
in the wrong way: "$10 to $15 billion" shares it, "$200 to $4 million" does not.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.names import is_result
from pipeline.quantities.pieces import NUMBER
from pipeline.quantities.view import NOUN_TAGS, View

_TREND = sections("quantities/trend")
_CHANGE = frozenset(_TREND["up"]) | frozenset(_TREND["down"]) | frozenset(_TREND["either"])
_ROUND = 5
_LEVEL_TO_STEP = 10
_DASHES = frozenset({"-", "–", "—", "−", "~"})
_OF_AGES = frozenset(sections("quantities/ages")["age_words"])
_FILLERS = frozenset(sections("quantities/bounds")["context"]["fillers"])


def join_ranges(view: View, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with the ends of ranges joined and results such as "3-1" left out."""
    joined: list[Candidate] = []
    at = 0
    while at < len(candidates):
        low, high = candidates[at], candidates[at + 1] if at + 1 < len(candidates) else None
        joint = _joint(view, low, high) if high else None
        if high is None or joint is None or _has_tighter(view, candidates, at + 1, joint):
            joined.append(low)
            at += 1
            continue
        joined += _combine(view, low, high, joint)
        at += 2
    return joined


def _joint(view: View, low: Candidate, high: Candidate) -> str | None:
    """The word or dash that alone stands between two candidates with one unit."""
    pieces = view.pieces
    between = pieces.lower[low.end : high.begin]
    if len(between) > 3 or not _share_unit(low, high):
        return None
    while between and between[-1] in _DASHES and len(between) > 1:
        between = between[:-1]
    while len(between) > 1 and between[0] in _DASHES:
        between = between[1:]
    is_dash = len(between) == 1 and between[0] in _DASHES
    if not is_dash and _counts_apart(view, low, high):
        return None
    joint = "-" if is_dash else " ".join(between)
    if joint in {"and", "or"}:
        return joint if _is_pair(view, low, high, joint) else None
    return joint if joint in {"-", "to", "through"} else None


def _counts_apart(view: View, low: Candidate, high: Candidate) -> bool:
    """Whether money is followed by a count of its own: "gave $50 to | 5 million people"."""
    return low.unit is not None and high.unit is None and view.tag(high.end) in {"NNS", "NNPS"}


def _share_unit(low: Candidate, high: Candidate) -> bool:
    """Whether both ends are of one kind: the same unit, or one that only one of them says."""
    if low.is_range or high.is_range or low.form == "many" or high.form == "many":
        return False
    if (low.form == "fraction") != (high.form == "fraction") and high.scale > 1:
        return False
    if low.unit is None:
        return high.unit is None or high.unit.kind != "money" or (high.unit_pieces or (0,))[0] >= high.stop
    if high.unit is None:
        return low.begin < low.first
    return (low.unit.name, low.unit.currency) == (high.unit.name, high.unit.currency)


def _is_pair(view: View, low: Candidate, high: Candidate, joint: str) -> bool:
    """Such as "between 5 and 7"; "three or four" as neighbours."""
    if joint == "and":
        before = low.begin - 1
        while view.pieces.word(before) in _FILLERS | {"the", "ages", "of"}:
            before -= 1
        return view.pieces.word(before) == "between"
    neighbours = low.low < high.low <= low.low * 1.5 + 1 and low.low.is_integer() and high.low.is_integer()
    return neighbours and (low.unit is None or low.begin < low.first) and high.low <= 100


def _has_tighter(view: View, candidates: list[Candidate], at: int, joint: str) -> bool:
    """Whether the second number is closer bound to a third ("from 24 to 33-35 billion")."""
    if joint == "-" or at + 1 >= len(candidates):
        return False
    high, third = candidates[at], candidates[at + 1]
    if _joint(view, high, third) != "-":
        return False
    _share(candidates[at - 1], third)
    return True


def _combine(view: View, low: Candidate, high: Candidate, joint: str) -> list[Candidate]:
    """One range, two levels of a change, or nothing for a result."""
    value = _shared_value(low, high)
    if joint == "-" and _is_no_range(view, low, high, value):
        return []
    is_tied = view.pieces.word(low.end) == "-" and low.is_plain  # "9-to-5"
    if joint == "to" and value > high.low and (is_tied or _is_plain_result(view, low, high)):
        return []
    if joint == "to" and _is_step(view, low, high):
        return [low, high]
    if joint == "to" and (value > high.low or _is_change(view, low)):
        _share(low, high)
        return [low, high]
    if value > high.low:
        return [low, high]
    start = low.begin - (joint == "and") * _steps_to_between(view, low)
    return [
        replace(
            low,
            begin=start,
            first=low.first,
            stop=high.stop,
            end=high.end,
            low=value,
            high=high.low,
            scale=high.scale,
            unit=high.unit or low.unit,
            unit_pieces=high.unit_pieces or low.unit_pieces,
            per=high.per or low.per,
            rule="range",
        )
    ]


def _is_step(view: View, low: Candidate, high: Candidate) -> bool:
    """Such as "rose by $2 to $5", "rose $2 to $90": by so much to a level; not "grow 3% to 5%"."""
    before = view.pieces.word(low.begin - 1)
    is_small = before in _CHANGE and low.low * _LEVEL_TO_STEP < high.low
    return low.unit is not None and high.unit is not None and (is_small or before == "by")


def _steps_to_between(view: View, low: Candidate) -> int:
    """How far before the first end the word "between" stands."""
    return 1 if view.pieces.word(low.begin - 1) == "between" else 0


def _shared_value(low: Candidate, high: Candidate) -> float:
    """The first end with the multiplier of the second where it shares it."""
    shares = low.scale == 1 and high.scale > 1 and low.low * high.scale <= high.low
    return low.low * high.scale if shares else low.low


def _share(low: Candidate, high: Candidate) -> None:
    """Gives the first of two levels the unit and the multiplier of the second."""
    if low.unit is None:
        low.unit = high.unit
        low.per = high.per
    if low.scale == 1 and high.scale > 1 and low.low < 10 * high.low / high.scale:
        low.low = low.high = low.low * high.scale
        low.scale = high.scale


def _is_change(view: View, low: Candidate) -> bool:
    """Whether a word of change governs "from … to …" ("rose from 3 to 5")."""
    pieces = view.pieces
    before = low.begin - 1
    while pieces.word(before) in _FILLERS:
        before -= 1
    if pieces.word(before) != "from":
        return False
    return any(pieces.word(at) in _CHANGE for at in range(max(0, before - 6), before))


def _is_plain_result(view: View, low: Candidate, high: Candidate) -> bool:
    """Such as "split 4 to 1", "a 2 to 1 margin": small numbers without units beside a word for a result."""
    plain = low.is_plain and high.is_plain and low.low < 1000
    return plain and is_result(view, replace(low, stop=high.stop))


def _is_model(view: View, low: Candidate, high: Candidate) -> bool:
    """Such as "a 737-800": digits that are no round numbers, with nothing behind that they could count."""
    is_round = (low.low % _ROUND == 0 and high.low % _ROUND == 0) or high.scale > 1
    return low.low >= 100 and not is_round and view.tag(high.stop) not in NOUN_TAGS | {"JJ", "VBN", "HYPH"}


def _is_no_range(view: View, low: Candidate, high: Candidate, value: float) -> bool:
    """Whether two numbers with a dash are a result, a record or the like."""
    if low.unit or high.unit or low.form != "digits":
        is_series = (
            low.unit is None and high.unit is None and view.tag(high.stop) == "NN"
        )  # "a one-two finish"
        return value > high.low or (is_series and low.form == "words" and high.scale == 1)
    small = high.low < 200 and view.pieces.is_kind(high.stop - 1, NUMBER)
    if value < high.low and view.pieces.word(low.begin - 1) in _OF_AGES:
        return False
    if view.pieces.word(low.begin - 1) == "(" and view.pieces.word(high.end) == ")" and low.low >= 100:
        return True
    if _is_model(view, low, high):
        return True
    if value >= high.low or (small and is_result(view, replace(low, stop=high.stop))):
        return True
    is_team = view.tag(high.stop) == "NNP" and view.tag(high.stop + 1) not in NOUN_TAGS
    return small and (is_team or view.tag(high.stop) not in NOUN_TAGS | {"JJ", "VBN", "HYPH"})
