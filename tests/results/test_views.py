"""A result at its own address, its file and its plot: what each reader gets, and what nobody does."""

import csv
import json
import re
from io import StringIO

import pytest
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from cycles.models import CyclePage
from districts.models import OrgUnit
from results.actions import compute_results, publish_results
from results.models import Result, ResultsPage
from results.reading import reading_for
from tests.cycles.cycles import place_for_cycles
from tests.districts.places import country, districts_of
from tests.pages import page_below
from tests.questionnaires.asking import answer, cycle_in, questionnaire_of

from .conftest import TITLES

FORMS = ("bars", "dots", "map")


def addresses(result, version: str = "") -> list[str]:
    here = f"/fr/results/{result.key}/{version}"
    return [
        *([here] if not version else ()),
        f"{here}figure.csv",
        *(f"{here}{form}/explore/" for form in FORMS),
    ]


def rows(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def figure_page(cycle, results, home) -> ResultsPage:
    above = page_below(place_for_cycles(home), "Cycle d’essai", CyclePage, cycle=cycle)
    body = [
        {"type": "figure", "value": {"results": [result.pk], "form": "bars", "heading": "", "comment": ""}}
        for result in results
    ]
    return page_below(above, "Résultats", ResultsPage, body=json.dumps(body))


@pytest.mark.parametrize("name", [None, "facilitator", "own"])
def test_an_unpublished_result_has_no_address_for_anybody(computed, reader, name):
    browser = reader(name)
    for result in computed.values():
        for address in [*addresses(result), *addresses(result, "v1/")]:
            assert browser.get(address).status_code == 404, address


def test_an_unpublished_result_is_not_shown_in_a_page_that_cites_it(world, computed, reader, pages_ready):
    publish_results(results=[computed["deaths"]], by=None)
    page = figure_page(world.cycle, [computed["committee"], computed["deaths"]], pages_ready.fr)
    text = reader("facilitator").get(page.url).content.decode()
    assert "Décès examinés" in text
    assert "Six districts ont un comité" not in text


@pytest.mark.parametrize("name", [None, "peer", "facilitator", "official"])
def test_a_published_result_has_page_file_and_plot(published, reader, name):
    browser = reader(name)
    for address in addresses(published["committee"]):
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize(("name", "named", "numbers"), [
    (None, 0, 0),
    ("policymaker", 0, 0),
    ("official", 0, 0),  # the question is for the teams
    ("peer", 10, 9),
    ("own", 10, 9),
    ("facilitator", 10, 9),
])  # fmt: skip
def test_the_file_has_the_rows_that_its_reader_may_read(published, reader, name, named, numbers):
    found = [
        row for row in rows(reader(name).get(addresses(published["committee"])[1])) if row[0] == "district"
    ]
    assert len(found) == named
    assert sum(row[10] in ("yes", "no") for row in found) == numbers
    assert all(row[-1] == "no_answer" for row in found if row[10] == "")


def test_an_empty_cell_is_empty(published, reader):
    cells = {cell for row in rows(reader("peer").get(addresses(published["deaths"])[1])) for cell in row}
    assert "" in cells
    assert not {cell for cell in cells if cell.startswith("'")}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_run_as_a_formula(published, reader, world, start):
    formula = f"{start}HYPERLINK(1)"
    OrgUnit.objects.filter(pk=world.units[0].pk).update(name_fr=formula)
    Result.objects.update(title_fr=formula)
    found = rows(reader("facilitator").get(addresses(published["committee"])[1]))
    cells = [cell for row in found for cell in row]
    assert cells.count(f"'{formula}") == 2, "the title and the district"
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_the_file_opens_with_accents_and_a_name_that_tells_it_apart(published, reader):
    response = reader(None).get(addresses(published["deaths"])[1])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == 'attachment; filename="essai-deaths-v1-fr.csv"'
    assert rows(response)[0] == ["Décès examinés"]


def test_what_is_reconstructed_is_said_in_the_file(world, published, reader):
    address = addresses(published["committee"])[1]
    assert "reconstitué" not in reader(None).get(address).content.decode()
    type(world.cycle).objects.update(reconstructed=True)
    assert "reconstitué" in reader(None).get(address).content.decode()


@pytest.mark.parametrize("name", [None, "official", "peer", "facilitator"])
def test_the_plot_holds_no_more_than_its_reader_may_read(published, reader, world, name):
    """Names and values of districts are in the plot's JSON only where they are in the reader's table."""
    browser = reader(name)
    for code, result in published.items():
        _page, file, *plots = addresses(result)
        readable = {row[2] for row in rows(browser.get(file)) if row[0] == "district"}
        names = {unit.name_fr for unit in world.units}
        for plot in plots:
            response = browser.get(plot)
            if response.status_code == 404:
                continue
            data = re.search(
                r'<script id="plot" type="application/json">(.*?)</script>', response.content.decode(), re.S
            )
            text = json.dumps(json.loads(data[1]), ensure_ascii=False)
            assert {unit for unit in names if re.search(rf"\b{unit}\b", text)} <= readable, (code, plot)
            codes = {unit.code for unit in world.units if unit.code in text}
            assert codes <= {unit.code for unit in world.units if unit.name_fr in readable}, (code, plot)


def test_a_plot_may_be_framed_by_the_portal_only_and_styles_itself(published, reader):
    response = reader(None).get(addresses(published["committee"])[2])
    policy = response["Content-Security-Policy"].split("; ")
    assert "style-src 'self' 'unsafe-inline'" in policy and "script-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy and response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "path", ["pie/explore/", "bars/", "bars2/explore/", "figure.pdf", "v9/figure.csv", "v0/figure.csv"]
)
def test_other_addresses_are_not_found(published, reader, path):
    assert reader("facilitator").get(f"/fr/results/{published['committee'].key}/{path}").status_code == 404


