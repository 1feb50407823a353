"""he, she → the person meant: who stands out most among those before it that agree in gender.

Names, pronouns, nouns for people (`the senator`) and people without a name (`a woman`) are read in order,
first outside quotes. Each leaves an anchor, so that its person stands out for the next pronoun. Somebody
without a name has an id below zero.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Self

from pipeline.core.document import Parse, Quote
from pipeline.coreference import salience
from pipeline.coreference.genders import (
    GENDER_OF,
    REFLEXIVES,
    gender_of_noun,
    genders_shown,
    leanings,
    person_nouns,
)
from pipeline.coreference.grammar import SUBJECTS, antecedent, joined_with, own_subject, subjects_above
from pipeline.coreference.roles import Roles
from pipeline.coreference.salience import Anchor, Standing, anchor_at, scores_of, standings
from pipeline.coreference.scene import Scene

_REACH = 40
_FAR_REACH = 400
_ROUNDS = 2
_UNNAMED = -1.2
_UNNAMED_OFFICE = -2.2
_BY_ROLE = -0.8


class Persons:
    """The persons of one article where they are named or meant."""

    def __init__(self, scene: Scene, genders: Mapping[int, str]) -> None:
        self.scene = scene
        self.genders = dict(genders)
        self.anchors: list[Anchor] = []
        self.tokens: list[int] = []
        self.meant: dict[int, Standing] = {}
        self.roles = Roles(scene)
        self._speakers: dict[int, int] = {}
        self._leanings = leanings(scene)
        self._counts: Counter[int] = Counter()
        self._read(inside_quotes=False)

    @classmethod
    def of(cls, scene: Scene, genders: Mapping[int, str]) -> Self:
        """The persons of an article, read again while pronouns show the gender of more of them."""
        found = cls(scene, genders)
        for _ in range(_ROUNDS):
            shown = genders_shown(scene, genders, found.meant)
            if shown.items() <= found.genders.items():
                break
            found = cls(scene, shown)
        return found

    def read_quotes(self, quotes: list[Quote]) -> None:
        """Reads what stands in quotes as well; nobody is called he or she in a whole quote of their own."""
        self._speakers = {
            quote.quote_id: quote.speaker_entity_id
            for quote in quotes
            if quote.speaker_entity_id is not None and quote.kind == "direct"
        }
        self._read(inside_quotes=True)

    def ranked(self, token: int, gender: str | None) -> list[Standing]:
        """Who a pronoun or a noun for a person can mean, the likeliest first.

        Only persons of that gender or of an unknown one count (all, where the word shows no gender), and
        nobody whom the grammar rules out.
        """
        barred = self._barred(token)
        if gender is not None:
            barred |= {person for person, known in self.genders.items() if known != gender}
        at = bisect_left(self.tokens, token)
        scores = scores_of(self.scene, token, self.anchors[max(at - _REACH, 0) : at], barred)
        self._add_subjects_above(scores, token, barred)
        quoted = self._named_in_its_quote(token)
        for person in scores:
            scores[person] += salience.NAMED_SO_OFTEN[min(self._counts[person], salience.MOST_NAMED)]
            scores[person] += salience.NAMED_IN_ITS_QUOTE * (person in quoted)
            if person in self.genders:
                scores[person] += salience.KNOWN_GENDER
            elif gender is not None and person in self._leanings:
                scores[person] += salience.LEANING * (1 if self._leanings[person] == gender else -1)
        return standings(scores)

    def before(self, token: int) -> Iterator[Anchor]:
        """The places before a token where persons are named or meant, the latest first, not too far back."""
        at = bisect_left(self.tokens, token)
        return reversed(self.anchors[max(at - _FAR_REACH, 0) : at])

    def person_at(self, token: int) -> int | None:
        """Who is named or meant by a token: an entity_id, an id below zero, or None."""
        parse, mention_of = self.scene.parse, self.scene.mention_of
        token = antecedent(parse, token)
        appositions = [child for child in parse.children[token] if parse.dep[child] == "appos"]
        for place in (token, *appositions):
            mention = mention_of[place]
            if mention is not None and mention.label == "PERSON":
                return mention.entity_id
        return self.meant[token].person if token in self.meant else None

    def _read(self, *, inside_quotes: bool) -> None:
        """Adds the anchors of all words outside, or inside, of quotes in reading order."""
        scene = self.scene
        wanted = (self.roles.nouns, GENDER_OF.keys(), scene.single_names.keys())
        for token in sorted({*scene.name_ends, *chain(*map(scene.parse.places, wanted))}):
            if (scene.quote_of[token] is not None) != inside_quotes:
                continue
            word, mention = scene.parse.lower[token], scene.mention_of[token]
            if mention is not None:
                if scene.parse.end[token] >= mention.end and mention.label == "PERSON":
                    self._add_name(token, mention.entity_id)
            elif word in GENDER_OF:
                self._mean(token, self.ranked(token, GENDER_OF[word])[0])
            elif scene.parse.tag[token] == "NNP" and word in scene.single_names:
                self._mean(token, Standing(scene.single_names[word], 1.0))
            elif word in self.roles.nouns:
                self._add_noun(token, word)

    def _add_name(self, token: int, person: int) -> None:
        parse = self.scene.parse
        is_introduced = not self._counts[person] and any(
            parse.dep[child] == "appos" for child in parse.children[token]
        )
        self._add(token, person, salience.INTRODUCED * is_introduced)

    def _add_noun(self, token: int, word: str) -> None:
        """Adds the person whom a noun means: one who is known by name, or one without a name."""
        found = self.roles.read(token, self.before(token), self.person_at)
        if found is None:
            return
        if found.person >= 0:
            extra = _BY_ROLE
        else:
            gender = gender_of_noun(word)
            if gender is not None:
                self.genders[found.person] = gender
            is_weak = found.is_definite and gender is None and word not in person_nouns()
            extra = _UNNAMED_OFFICE if is_weak else _UNNAMED
        self._mean(token, Standing(found.person, 1.0), extra)

    def _mean(self, token: int, standing: Standing, extra: float = 0.0) -> None:
        self.meant[token] = standing
        if standing.person is not None:
            self._add(token, standing.person, extra)

    def _add(self, token: int, person: int, extra: float) -> None:
        at = bisect_right(self.tokens, token)
        self.anchors.insert(at, anchor_at(self.scene, token, person, extra=extra))
        self.tokens.insert(at, token)
        self._counts[person] += 1

    def _add_subjects_above(self, scores: dict[int, float], token: int, barred: set[int | None]) -> None:
        """Raises the subjects of the clauses in which a word stands, also those named after it."""
        scene = self.scene
        is_nearest = True
        for subject in subjects_above(scene.parse, token):
            if scene.quote_of[token] is None and scene.quote_of[subject] is not None:
                continue
            person = self.person_at(subject)
            if person is not None and person not in barred:
                scores.setdefault(person, salience.SUBJECT + salience.NAMED_AFTER)
                if scene.parse.lower[token] in REFLEXIVES:
                    scores[person] += salience.REFLEXIVE * is_nearest
                else:
                    scores[person] += salience.NEAREST_ABOVE if is_nearest else salience.FURTHER_ABOVE
            is_nearest = False

    def _named_in_its_quote(self, token: int) -> set[int]:
        """The persons named in the quotes of a word's sentence where the word is their reporter."""
        scene = self.scene
        if scene.quote_of[token] is not None or not salience.reports(scene, token):
            return set()
        sentence = scene.document.sentences[scene.sentence_of[token]]
        quotes = scene.spans_in(sentence.start, sentence.end)
        return {person for span in quotes for person in scene.named_in_quote.get(span.quote_id, ())}

    def _barred(self, token: int) -> set[int | None]:
        """Who is ruled out: Vega in `Vega met him`, `Vega and he`, `the Vega fan`; a quote's speaker."""
        parse = self.scene.parse
        others = joined_with(parse, token)
        others += [child for child in parse.children[token] if parse.dep[child] in ("compound", "poss")]
        subject = own_subject(parse, token)
        if subject is not None and parse.lower[token] not in REFLEXIVES:
            others.append(subject)
        others += _owned_beside(parse, token)
        quote = self.scene.quote_of[token]
        speaker = None if quote is None else self._speakers.get(quote)
        return {self.person_at(other) for other in others} | {speaker}


def _owned_beside(parse: Parse, token: int) -> list[int]:
    """The nouns that a subject owns in phrases with its verb, and the names behind their commas.

    In `Through her lawyer, Ana Vega, she said` she is not Vega.
    """
    if parse.dep[token] not in SUBJECTS or parse.lower[token] not in GENDER_OF:
        return []
    phrases = [child for child in parse.children[parse.head[token]] if parse.dep[child] == "prep"]
    nouns = [noun for phrase in phrases for noun in parse.children[phrase] if parse.dep[noun] == "pobj"]
    gender = GENDER_OF[parse.lower[token]]
    owned = [
        noun
        for noun in nouns
        if any(GENDER_OF.get(parse.lower[child]) == gender for child in parse.children[noun])
    ]
    return owned + [noun + 2 for noun in owned if noun + 2 < token and parse.text[noun + 1] == ","]
