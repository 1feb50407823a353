"""The rules that can make a mention: the closed list of the column `method`, each with its confidence.

The confidence is the share of the rule's mentions that were right in span and label on three corpora
of news (6,200 mentions), drawn towards .8 where the rule made few of them.
"""

from __future__ import annotations

CONFIDENCE: dict[str, float] = {
    "alias": 0.95,  # a name of the user's alias file that no other rule had found
    "agency": 0.9,  # a news agency, paper or picture service
    "institution": 0.75,  # a body that is known by this name alone
    "bracket": 0.85,  # a short name in brackets behind an organization
    "acronym": 0.85,  # letters in brackets, or the name that they stand for
    "credit": 0.85,  # a signature: photographer, reporter, editor
    "team": 0.9,  # "the Lions" in a report on sports, "Team Vector"
    "lead": 0.85,  # a name beside a word such as "newspaper" or "retailer"
    "title": 0.75,  # the name behind a title
    "model": 0.8,  # the model's span and label stand
    "repaired": 0.75,  # the model's span, with its edges mended
    "relabelled": 0.85,  # a proposed span, with the label that the whole article speaks for
    "given": 0.85,  # a first name and what follows it
    "org-word": 0.65,  # a capitalised name that ends, or begins, with a word for an organization
    "speaker": 0.9,  # the subject of a verb of saying
    "consistent": 0.7,  # a form that is a name elsewhere in the article
}
