"""The running example cycle: open now, half answered, and said to be invented."""

import pytest
from django.urls import reverse
from django.utils import translation

from cycles.permissions import cycle_state, today_in
from home.demo.open_cycle import CODE
from questionnaires.answering.filling import filling_of
from questionnaires.asking import numbers_of
from questionnaires.models import Questionnaire, Signature
from tests.questionnaires.answering.districts_answering import words


@pytest.fixture
def questionnaire(demo) -> Questionnaire:
    return Questionnaire.objects.select_related("cycle").get(cycle__code=CODE)


@pytest.fixture
def pita(demo, questionnaire):
    unit = next(unit for unit in demo.districts if unit.name_fr == "Pita")
    return filling_of(questionnaire.key, unit.code)


def test_fourteen_questions_are_open_now_in_both_countries(questionnaire, pita):
    assert cycle_state(questionnaire.cycle, today_in(None)) == "running"
    assert pita.is_changeable and len(pita.sections) == 4 and len(numbers_of(pita.questions)) == 14
    assert {country.code for country in questionnaire.cycle.countries.all()} == {"GIN", "BEN"}


def test_pita_is_half_way_and_in_two_minds(pita):
    assert (pita.progress.answered, pita.progress.asked) == (8, 14)
    assert list(pita.rivals) == ["days_out"] and pita.signature is None


def test_other_districts_are_in_every_state(questionnaire):
    responses = questionnaire.responses.select_related("unit")
    signed = {response.unit.name_fr.split("-")[0] for response in responses if response.signed_at}
    assert signed == {"Dalaba", "Mamou", "Kankan", "Djidja", "Kandi", "Parakou", "Labé"}
    assert [response.unit.name_fr[:7] for response in responses if response.changed_since_signed] == [
        "Parakou"
    ]
    assert [str(row.response.unit) for row in Signature.objects.filter(on_behalf=True)] == ["Labé"]
    assert len(responses) == len(signed) + 3
    assert any(row.reasons for row in Signature.objects.filter(response__in=responses))


@pytest.mark.parametrize(("name", "language"), [("member", "fr"), ("lead", "en"), ("other-member", "en")])
def test_those_who_answer_find_it_on_their_first_screen_and_go_through_it(
    reader, questionnaire, name, language
):
    browser = reader(name)
    with translation.override(language):
        address = reverse("answer_mine", args=[questionnaire.key])
    said = words(browser.get(f"/{language}/"))
    assert ("il reste" if language == "fr" else "questions left") in said
    page = browser.get(address, follow=True)
    assert page.status_code == 200
    section = page.request["PATH_INFO"] + "2/"
    assert browser.get(section).status_code == 200
    assert browser.get(page.request["PATH_INFO"] + "review/").status_code == 200


@pytest.mark.parametrize(("language", "invented"), [("fr", "sont inventés"), ("en", "are invented")])
def test_its_page_says_that_it_is_invented_and_leads_members_to_answering(
    reader, questionnaire, language, invented
):
    page = questionnaire.cycle.pages.get(locale__language_code=language)
    with translation.override(language):
        button = reverse("answer_mine", args=[questionnaire.key])
    for name in ("member", "researcher", None):
        response = reader(name).get(page.url)
        assert invented in words(response)
        assert (button in response.content.decode()) is (name == "member")
