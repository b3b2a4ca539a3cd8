"""Who was shown which district's figures by name is noted: what counts as a look, what does not, and what it costs."""

import datetime
import json
import uuid
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from analysis.disclosure import Audience, Relation
from cycles.models import CyclePage
from districts import data_view_actions
from districts.data_view_actions import look_at, note_looks
from districts.models import DataView, Role, User
from lessons.models import LessonPage
from results.actions import compute_results, publish_results
from results.models import Result, ResultsPage
from tests.cycles.cycles import place_for_cycles
from tests.districts.places import country, districts_of, person, today
from tests.pages import page_below
from tests.questionnaires.asking import QUESTIONS, answer, cycle_in, questionnaire_of
from tests.written_once import written_once

from .conftest import TITLES

FIGURES, FILE = DataView.What.FIGURES, DataView.What.FILE


def address(result: Result, rest: str = "") -> str:
    return f"/fr/results/{result.key}/{rest}"


def figures(results, form: str = "bars") -> str:
    value = {"form": form, "heading": "", "comment": ""}
    return json.dumps([{"type": "figure", "value": {"results": [r.pk], **value}} for r in results])


def page_of(world, results, home, model=ResultsPage, form: str = "bars"):
    above = page_below(place_for_cycles(home), "Cycle d’essai", CyclePage, cycle=world.cycle)
    return page_below(above, "Résultats", model, body=figures(results, form))


def looks(**where) -> set[tuple[str, str]]:
    """(district, as what)"""
    return set(DataView.objects.filter(**where).values_list("unit__code", "seen_as"))


def codes(units) -> set[str]:
    return {unit.code for unit in units}


@pytest.fixture
def results_page(world, published, pages_ready):
    return written_once(page_of, world, published.values(), pages_ready.fr)


# --- What a look is ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "seen_as"), [("peer", "peer"), ("facilitator", "facilitator")])
def test_a_results_page_is_a_look_at_every_district_that_it_names(world, results_page, reader, name, seen_as):
    """Nine of ten districts answered."""
    assert reader(name).get(results_page.url).status_code == 200
    others = codes(world.units[:9])
    assert looks() == {(code, seen_as) for code in others}
    noted = DataView.objects.first()
    assert (noted.what, noted.about, noted.day) == (FIGURES, world.cycle.key, today())


def test_a_team_does_not_look_at_its_own_data(world, results_page, reader):
    reader("own").get(results_page.url)
    assert looks() == {(code, "peer") for code in codes(world.units[1:9])}


@pytest.mark.parametrize("name", [None, "official", "policymaker"])
def test_who_is_shown_no_names_is_not_noted(published, results_page, reader, name):
    browser = reader(name)
    places = [results_page.url]
    for result in published.values():
        places += [address(result), address(result, "figure.csv"), address(result, "map/explore/")]
    for place in places:
        browser.get(place)
    assert not DataView.objects.exists()


def test_the_region_is_noted_where_the_level_lets_it_read(pages_ready, reader, world):
    questions = [{**question, "level": Audience.HIERARCHY} for question in QUESTIONS[:1]]
    result = one_question(world, questions, code="haut")
    reader("official").get(address(result))
    assert looks() == {(code, "hierarchy") for code in codes(world.units[:9])}


def one_question(world, questions, code: str, **fields) -> Result:
    """A second cycle of the same districts with one question: the first six have a committee, three have none."""
    questionnaire = questionnaire_of(cycle_in(world.guinea, code=code, **fields), questions)
    for number, unit in enumerate(world.units[:9]):
        answer(questionnaire, unit, committee="yes" if number < 6 else "no")
    titles = {"committee": TITLES["committee"]}
    (result,) = compute_results(cycle=questionnaire.cycle, titles=titles, by=None)
    publish_results(results=[result], by=None)
    return result


@pytest.mark.parametrize("name", ["peer", "facilitator", "official"])
def test_what_is_public_to_all_is_no_look(world, reader, name):
    result = one_question(world, [{**QUESTIONS[0], "level": Audience.PUBLIC}], code="ouvert")
    browser = reader(name)
    assert "gui D1" in browser.get(address(result)).content.decode()
    browser.get(address(result, "figure.csv"))
    assert not DataView.objects.exists()


