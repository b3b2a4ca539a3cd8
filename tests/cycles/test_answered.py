"""How many districts have answered is told to everybody, by region; which ones is told to nobody here."""

import pytest

from cycles.actions import record_participation
from cycles.answered import answered_by_region
from cycles.models import Participation, Step
from districts.models import Role
from questionnaires.actions import create_questionnaire, open_questionnaire
from tests.districts.accounts import text_of
from tests.districts.places import days, districts_of, person, today

from .cycles import place_for_cycles
from .test_pages import running

Kind = Participation.Kind


@pytest.fixture
def index(pages_ready):
    return place_for_cycles(pages_ready.fr)


def answered(cycle, *districts, kind=Kind.ANSWERED) -> None:
    for district in districts:
        record_participation(cycle=cycle, unit=district, kind=kind, by=None)


def test_the_page_says_how_many_of_each_region(client, index):
    guinea, pages = running(index, districts=5)
    first, second, third, *_rest = districts_of(guinea)
    answered(pages["en"].cycle, first, third)
    answered(pages["en"].cycle, second, kind=Kind.STARTED)
    said = text_of(client.get(pages["en"].url))
    assert "2 of 5 districts have answered." in said
    assert "gui R1 : 0 of 2" in said.replace("R1:", "R1 :") and "gui R2 : 2 of 3" in said.replace(
        "R2:", "R2 :"
    )
    assert "2 districts sur 5 ont répondu." in text_of(client.get(pages["fr"].url))
    assert first.name not in said


@pytest.mark.parametrize("opens", [5, None])
def test_before_the_step_has_begun_nothing_is_said(client, index, opens):
    guinea, pages = running(index)
    steps = pages["en"].cycle.steps.filter(number=Step.COMPLETION)
    steps.update(opens_on=opens and today() + days(opens), closes_on=None)
    assert "have answered" not in text_of(client.get(pages["en"].url))


def test_two_regions_of_one_name_are_two(index):
    guinea, pages = running(index, districts=4)
    guinea.children.update(name_fr="Centre", name_en="")
    assert [(region.name, region.districts) for region in answered_by_region(pages["fr"].cycle)] == [
        ("Centre", 2), ("Centre", 2),
    ]  # fmt: skip


def test_whoever_calls_districts_is_led_to_the_board(client, index):
    guinea, pages = running(index)
    cycle, district = pages["en"].cycle, districts_of(guinea)[0]
    made = create_questionnaire(cycle=cycle, sections=[], by=None, title_fr="Questions")
    board = f"/en/questionnaires/{made.key}/board/"

    def leads(*post) -> bool:
        client.force_login(person(post))
        return board in client.get(pages["en"].url).content.decode()

    assert not leads(Role.FACILITATOR, guinea), "it is not open"
    open_questionnaire(questionnaire=made, by=None)
    assert leads(Role.FACILITATOR, guinea) and leads(Role.ADMINISTRATOR, None)
    assert not any(leads(role, guinea) for role in (Role.MODERATOR, Role.OFFICIAL))
    assert not leads(Role.LEAD, district)
    client.logout()
    assert board not in client.get(pages["en"].url).content.decode()
