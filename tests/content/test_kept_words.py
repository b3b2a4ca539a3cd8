"""Records found by their words: the same on both databases."""

import pytest

from content.kept_words import holding_all, kept, number_held
from content.search_text import normalise
from cycles.models import Issue


def test_each_stem_stands_once_between_blanks():
    assert kept(fr="Carburant, carburants, ambulance") == " ambul carbur "
    assert kept(fr="Carburant", en="Ambulances") == " ambul carbur "
    assert kept(fr="", en="") == ""


@pytest.mark.parametrize(
    ("q", "language", "found"),
    [
        ("évacuer", "fr", True),
        ("EVACUATION hôpitaux", "fr", True),
        ("evacuer vaccins", "fr", False),
        ("pital", "fr", False),
        ("women", "en", True),
        ("%", "fr", True),
        ("_", "fr", True),
    ],
)
def test_all_the_words_and_whole_ones(db, q, language, found):
    words = kept(fr="Évacuer vers l’hôpital", en="Evacuated women")
    Issue.objects.create(title_fr="x", words=words)
    stems = normalise(q, language).split()
    assert Issue.objects.filter(holding_all("words", stems)).exists() is found
    held = Issue.objects.annotate(held=number_held("words", stems)).get().held
    assert (held == len(stems)) is found
