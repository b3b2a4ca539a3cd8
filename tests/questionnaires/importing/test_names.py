"""Names of districts that are near, or that several have: a person says which is meant, and it is remembered."""

from districts.models import OrgUnit
from tests.districts.places import country

from .tables import ONE, TWO, begun, file_of, stored, words


def test_a_name_that_is_not_sure_is_said_and_remembered(world):
    OrgUnit.objects.filter(pk=world.unit.pk).update(name_fr="Guéckédou")
    row = ("Gueckedu", *ONE[1:])
    way = begun(world, file_of(row, TWO))
    assert way.say_columns().url == way.url("districts/")
    page = way.get("districts/")
    assert "Gueckedu" in words(page) and b'value="gui-d1"' in page.content
    assert way.get().url == way.url("districts/"), "no preview before it is said"
    refused = way.say_districts()
    assert refused.status_code == 422 and "Choose the district, or leave these lines out." in words(refused)
    assert way.say_districts(**{"d:gueckedu": "gui-d1"}).url == way.url()
    way.confirm()
    assert stored(world.unit)["meetings"] == {"number": 3}
    assert "As it is already : 2" in begun(world, file_of(row, TWO)).preview()


def test_a_name_of_several_districts_is_asked_about(world):
    OrgUnit.objects.filter(pk__in=[unit.pk for unit in world.units[:2]]).update(name_fr="Kindia")
    way = begun(world, file_of(("Kindia", *ONE[1:])))
    way.say_columns()
    assert "Kindia (gui R1, gui-d1)" in words(way.get("districts/")).replace("gui R0", "gui R1")


def test_lines_can_be_left_out_on_purpose_and_called_back(world):
    way = begun(world, file_of(ONE, ("Atlantis", *ONE[1:])))
    way.say_columns()
    assert way.say_districts(rest="1").url == way.url()
    page = words(way.get())
    assert "Left out : 1" in page and "You have left this line out." in page
    assert way.fields("districts/")["d:atlantis"] == "-"
    assert way.say_districts(**{"d:atlantis": "gui-d3"}).url == way.url()
    way.confirm()
    assert stored(world.units[2])["meetings"] == {"number": 3}


def test_among_many_districts_one_writes_the_code_or_the_name(world, monkeypatch):
    monkeypatch.setattr("questionnaires.importing.district_views.MOST_IN_MENU", 0)
    way = begun(world, file_of(("Atlantis", *ONE[1:])))
    way.say_columns()
    refused = way.say_districts(**{"t:atlantis": "Nowhere"})
    assert (
        refused.status_code == 422
        and "called “Nowhere”" in words(refused)
        and b'value="Nowhere"' in refused.content
    )
    assert way.say_districts(**{"t:atlantis": "GUI D3"}).url == way.url()


def test_the_choice_of_a_district_abroad_is_none(world):
    world.cycle.countries.add(country("ben"))
    way = begun(world, file_of(("Atlantis", *ONE[1:])))
    way.say_columns()
    for odd in ("ben-d1", "nothing", "\0", "x" * 9000):
        assert way.say_districts(**{"d:atlantis": odd}).status_code == 422
