"""Ages: "a 70-year-old", "aged 18 to 34", "Ann Lee, 44,", "who was ten"."""

from __future__ import annotations

from pipeline.core.lexicon import sections
from pipeline.quantities.candidate import Candidate
from pipeline.quantities.pieces import NUMBER
from pipeline.quantities.units import unit_named
from pipeline.quantities.view import NOUN_TAGS, View

_WORDS = {name: frozenset(entries) for name, entries in sections("quantities/ages").items()}
_OLDEST = 120
_YOUNGEST = 3  # "at 3" and more may be an age, "at 1" and "at 2" rather a time


def add_age(view: View, found: Candidate, before: Candidate | None) -> None:
    """Makes the candidate an age in years where the words around it, or an age right before it, say so."""
    stop = _old_behind(view, found)
    if stop:
        found.kind, found.end = "age", stop
    elif (
        found.unit is None
        and _could_be_age(found)
        and (_goes_on(view, found, before) or _is_age(view, found))
    ):
        found.kind, found.rule = "age", "age"
        found.unit = unit_named("year")


def _old_behind(view: View, found: Candidate) -> int | None:
    """The index behind "year-old", "months old", "years of age", "yo"."""
    word = view.pieces.word
    if found.unit is None:
        return found.stop + 1 if word(found.stop) == "yo" and _set_years(found) else None
    if found.unit.name not in _WORDS["age_units"]:
        return None
    if word(_behind_fillers(view, found)) in _WORDS["age_words"]:
        return found.end
    at = found.end + (word(found.end) == "-")
    if word(at) in {"old", "olds"}:
        return at + 1
    return at + 2 if word(at) == "of" and word(at + 1) == "age" else None


def _behind_fillers(view: View, found: Candidate) -> int:
    """The last piece before the number that is no "of", "about", "over"."""
    at = found.begin - 1
    while view.pieces.word(at) in _WORDS["fillers"]:
        at -= 1
    return at


def _set_years(found: Candidate) -> bool:
    found.unit = unit_named("year")
    return True


def _could_be_age(found: Candidate) -> bool:
    whole = found.low.is_integer() and found.high.is_integer()
    return whole and 0 < found.low <= found.high <= _OLDEST and found.scale == 1 and found.form != "fraction"


def _is_age(view: View, found: Candidate) -> bool:
    """Whether a bare number is an age by the word before it or by its place behind a person."""
    word = view.pieces.word
    at = _behind_fillers(view, found)
    if word(at) in _WORDS["age_words"]:
        return True
    if _is_limit(view, found, at):
        return True
    if _counts(view, found):
        return False
    if _subjects(view, found) & _WORDS["age_subjects"] or _is_limit_of_people(view, found, at):
        return True
    is_person = word(at - 1) in _WORDS["subjects"] | _WORDS["relatives"] or view.entity(at - 1) == "PERSON"
    if word(at) in _WORDS["be"] and is_person:
        return _ends_clause(view, found.stop)
    return _is_time_of_life(view, found) or _is_behind_person(view, found)


def _is_behind_person(view: View, found: Candidate) -> bool:
    return (found.form == "digits" or _is_set_off(view, found)) and _follows_person(view, found)


def _is_set_off(view: View, found: Candidate) -> bool:
    """Whether a number in words stands between commas behind a person: "Ann Lee, five, waved"."""
    word = view.pieces.word
    return view.entity(found.first - 2) == "PERSON" and word(found.first - 1) == "," == word(found.stop)


def _is_time_of_life(view: View, found: Candidate) -> bool:
    """Such as "At 34, Ann Lee has …", "At 14 she …", "she died at 86", "Ann Lee, at 34, …"."""
    parse, word, at = view.parse, view.pieces.word, found.begin - 1
    if word(at) != "at" or not _YOUNGEST <= found.low <= found.high:
        return False
    if word(at - 1) == "," == word(found.stop) and view.entity(at - 2) == "PERSON":
        return True
    opens = view.is_capitalised(at)
    follows = found.stop + (word(found.stop) == ",")
    is_name = view.entity(follows) == "PERSON" or (follows > found.stop and view.tag(follows) == "NNP")
    if opens and (word(follows) in _WORDS["subjects"] or is_name):
        return True
    lived = parse.lower[parse.head[view.token[at]]] in _WORDS["life_verbs"]
    return lived and not opens and _ends_clause(view, found.stop)


