"""How well a form of a name fits an entity that is known so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.names.aliases import Known
from pipeline.names.gender import GIVEN, SHOWN, clear_winner, given_gender
from pipeline.names.same_body import body_traits, is_short_body, same_body
from pipeline.names.same_person import BY_FIRST_NAME, is_short_for, person_traits, same_person

Form = tuple[str, ...]

_SAME = 5
_SHORT_BODY = 1


@dataclass
class Cluster:
    """The mentions of one entity: their indices in reading order and the words of each form."""

    label: str
    members: list[int] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    gender: int = 0
    relative: bool = False
    known: Known | None = None
    traits: frozenset[str] = field(init=False)
    _fits: dict[Form, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.traits = frozenset().union(*(traits_of(self.label, form) for form in self.forms))

    def add(self, index: int, form: Form, gender: int) -> None:
        self.members.append(index)
        self.gender += gender
        if form not in self.forms:
            self.forms.append(form)
            self.traits |= traits_of(self.label, form)
            self._fits.clear()

    def fit(self, form: Form) -> int:
        """5 for the same full name, 4 to 1 for a short form, 0 for none."""
        if form not in self._fits:
            self._fits[form] = self._body_fit(form) if self.label == "ORG" else self._person_fit(form)
        return self._fits[form]

    def _body_fit(self, form: Form) -> int:
        if any(form == other or same_body(form, other) for other in self.forms):
            return _SAME
        return _SHORT_BODY if any(is_short_body(form, other) for other in self.forms) else 0

    def _person_fit(self, form: Form) -> int:
        if len(form) > 1 and any(form == other or same_person(form, other) for other in self.forms):
            return _SAME
        full = [other for other in self.forms if len(other) > 1]
        lone = form[0].lower() if len(form) == 1 else ""
        if lone and any(lone == other[0].lower() for other in self.forms if len(other) == 1):
            return max((is_short_for(form, other) for other in full), default=_SAME - 1)
        return max((is_short_for(form, other) for other in self.forms), default=0)

    def clashes(self, gender: int) -> bool:
        """Whether the title of a mention contradicts what is known of the entity."""
        one = clear_winner(gender)
        if not one:
            return False
        by_first_names = sum(SHOWN.get(shown, 0) for shown in {given_gender(form) for form in self.forms})
        return clear_winner(self.gender + GIVEN * by_first_names) not in {"", one}

    def may_be(self, index: int, fit: int) -> bool:
        """Whether a form at `index` can mean the entity: not somebody's relative who is named only later."""
        return fit == BY_FIRST_NAME or not (self.relative and index < self.members[0])

    def rank(self, index: int, gender: int) -> tuple[bool, bool, bool, int]:
        """How likely a short form at `index` means this entity, among those that it fits.

        Whose gender the mention's title shows before others, nobody's relative before somebody's wife or son,
        then the one named last before the mention, then the one named first after it.
        """
        before = [member for member in self.members if member < index]
        agrees = bool(clear_winner(gender)) and clear_winner(self.gender) == clear_winner(gender)
        return agrees, not self.relative, bool(before), max(before) if before else -min(self.members)


def traits_of(label: str, form: Form) -> frozenset[str]:
    """What a form shares some of with each entity that it fits: `fit` need not be asked of any other."""
    return body_traits(form) if label == "ORG" else person_traits(form)
