"""Which names can be one person or one body, and which letters stand for which name."""

from __future__ import annotations

import pytest

from pipeline.names.acronyms import abbreviates
from pipeline.names.same_body import is_short_body, same_body
from pipeline.names.same_person import is_short_for, nearly, same_person


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana Borg", "Ana Borg", True),
        ("Bill Borg", "William Borg", True),
        ("Sergei Falk", "Sergey Falk", True),
        ("A. Borg", "Ana Borg", True),
        ("Ana M. Borg", "Ana Borg", True),
        ("Ana Maria Borg", "Ana M. Borg", True),
        ("Ana Borg Falk", "Ana Borg", True),
        ("Kristin Wollen", "Kristen Wollen", True),
        ("Ana Torvald", "Ana Torvlad", True),
        ("Ana Borg", "Ida Borg", False),
        ("Ana Borg", "Ana Falk", False),
        ("Paul Borg", "Paul Borg Jr.", False),
        ("Paul Borg Sr.", "Paul Borg Jr.", False),
        ("Ana Maria Borg", "Ana Luisa Borg", False),
        ("Mary Borg", "Mark Borg", False),
    ],
)
def test_full_names_of_one_person(one, other, same):
    assert same_person(one.split(), other.split()) is same
    assert same_person(other.split(), one.split()) is same


@pytest.mark.parametrize(
    ("short", "full", "fit"),
    [
        ("Borg", "Ana Borg", 4),
        ("BORG", "Ana Borg", 4),
        ("der Wiesen", "Greta von der Wiesen", 4),
        ("Falk", "Ana Falk Borg", 3),
        ("Ana", "Ana Borg", 2),
        ("Bill", "William Borg", 2),
        ("Torvlad", "Ana Torvald", 1),
        ("Ida", "Ana Borg", 0),
        ("Ana Borg", "Borg", 0),
    ],
)
def test_short_forms_by_how_well_they_fit(short, full, fit):
    assert is_short_for(short.split(), full.split()) == fit


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Torvald", "Torvlad", True),
        ("Maurer", "Mauer", True),
        ("Buchtmann", "Buchtmann", True),
        ("Hansen", "Jansen", False),
        ("Berg", "Borg", False),
        ("Torvald", "Torvaldsen", False),
    ],
)
def test_slips(one, other, same):
    assert nearly(one.lower(), other.lower()) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Acme Corp", "Acme Inc.", True),
        ("Ministry of Trade of Ukraine", "Ukrainian Ministry of Trade", True),
        ("Department of Trade", "Trade Ministry", True),
        ("Arden Health Centre", "Arden Health Center", True),
        ("IAEA", "International Atomic Energy Agency", True),
        ("U.N.", "United Nations", True),
        ("Acme Steel", "Acme Foods", False),
        ("Ministry of Trade", "Ministry of Health", False),
        ("BBC", "Border Patrol", False),
    ],
)
def test_names_of_one_body(one, other, same):
    assert same_body(one.split(), other.split()) is same
    assert same_body(other.split(), one.split()) is same


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("Acme", "Acme Steel Works", True),
        ("Commission", "Arden Trade Commission", True),
        ("Court", "Supreme Court of Malta", True),
        ("Supreme Court", "Supreme Court of Malta", True),
        ("Kraken", "Church of Kraken", True),
        ("Malta", "Malta Post", False),
        ("University of Malta", "University of Malta Press", False),
        ("Post", "Post", False),
    ],
)
def test_short_names_of_bodies(short, full, fits):
    assert is_short_body(short.split(), full.split()) is fits


@pytest.mark.parametrize(
    ("letters", "name", "fits"),
    [
        ("IAEA", "International Atomic Energy Agency", True),
        ("BoG", "Bank of Gozo", True),
        ("DOJ", "Department of Justice", True),
        ("DJ", "Department of Justice", True),
        ("AS", "Acme Steel Corp", True),
        ("UN", "Trade Union", False),
        ("Un", "United Nations", False),
    ],
)
def test_letters_for_names(letters, name, fits):
    assert abbreviates(letters, name.split()) is fits
