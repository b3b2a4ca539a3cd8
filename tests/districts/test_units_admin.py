"""Units in the admin: who may do what, what a wrong input is told, and what thousands of units cost."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from districts.boundaries import COUNTRIES
from districts.models import LevelName, OrgUnit, Outline, Role, UnitLink, User
from districts.unit_actions import archive_unit, import_units
from districts.unit_files import read_country
from districts.unit_import import compare

from .places import country, districts_of, person

SCREENS = ["", "edit/", "add/", "replace/", "archive/"]


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    """It has tests of its own."""
    settings.MFA_REQUIRED_ROLES = []


@pytest.fixture
def guinea(pages_ready):
    return country("gui", districts=4, regions=2)


@pytest.fixture
def browser(client):
    """`browser(Role.FACILITATOR)` is signed in as somebody with that role, in all countries or in `unit`."""

    def signed_in(role: Role, unit: OrgUnit | None = None):
        client.force_login(person((role, unit), language="en"))
        return client

    return signed_in


def address(unit: OrgUnit | None = None, screen: str = "") -> str:
    return f"/admin/units/{unit.pk}/{screen}" if unit else f"/admin/units/{screen}"


def edited(unit: OrgUnit, **fields) -> dict:
    return {"name_fr": unit.name_fr, "parent": unit.parent_id or "", "variants": ""} | fields


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [(Role.ADMINISTRATOR, 200, 200), (Role.FACILITATOR, 200, 302), (Role.MODERATOR, 200, 302),
     (Role.OFFICIAL, 403, 403), (Role.RESEARCHER, 403, 403)],
)  # fmt: skip
def test_administrators_change_units_and_facilitators_read_them(guinea, browser, role, reads, edits):
    """Whoever may enter the admin but not the screen is sent to the admin's first page (302)."""
    reader = browser(role)
    unit = districts_of(guinea)[0]
    assert reader.get(address()).status_code == reads
    assert reader.get(address(unit)).status_code == reads
    for screen in SCREENS[1:]:
        assert reader.get(address(unit, screen)).status_code == edits, screen
        assert reader.post(address(unit, screen), {}).status_code in (edits, 302), screen
    assert OrgUnit.objects.in_use().count() == (6 if edits == 200 else 7)


def test_an_administrator_of_a_country_changes_its_units_only(guinea, browser):
    togo = country("tog")
    reader = browser(Role.ADMINISTRATOR, guinea)
    assert reader.get(address(districts_of(guinea)[0], "edit/")).status_code == 200
    assert reader.get(address(districts_of(togo)[0], "edit/")).status_code == 302
    assert reader.get(address(screen="add/")).status_code == 302
    assert browser(Role.ADMINISTRATOR).get(address(screen="add/")).status_code == 200


def test_the_first_account_of_an_installation_adds_the_first_country(pages_ready, client):
    client.force_login(User.objects.create_superuser("first@example.org"))
    assert client.get(address()).status_code == 200
    data = {
        "code": "TOG",
        "name_fr": "Togo",
        "variants": "",
        "time_zone": "Africa/Lome",
        "district_level": "3",
    }
    assert client.post(address(screen="add/"), data).status_code == 302
    assert OrgUnit.objects.get(code="TOG").country.time_zone == "Africa/Lome"


def test_nobody_enters_without_an_account(guinea, client):
    for screen in SCREENS:
        assert client.get(address(guinea, screen)).status_code == 302


def test_the_tree_is_open_down_to_the_unit_and_no_further(guinea, browser):
    first, other = guinea.children.order_by("name_fr")
    page = browser(Role.FACILITATOR).get(address(first)).content.decode()
    below = [unit.name_fr for unit in first.children.all()]
    beside = [unit.name_fr for unit in other.children.all()]
    assert other.name_fr in page and all(name in page for name in below)
    assert not any(name in page for name in beside)