def test_what_is_public_but_rebuilt_is_a_look_of_those_who_see_the_names(world, reader):
    """Of a rebuilt cycle everyone reads no district, whatever the level says."""
    result = one_question(
        world, [{**QUESTIONS[0], "level": Audience.PUBLIC}], code="rebati", reconstructed=True
    )
    reader(None).get(address(result))
    assert not DataView.objects.exists()
    reader("official").get(address(result))
    assert looks() == {(code, "hierarchy") for code in codes(world.units[:9])}


def test_rows_without_names_are_no_look(world, reader):
    result = one_question(world, [{**QUESTIONS[0], "level": Audience.PEERS_MASKED}], code="masque")
    reader("peer").get(address(result))
    assert not DataView.objects.exists()
    reader("facilitator").get(address(result))
    assert len(looks()) == 9


def test_what_is_withheld_of_a_district_is_no_look(world, published, reader):
    """Peers are not told of fewer than five persons: what the file gives no number for is not noted."""
    reader("peer").get(address(published["deaths"], "figure.csv"))
    disclosed = {code for code, _as in looks()}
    assert 0 < len(disclosed) <= 9 and world.units[9].code not in disclosed


# --- Where -------------------------------------------------------------------------------------------------
def test_a_file_is_told_apart_from_the_screen(world, published, reader):
    browser = reader("peer")
    browser.get(address(published["committee"], "figure.csv"))
    assert len(looks(what=FILE)) == 9 and not looks(what=FIGURES)
    browser.get(address(published["committee"]))
    assert len(looks(what=FIGURES)) == 9


@pytest.mark.parametrize(
    ("code", "form", "named"), [("committee", "bars", False), ("meetings", "dots", True)]
)
def test_a_plot_counts_where_it_names_districts(world, reader, code, form, named):
    titles = dict.fromkeys(("committee", "meetings"), TITLES["committee"])
    results = {r.question_code: r for r in compute_results(cycle=world.cycle, titles=titles, by=None)}
    publish_results(results=list(results.values()), by=None)
    assert reader("peer").get(address(results[code], f"{form}/explore/")).status_code == 200
    assert bool(looks()) == named


def test_figures_in_a_lesson_count_too(world, published, reader, pages_ready):
    page = page_of(world, [published["committee"]], pages_ready.fr, LessonPage)
    reader("peer").get(page.url)
    assert len(looks(about=world.cycle.key)) == 9


def test_asking_whether_a_page_is_there_is_no_look(published, results_page, reader):
    browser = reader("facilitator")
    for place in (
        results_page.url,
        address(published["committee"]),
        address(published["committee"], "figure.csv"),
    ):
        assert browser.head(place).status_code == 200
    assert not DataView.objects.exists()


def test_a_preview_by_an_editor_is_no_look(world, results_page, client):
    editor = person((Role.ADMINISTRATOR, None), is_superuser=True)
    client.force_login(editor)
    response = client.get(f"/admin/pages/{results_page.pk}/view_draft/")
    assert response.status_code == 200 and "gui D1" in response.content.decode()
    assert not DataView.objects.exists()
    client.get(results_page.url)
    assert DataView.objects.filter(viewer=editor).count() == 9


def test_who_may_not_see_an_unpublished_result_did_not_look(computed, reader):
    reader("facilitator").get(address(computed["committee"]))
    assert not DataView.objects.exists()


# --- How often, and at what cost ---------------------------------------------------------------------------
def test_a_day_has_one_look_and_the_next_one_another(results_page, reader):
    browser = reader("peer")
    for _time in range(2):
        browser.get(results_page.url)
        cache.clear()
    assert DataView.objects.count() == 9
    DataView.objects.update(day=today() - datetime.timedelta(days=1))
    browser.get(results_page.url)
    assert DataView.objects.count() == 18


