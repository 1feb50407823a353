"""Personal names with a nickname in quotation marks inside: 'Ferdinand "Bongbong" Marcos'."""

from __future__ import annotations

from pipeline.names.titles import is_role
from pipeline.names.view import View

_OPENING = frozenset({'"', "“", "‘", "``"})
_CLOSING = frozenset({'"', "”", "’", "''"})
_LONGEST = 3  # tokens between the marks


def past_nickname(view: View, end: int) -> int:
    """The end of the name with the nickname and the surname that follow it, or `end`."""
    parse = view.parse
    if not view.joined(end) or parse.text[end] not in _OPENING:
        return end
    for close in range(end + 2, min(end + 2 + _LONGEST, len(parse) - 1)):
        if parse.text[close] in _CLOSING and view.joined(close + 1) and parse.tag[close + 1] == "NNP":
            return close + 2 if not parse.sent_start[close + 1] and view.capital[close + 1] else end
    return end


def before_nickname(view: View, first: int) -> int:
    """The first token of the name with the nickname and the first name before it, or `first`."""
    parse = view.parse
    if not view.joined(first) or parse.text[first - 1] not in _CLOSING:
        return first
    for opening in range(first - 3, max(first - 3 - _LONGEST, 0), -1):
        inside = view.joined(opening) and view.block[opening] == view.block[first]
        if inside and parse.text[opening] in _OPENING:
            return opening - 1 if _is_first_name(view, opening - 1) else first
    return first


def _is_first_name(view: View, token: int) -> bool:
    return view.capital[token] and view.parse.tag[token] == "NNP" and not is_role(view.parse.text[token])