def test_a_unit_is_edited_with_spellings_dates_and_identifier(guinea, browser):
    unit = districts_of(guinea)[0]
    data = edited(
        unit, name_en="East", variants=" Est \n\nEst\nOrient", uid="a1234567890", valid_from="2020-01-01"
    )
    answer = browser(Role.ADMINISTRATOR).post(address(unit, "edit/"), data)
    assert answer.status_code == 302
    unit.refresh_from_db()
    assert (unit.name_en, unit.variants, unit.uid) == ("East", ["Est", "Orient"], "a1234567890")
    assert unit.valid_from == datetime.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_fr": ""}, "This field is required"),
        ({"name_fr": "GUI D3"}, "Another unit beside it has this name already."),
        ({"uid": "123"}, "A DHIS2 identifier is a letter"),
        ({"polygon": "nowhere"}, "No outline of this country and level has this code."),
        ({"valid_from": "2020-02-30"}, "Enter a valid date"),
        ({"valid_from": "2020-02-02", "valid_to": "2020-02-01"}, "It ends before it begins."),
        ({"parent": "999999"}, "Select a valid choice"),
        ({"variants": "x" * 121}, "At most 20 names"),
    ],
)
def test_a_wrong_input_is_told_beside_its_field_and_nothing_typed_is_lost(guinea, browser, fields, said):
    unit = OrgUnit.objects.get(code="gui-d1")
    data = edited(unit, name_en="What was typed") | fields
    page = browser(Role.ADMINISTRATOR).post(address(unit, "edit/"), data)
    assert page.status_code == 200
    assert said in page.content.decode() and "What was typed" in page.content.decode()
    unit.refresh_from_db()
    assert unit.name_en == ""


def test_a_country_has_its_time_zone_and_the_words_for_its_levels(guinea, browser):
    reader = browser(Role.ADMINISTRATOR)
    data = edited(guinea, time_zone="Africa/Conakri", district_level="3", plural_en_3="health zones")
    page = reader.post(address(guinea, "edit/"), data).content.decode()
    assert "There is no such time zone" in page
    data |= {"time_zone": "Africa/Conakry"}
    page = reader.post(address(guinea, "edit/"), data).content.decode()
    assert "The French name is needed" in page
    data |= {"singular_fr_3": "zone", "plural_fr_3": "zones"}
    assert reader.post(address(guinea, "edit/"), data).status_code == 302
    assert LevelName.objects.get(country=guinea, level=3).plural_en == "health zones"
    guinea.refresh_from_db()
    assert guinea.time_zone == "Africa/Conakry"


def test_a_unit_is_added_below_another_and_a_code_is_used_once(guinea, browser):
    region, reader = guinea.children.first(), browser(Role.ADMINISTRATOR)
    data = {"code": "gui-d1", "name_fr": "Neuf", "variants": ""}
    assert "already exists" in reader.post(address(region, "add/"), data).content.decode()
    assert reader.post(address(region, "add/"), data | {"code": "gui-d9"}).status_code == 302
    assert OrgUnit.objects.get(code="gui-d9").parent == region


def test_archiving_asks_first_refuses_where_people_work_and_can_be_undone(guinea, browser):
    reader = browser(Role.ADMINISTRATOR)
    unit, busy = districts_of(guinea)[:2]
    person((Role.MEMBER, busy))
    assert reader.get(address(unit, "archive/")).status_code == 200
    assert OrgUnit.objects.get(pk=unit.pk).archived_at is None
    reader.post(address(unit, "archive/"))
    assert OrgUnit.objects.get(pk=unit.pk).archived_at
    page = reader.post(address(busy, "archive/"), follow=True).content.decode()
    assert "People still have a post there" in page
    assert OrgUnit.objects.get(pk=busy.pk).archived_at is None
    reader.post(address(unit, "archive/"))
    assert OrgUnit.objects.get(pk=unit.pk).archived_at is None


def test_an_archived_unit_is_found_again(guinea, browser):
    unit = districts_of(guinea)[0]
    archive_unit(unit=unit, by=None)
    reader = browser(Role.FACILITATOR)
    assert unit.name_fr not in reader.get(address(unit.parent)).content.decode()
    assert unit.name_fr in reader.get(address(unit.parent) + "?archived=on").content.decode()
    assert "archived" in reader.get(address() + "?q=gui d1").content.decode()
    assert reader.get(address(unit)).status_code == 200


