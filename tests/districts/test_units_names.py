"""Which unit is meant by a name, as people write it."""

import pytest

from districts.models import OrgUnit
from districts.unit_names import find_unit, search_units


def unit(pk: int, name: str, **fields) -> OrgUnit:
    return OrgUnit(pk=pk, code=f"x{pk}", level=3, name_fr=name, **fields)


NZEREKORE = unit(1, "N'Zérékoré", name_en="Nzerekore City")
GUECKEDOU = unit(2, "Guéckédou", variants=["Kissi bas"])
MALI = unit(3, "Mali")
MALI_TOWN = unit(4, "Mali-ville", variants=["Mali"])
COEUR = unit(5, "Cœur-d’Ouémé", uid="a1234567890")
AMONG = [NZEREKORE, GUECKEDOU, MALI, MALI_TOWN, COEUR]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("N'Zérékoré", NZEREKORE),
        ("N’ZEREKORE", NZEREKORE),
        ("nzerekore", NZEREKORE),
        ("  N ' Zérékoré ", NZEREKORE),
        ("Nzérékoré", NZEREKORE),
        ("nzerekore city", NZEREKORE),
        ("GUECKEDOU", GUECKEDOU),
        ("coeur d'oueme", COEUR),
        ("A1234567890", COEUR),
        ("x2", GUECKEDOU),
    ],
)
def test_accents_apostrophes_capitals_and_hyphens_make_no_other_name(name, wanted):
    found = find_unit(name, AMONG)
    assert found.exact == (wanted,)
    assert found.unit == wanted


def test_another_spelling_counts_less_than_a_name():
    assert find_unit("KISSI BAS", AMONG).variant == (GUECKEDOU,)
    assert find_unit("KISSI BAS", AMONG).unit == GUECKEDOU
    found = find_unit("mali", AMONG)
    assert (found.exact, found.variant, found.unit) == ((MALI,), (MALI_TOWN,), MALI)


def test_a_close_name_is_offered_and_never_taken():
    found = find_unit("Gueckedu", AMONG)
    assert found.close == (GUECKEDOU,)
    assert found.unit is None


def test_two_of_the_same_name_are_none():
    twin = unit(6, "MALI")
    found = find_unit("Mali", [*AMONG, twin])
    assert found.exact == (MALI, twin)
    assert found.unit is None


@pytest.mark.parametrize("name", ["", "  ", "’-", "Ouagadougou"])
def test_what_is_no_name_here_finds_nothing(name):
    found = find_unit(name, AMONG)
    assert (found.exact, found.variant, found.close, found.unit) == ((), (), (), None)


def test_search_finds_parts_of_names_and_else_what_is_near():
    assert search_units("zere", AMONG) == [NZEREKORE]
    assert search_units("kissi", AMONG) == [GUECKEDOU]
    assert search_units("guekedou", AMONG) == [GUECKEDOU]
    assert search_units(" ", AMONG) == []