def test_results_are_read_not_written(published, reader):
    for address in addresses(published["committee"])[1:]:
        assert reader("facilitator").post(address).status_code == 405


def corrected(world) -> Result:
    answer(world.questionnaire, world.units[9], committee="yes")
    newer = compute_results(cycle=world.cycle, titles={"committee": TITLES["committee"]}, by=None)
    publish_results(results=newer, by=None)
    return newer[0]


def test_a_page_goes_on_showing_the_version_that_it_cites(world, published, reader, pages_ready):
    page = figure_page(world.cycle, [published["committee"]], pages_ready.fr)
    before = reader(None).get(page.url).content.decode()
    corrected(world)
    after = reader(None).get(page.url).content.decode()
    assert "6 districts sur 9" in before and "6 districts sur 9" in after
    assert "7 districts sur 10" not in after
    with override("fr"):
        notice = gettext("This figure was corrected since: the discussion shows the latest version.")
    assert notice in after and notice not in before, "it says that there is a later version"


def test_the_file_and_the_plot_of_a_page_are_of_the_version_that_it_shows(
    world, published, reader, pages_ready
):
    page = figure_page(world.cycle, [published["committee"]], pages_ready.fr)
    corrected(world)
    text = reader(None).get(page.url).content.decode()
    file = re.search(r'href="(/fr/results/[^"]*figure.csv)"', text)[1]
    total = rows(reader(None).get(file))[-1]
    assert "6" in total and "7" not in total
    plot = re.search(r'href="(/fr/results/[^"]*explore/)"', text)[1]
    assert "6 districts sur 9" in reader(None).get(plot).content.decode()


def test_the_address_of_a_result_shows_its_latest_published_version(world, published, reader):
    address = addresses(published["committee"])[0]
    newer = corrected(world)
    assert "7 districts sur 10" in reader(None).get(address).content.decode()
    Result.objects.filter(pk=newer.pk).update(published_at=None)
    assert "6 districts sur 9" in reader(None).get(address).content.decode()


def test_what_was_corrected_is_said_with_the_figure(published, reader):
    Result.objects.filter(question_code="committee").update(notice_fr="Deux réponses échangées.")
    assert (
        "Deux réponses échangées." in reader(None).get(addresses(published["committee"])[0]).content.decode()
    )


def test_a_result_is_in_the_language_of_its_address(published, reader):
    english = addresses(published["committee"])[0].replace("/fr/", "/en/")
    text = reader(None).get(english).content.decode()
    assert "Six districts have a committee" in text and "6 of 9 districts (66.7%)" in text
    assert "Six districts ont" not in text


@pytest.mark.parametrize("name", [None, "peer"])
def test_pages_of_figures_cost_the_same_for_38_and_2000_districts(
    world, reader, pages_ready, django_assert_max_num_queries, name
):
    """One page cites a cycle of 38 districts, then one of 2,000: as many queries, whoever reads."""
    index, browser, costs = place_for_cycles(pages_ready.fr), reader(name), {}
    for number in (38, 2000):
        units = districts_of(country(f"c{number}", districts=number, regions=8))
        questionnaire = questionnaire_of(cycle_in(units[0].parent.parent, code=f"c{number}"))
        for place, unit in enumerate(units[:20]):
            answer(
                questionnaire, unit, committee="yes" if place % 3 else "no", deaths=(9, 30), meetings=place
            )
        results = compute_results(cycle=questionnaire.cycle, titles=TITLES, by=None)
        publish_results(results=results, by=None)
        above = page_below(index, f"Cycle {number}", CyclePage, cycle=questionnaire.cycle)
        body = [
            {"type": "figure", "value": {"results": [r.pk], "form": "dots", "heading": "", "comment": ""}}
            for r in results
        ]
        page = page_below(above, "Résultats", ResultsPage, body=json.dumps(body))
        for kind, address in (("page", page.url), *zip(FORMS, addresses(results[0]), strict=False)):
            browser.get(address)
            with django_assert_max_num_queries(20) as counted:
                assert browser.get(address).status_code == 200
            costs.setdefault(kind, []).append(len(counted))
    assert all(few == many for few, many in costs.values()), costs


def test_one_reading_serves_all_figures_of_a_request(world, published, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    assert reading_for(request, published["deaths"]) is reading_for(request, published["committee"])


def test_who_takes_figures_as_a_file_is_on_record(published, reader):
    """Not who looks at them in this way; readers without an account are nobody."""
    address = f"/fr/results/{published['committee'].key}/figure.csv"
    reader(None).get(address)
    browser = reader("peer")
    browser.head(address)
    noted = ModelLogEntry.objects.filter(action="results.exported")
    assert not noted.exists()
    browser.get(address)
    assert noted.get().object_id == str(published["committee"].pk) and noted.get().user is not None