def test_a_merger_is_noted_by_names_and_a_misspelt_one_is_asked_about(guinea, browser):
    reader, unit = browser(Role.ADMINISTRATOR), OrgUnit.objects.get(code="gui-d1")
    data = {"side": "before", "units": "GUI D2\nGUI D33", "on": "2027-01-01"}
    page = reader.post(address(unit, "replace/"), data).content.decode()
    assert "Did you mean gui D3 (gui-d3)" in page
    data["units"] = "gui d2\ngui-d3"
    assert reader.post(address(unit, "replace/"), data).status_code == 302
    links = UnitLink.objects.filter(after=unit)
    assert {(link.before.code, link.kind) for link in links} == {("gui-d2", "merge"), ("gui-d3", "merge")}
    page = reader.get(address(unit)).content.decode()
    assert "gui D2" in page and "1 January 2027" in page


def test_the_map_leads_to_districts_and_names_those_that_share_a_polygon(pages_ready, browser):
    import_units(difference=compare(read_country(COUNTRIES[0])), by=None)
    conakry, pita = OrgUnit.objects.get(code="GIN-CONAKRY"), OrgUnit.objects.get(name_fr="Pita", level=3)
    page = browser(Role.FACILITATOR).get(address(OrgUnit.objects.get(code="GIN"))).content.decode()
    drawing = page[page.index('<svg viewBox="-2') : page.index("<figcaption>")]
    assert f'href="{address(pita)}"' in drawing and f'href="{address(conakry)}"' in drawing
    assert "Dixinn, Kaloum, Matam, Matoto, Ratoma" in drawing
    assert "One polygon for several" in page


@pytest.mark.parametrize("text", ["n zerekore", "N’ZÉRÉKORÉ", "nzerekore", "Nzérékorè"])
def test_search_takes_no_offence_at_spelling(pages_ready, browser, text):
    import_units(difference=compare(read_country(COUNTRIES[0])), by=None)
    page = browser(Role.FACILITATOR).get(address(), {"q": text}).content.decode()
    assert "GIN008005" in page


@pytest.mark.parametrize("text", ["\x00", "%", "'", "a" * 5000, "’’", "9" * 5000, "²", "0"])
def test_strange_searches_and_pages_are_no_error(guinea, browser, text):
    reader = browser(Role.FACILITATOR)
    assert reader.get(address(), {"q": text, "p": text}).status_code == 200
    assert reader.get(address(guinea), {"p": "-1"}).status_code == 200
    assert reader.get("/admin/units/999999999999999999999/").status_code == 404


def square(n: int) -> dict:
    x, y = n % 60, n // 60
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(("number", "regions"), [(10, 2), (3000, 60)])
def test_screens_stay_within_their_budget(pages_ready, browser, settings, number, regions):
    """At most 20 queries and 300 fields, whether there are ten districts or 3,000 of them, the question for the
    second factor included."""
    top = country("gui", districts=number, regions=regions)
    Outline.objects.bulk_create(
        Outline(country=top, level=3, code=f"gui{n}", geometry=square(n), digest=str(n))
        for n in range(1, number + 1)
    )
    reader, unit = browser(Role.ADMINISTRATOR), districts_of(top)[0]
    screens = [address(), address(top), address(unit.parent), address(unit), address() + "?q=GUI D7"]
    screens += [address(top, "edit/"), address(unit, "edit/"), address(unit.parent, "add/")]
    screens += [address(unit, "replace/"), address(unit, "archive/"), address(unit, "history/")]
    settings.DEMO, settings.MFA_REQUIRED_ROLES = False, [Role.ADMINISTRATOR]
    Authenticator.objects.create(user=User.objects.get(), type=Authenticator.Type.TOTP, data={})
    reader.get(address())
    for screen in screens:
        with CaptureQueriesContext(connection) as queries:
            page = reader.get(screen)
        html = page.content.decode()
        fields = html.count("<input") + html.count("<select") + html.count("<textarea")
        assert page.status_code == 200
        assert len(queries) <= 20, (screen, len(queries), [q["sql"] for q in queries])
        assert fields <= 300, screen
        assert len(html) < 400_000, screen