def _goes_on(view: View, found: Candidate, before: Candidate | None) -> bool:
    """Such as the second age of "aged 24 and 31"."""
    if before is None or before.rule != "age" or before.form != found.form:
        return False
    between = view.pieces.lower[before.end : found.begin]
    is_joined = between in ([","], ["and"], ["or"], [",", "and"])
    return is_joined and not _counts(view, found)


def _counts(view: View, found: Candidate) -> bool:
    """Whether something follows that the number may count."""
    return view.tag(found.stop) in NOUN_TAGS | {"JJ", "CD"} or view.pieces.word(found.stop) in {"-", "/", ":"}


def _is_limit_of_people(view: View, found: Candidate, at: int) -> bool:
    """Such as "half of the players were under 21"."""
    is_limited = view.pieces.word(at) in _WORDS["be"] and view.pieces.word(at + 1) in _WORDS["limits"]
    return is_limited and bool(_subjects(view, found) & (_WORDS["people"] | {"who"}))


def _subjects(view: View, found: Candidate) -> set[str]:
    """What the sentence says the number of: "age" in "their average age is 34"."""
    parse, token = view.parse, view.token[found.first]
    verb = parse.head[token]
    if parse.tag[verb] in {"IN", "TO"}:
        verb = parse.head[verb]
    return {parse.lower[child] for child in parse.children[verb] if parse.dep[child].startswith("nsubj")}


def _is_limit(view: View, found: Candidate, at: int) -> bool:
    """Such as "children under 12": people, a limit, and no noun in the plural behind."""
    is_limited = view.pieces.word(at + 1) in _WORDS["limits"] and at + 1 < found.begin
    return (
        is_limited
        and view.pieces.word(at) in _WORDS["people"]
        and view.tag(found.stop) not in {"NNS", "JJ", "CD"}
    )


def _ends_clause(view: View, at: int) -> bool:
    """Whether nothing that could be counted follows ("she was 44 when …")."""
    follows = view.pieces.word(at)
    return not follows or not follows[0].isalnum() or follows in _WORDS["after_age"]


def _closes(view: View, found: Candidate, mark: str) -> bool:
    """Whether an apposition ends behind an age or two: "her sons, 3 and 5, …"."""
    word, at = view.pieces.word, found.stop
    if word(at) == "and" and view.pieces.is_kind(at + 1, NUMBER):
        at += 2
    return word(at) == mark or (mark == "," and word(at) == ".")


def _opens_predicate(view: View, at: int) -> bool:
    """Whether a finite verb or "who" begins at a piece."""
    return view.tag(at) in {"VBZ", "VBD", "VBN", "MD"} or view.pieces.word(at) == "who"


def _least(found: Candidate) -> int:
    """The least number behind a name that is rather an age: figures may be points or places."""
    return 5 if found.form == "digits" else 1


def _follows_person(view: View, found: Candidate) -> bool:
    """Such as "Ann Lee, 44, said", "Ann Lee (44)", "Ann Lee 44 said"."""
    comma = found.first - 1 - (view.pieces.word(found.first - 1) in {"now", "then"})
    before, after = view.pieces.word(comma), view.pieces.word(found.stop)
    at = comma - (before in {",", "("})
    is_place = view.entity(at) in {"GPE", "LOC"} and not _opens_predicate(view, found.stop + 1)
    is_surname = before == "," and view.tag(at) == "NNP" and view.entity(at) != "DATE" and not is_place
    if before in {",", "("} and view.pieces.word(at) in _WORDS["relatives"]:
        return _closes(view, found, ")" if before == "(" else ",")
    if (
        not (view.entity(at) == "PERSON" or is_surname)
        or not view.is_capitalised(at)
        or found.low < _least(found)
    ):
        return False
    if is_surname and view.entity(at) != "PERSON":
        return after == "," and found.low >= 10 and not view.pieces.is_kind(found.stop + 1, NUMBER)
    if before == "(":
        return after in {")", ","}
    if before == ",":
        return after in {",", ".", "", ";", ")", "and", "who", "of", "from", "was", "is", "—", "–"}
    return view.tag(found.stop).startswith("VB") or view.tag(found.stop) == "MD"