def test_what_somebody_was_when_first_noted_stays(world, published, reader):
    browser = reader("peer")
    browser.get(address(published["committee"]))
    viewer = User.objects.get(data_views__unit=world.units[0])
    viewer.memberships.create(role=Role.FACILITATOR, unit=world.guinea, starts_on=today())
    cache.clear()
    browser.get(address(published["committee"]))
    assert {seen_as for _code, seen_as in looks()} == {"peer"}


def inserts(queries) -> list[str]:
    return [q["sql"] for q in queries if q["sql"].startswith("INSERT") and "dataview" in q["sql"]]


def test_all_figures_of_a_page_are_noted_in_one_insert_and_the_second_view_in_none(results_page, reader):
    browser = reader("facilitator")
    with CaptureQueriesContext(connection) as first:
        browser.get(results_page.url)
    with CaptureQueriesContext(connection) as second:
        browser.get(results_page.url)
    assert len(inserts(first)) == 1 and not inserts(second)


@pytest.mark.parametrize("number", [38, 2000])
def test_the_first_view_of_a_day_costs_no_more_for_2000_districts(
    pages_ready, django_assert_max_num_queries, number
):
    top = country("big", districts=number, regions=8)
    units = districts_of(top)
    questionnaire = questionnaire_of(cycle_in(top, code="big"))
    for place, unit in enumerate(units[:30]):
        answer(questionnaire, unit, committee="yes" if place % 3 else "no", deaths=(9, 30), meetings=place)
    results = compute_results(cycle=questionnaire.cycle, titles=TITLES, by=None)
    publish_results(results=results, by=None)
    above = page_below(place_for_cycles(pages_ready.fr), "Cycle", CyclePage, cycle=questionnaire.cycle)
    page = page_below(above, "Résultats", ResultsPage, body=figures(results, "dots"))
    browser = Client()
    browser.force_login(person((Role.FACILITATOR, top)))
    browser.get(above.url)
    with django_assert_max_num_queries(20):
        assert browser.get(page.url).status_code == 200
    assert DataView.objects.count() == 30


def test_two_thousand_looks_are_one_statement(db, django_assert_num_queries):
    units, viewer = districts_of(country("big", districts=2000)), person()
    found = [look_at(unit=u.pk, what=FIGURES, about=units[0].key, relation=Relation.PEER) for u in units]
    with django_assert_num_queries(1):
        note_looks(viewer=viewer, looks=found)
    with django_assert_num_queries(0):
        note_looks(viewer=viewer, looks=found)
    assert DataView.objects.count() == 2000


# --- What may fail -----------------------------------------------------------------------------------------
def test_a_page_is_shown_even_if_the_look_cannot_be_noted(results_page, reader, monkeypatch, caplog):
    def fails(*args):
        raise DatabaseError("disk full")

    monkeypatch.setattr(data_view_actions, "_insert", fails)
    browser = reader("facilitator")
    assert browser.get(results_page.url).status_code == 200
    assert "could not be noted" in caplog.text
    # Nothing is remembered of what was not written.
    monkeypatch.undo()
    browser.get(results_page.url)
    assert DataView.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_a_look_at_a_district_that_is_gone_breaks_nothing(caplog):
    lost = look_at(unit=10**6, what=FIGURES, about=uuid.uuid4(), relation=Relation.PEER)
    note_looks(viewer=person(), looks=[lost])
    assert "could not be noted" in caplog.text and not DataView.objects.exists()


def test_without_a_cache_every_view_writes_and_nothing_is_noted_twice(results_page, reader, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError("no cache")

    monkeypatch.setattr(data_view_actions, "cache", SimpleNamespace(get=away, set=away))
    browser = reader("facilitator")
    for _time in range(2):
        assert browser.get(results_page.url).status_code == 200
    assert DataView.objects.count() == 9


def test_ones_own_data_cannot_be_looked_at(world):
    for relation in set(Relation) - {Relation.OWN_TEAM}:
        assert (
            look_at(unit=1, what=FIGURES, about=world.cycle.key, relation=relation).seen_as == relation.value
        )
    with pytest.raises(ValueError):
        look_at(unit=1, what=FIGURES, about=world.cycle.key, relation=Relation.OWN_TEAM)
