"""What the screens of a cycle cost where the country has 3,000 districts and the questionnaire 481 questions."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cycles.actions import record_participation
from cycles.models import LearningCycle, Participation
from cycles.owner_actions import choose_owner
from cycles.step_actions import save_steps
from districts.models import Membership, OrgUnit, Role, User
from questionnaires.actions import create_questionnaire, open_questionnaire
from tests.districts.places import country, days, districts_of, person, today
from tests.questionnaires.test_builder_ceilings import sections

from .cycles import cycle_of
from .running import facilitator, with_post

MOST_QUERIES, MOST_FIELDS, MOST_COMPRESSED = 20, 300, 60_000
SCREENS = ["overview", "edit", "steps", "owner", ("reopen", 1), ("complete", 3)]


@pytest.fixture
def large(cycle, guinea) -> LearningCycle:
    """Under way, in two countries, with a decision owner among many, dates that moved and districts that took part."""
    region = OrgUnit.objects.get(code="gui-r1")
    OrgUnit.objects.bulk_create(
        OrgUnit(code=f"x{n}", level=3, name_fr=f"X{n}", parent=region) for n in range(3000)
    )
    cycle.countries.add(country("ben"))
    create_questionnaire(cycle=cycle, sections=sections(481), by=None, title_fr="Questions")
    people = User.objects.bulk_create(User(email=f"o{n}@example.org", last_name=f"O{n}") for n in range(60))
    Membership.objects.bulk_create(
        Membership(user=user, role=Role.OFFICIAL, unit=guinea, starts_on=today()) for user in people
    )
    choose_owner(cycle=cycle, person=people[0], by=None)
    save_steps(
        cycle=LearningCycle.objects.get(pk=cycle.pk), changes={3: {"closes_on": today() + days(12)}},
        because_fr="La pluie.", because_en="", by=None,
    )  # fmt: skip
    for district in districts_of(guinea)[:2]:
        record_participation(cycle=cycle, unit=district, kind=Participation.Kind.ANSWERED, by=person())
    return LearningCycle.objects.get(pk=cycle.pk)


def weigh(client, url: str, django_assert_max_num_queries) -> str:
    client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(url)
    assert response.status_code == 200
    fields = BeautifulSoup(response.content, "html.parser").find_all(["input", "select", "textarea"])
    assert len(fields) <= MOST_FIELDS and len(gzip.compress(response.content)) <= MOST_COMPRESSED
    return response.content.decode()


def test_no_screen_of_a_cycle_grows_with_its_country(client, large, guinea, django_assert_max_num_queries):
    client.force_login(facilitator(guinea))
    for screen in SCREENS:
        name, *more = (screen,) if isinstance(screen, str) else screen
        url = reverse(f"cycles_admin:{name}", args=[large.pk, *more])
        html = weigh(client, url, django_assert_max_num_queries)
        assert large.title in html
    for url in (reverse("cycles_admin:add"), reverse("builder:clone_cycle", args=[large.pk])):
        weigh(client, url, django_assert_max_num_queries)
    open_questionnaire(questionnaire=large.questionnaire, by=None)
    html = weigh(client, reverse("cycles_admin:overview", args=[large.pk]), django_assert_max_num_queries)
    assert f"2 of {large.districts().count()} districts" in html.replace(",", "")


def test_the_list_costs_the_same_for_few_and_many(client, cycle, guinea, django_assert_max_num_queries):
    client.force_login(with_post(Role.FACILITATOR, None))
    url = reverse("cycles_admin:index")
    client.get(url)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        client.get(url)
    for number in range(29):
        cycle_of(guinea, code=f"c{number}")
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        assert client.get(url).content.decode().count("Trial cycle") >= 30
    assert len(few) == len(many)
