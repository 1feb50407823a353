"""One label a form through the whole article: a full name makes its surname a person everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.core.lexicon import words
from pipeline.core.verbs import reports_speech
from pipeline.names.acronyms import initials, is_letters, plain
from pipeline.names.evidence import decide, label_scores
from pipeline.names.shortforms import is_plain_firm, is_plain_given, org_short_forms, person_short_forms
from pipeline.names.titles import is_role
from pipeline.names.view import NAME_TAGS, Span, View

Labels = dict[str, str]

_VERBS = frozenset({"VBZ", "VBD", "MD"})  # what follows a name that is the subject
_LONGEST_LETTERS = 3  # up to so many capitals are rather an acronym than a surname in capitals


def labelled_forms(view: View, spans: Iterable[Span], given: Labels) -> Labels:
    """The label of each form in the article, long forms first, so that they can vouch for short ones.

    The forms in `given` have their label from outside.
    """
    places = _by_form(view, spans)
    letters = _acronyms(places)
    labels: Labels = {}
    links: dict[str, set[str]] = defaultdict(set)
    for form in sorted(places, key=lambda form: (-len(form.split()), form)):
        labels[form] = given.get(form) or decide(label_scores(view, form, places[form], links[form]))
        for short, kind in _short_forms(form, labels[form], letters):
            links[short].add(kind)
            if kind == "surname" and len(short) > _LONGEST_LETTERS:
                links[short.upper()].add(kind)
    for form in labels:
        if labels[form] not in {"PERSON", "ORG"} and _bears_surname(form, places, labels):
            labels[form] = "PERSON"
    for form in sorted(form for form in set(links) - set(labels) if not form.isupper()):
        labels[form] = _vouched_label(view, form, links[form])
    return labels


def _bears_surname(form: str, places: dict[str, list[Span]], labels: Labels) -> bool:
    """Whether two words that nothing else explains end with a surname that is used only after them."""
    first, _, last = form.partition(" ")
    if labels.get(last) != "PERSON" or places[last][0].first < places[form][0].first:
        return False
    no_names = words("names/place_words") | words("names/places") | words("names/nationalities")
    return first.isalpha() and first[:1].isupper() and first not in no_names and not is_role(first)


def _vouched_label(view: View, form: str, links: set[str]) -> str:
    """The label of a form that nobody proposed, by the names that vouch for it."""
    if "surname" in links or ("given" in links and is_plain_given(form)):
        return "PERSON"
    if "firm" in links and is_plain_firm(form) and form.lower() not in view.small_words:
        return "ORG"
    return "ORG" if links & {"head", "part"} else ""


def _acronyms(forms: Iterable[str]) -> dict[str, list[str]]:
    """The forms that are acronyms, by their plain letters."""
    letters: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        if is_letters(form) and form not in words("names/places"):
            letters[plain(form)].append(form)
    return letters


def _by_form(view: View, spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The places of each form; names in headings in capitals count for the form in small letters."""
    places: dict[str, list[Span]] = defaultdict(list)
    shouted: list[Span] = []
    for span in spans:
        if view.shouting[span.first]:
            shouted.append(span)
        else:
            places[view.surface(span.first, span.end)].append(span)
    usual = {form.lower(): form for form in places}
    for span in shouted:
        form = view.surface(span.first, span.end)
        places[usual.get(form.lower(), form)].append(span)
    return places


def _short_forms(form: str, label: str, letters: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The forms for which a labelled form vouches, each with the kind of the link."""
    if label == "PERSON":
        yield from person_short_forms(form)
        return
    kind = "acronym_of_org" if label == "ORG" else "acronym_of_other"
    for start in sorted(initials(tuple(form.replace("-", " ").split()))):
        yield from ((short, kind) for short in letters.get(start, ()))
    if label == "ORG":
        yield from org_short_forms(form)


def everywhere(view: View, labels: Labels, known: Sequence[Span]) -> list[Span]:
    """All places of the labelled forms; those that nobody had proposed get the method "consistent"."""
    lower = {form.lower(): label for form, label in labels.items()}
    out = _proposed(view, labels, lower, known)
    places = {(span.first, span.end) for span in out}
    trie = _by_first_word(labels)
    text = view.parse.text
    shouted = [token for token, is_shouted in enumerate(view.shouting) if is_shouted]
    for token in sorted({*view.parse.places_written(trie.keys()), *shouted}):
        for pieces, label in trie.get(text[token].lower() if view.shouting[token] else text[token], ()):
            end = token + len(pieces)
            if (token, end) in places or not _matches(view, token, pieces):
                continue
            if stands_alone(view, token, end):
                out.append(Span(token, end, label, "consistent"))
    return out


def _proposed(view: View, labels: Labels, lower: Labels, known: Sequence[Span]) -> list[Span]:
    """Each proposed place once, under the label of its form and the first rule that gave this label."""
    spans: dict[tuple[int, int], Span] = {}
    for span in known:
        form = view.surface(span.first, span.end)
        label = labels.get(form, lower.get(form.lower(), "") if view.shouting[span.first] else "")
        method = span.method if span.label in {"", label} else "relabelled"
        place = (span.first, span.end)
        if place not in spans or spans[place].method == "relabelled":
            spans[place] = Span(*place, label, method)
    return list(spans.values())


def _by_first_word(labels: Labels) -> dict[str, list[tuple[list[str], str]]]:
    """The persons and organizations by their first word, as written and in lower case."""
    trie: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for form, label in labels.items():
        if label in {"PERSON", "ORG"}:
            pieces = form.replace("-", " - ").replace("'s", " 's").replace("’s", " ’s").split()
            trie[pieces[0]].append((pieces, label))
            if pieces[0] != pieces[0].lower():
                trie[pieces[0].lower()].append((pieces, label))
    return trie


def _matches(view: View, token: int, pieces: Sequence[str]) -> bool:
    end = token + len(pieces)
    if end > len(view.parse) or view.block[end - 1] != view.block[token]:
        return False
    if view.shouting[token]:
        return view.parse.lower[token:end] == [piece.lower() for piece in pieces]
    return view.parse.text[token:end] == list(pieces)


def stands_alone(view: View, first: int, end: int) -> bool:
    """Whether the form is no part of a longer capitalised name: not "Trump" in "Trump Tower"."""
    parse = view.parse
    single = end - first == 1 and view.opens_sentence(first)
    if single and parse.text[first] in words("names/org_heads"):
        return False
    if single and parse.tag[first] not in NAME_TAGS:
        labels = view.shouting[first] and view.joined(end) and parse.text[end] == ":"
        if view.joined(end) and parse.tag[end] in _VERBS and parse.lower[first] not in view.small_words:
            return True
        return labels or (view.joined(end) and reports_speech(parse.lower[end]))
    if not view.joined(end) or view.heading[end] or view.shouting[end]:
        return True
    return not (view.capital[end] and parse.tag[end] in NAME_TAGS)
