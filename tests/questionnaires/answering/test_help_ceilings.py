"""What the pages of help cost, for a few districts and for thousands, for one question asked and for many."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from cycles.models import Participation
from districts.models import OrgUnit, Role
from questionnaires.models import Clarification, Extension, Response, Signature
from tests.districts.accounts import account
from tests.districts.places import country, days, today
from tests.questionnaires.times import OPEN, questionnaire_that_is

from .districts_answering import filling, give, publish, section_url
from .helping import COMMITTEE

MOST_QUERIES, MOST_FIELDS, MOST_COMPRESSED = 20, 300, 60_000
FEW, MANY = 10, 3000
VALUE = {"choice": "no"}
VALUES = {"committee": VALUE, "meetings": {"number": 3}}


def pile_up(questionnaire, units, by) -> None:
    """Every district was signed for, asked, given time and has corrected."""
    now = timezone.now()
    responses = Response.objects.bulk_create(
        Response(questionnaire=questionnaire, unit=unit, signed_at=now, revision=2, signed_revision=1)
        for unit in units
    )
    question = questionnaire.questions.first()
    Signature.objects.bulk_create(
        Signature(response=response, number=1, by=by, on_behalf=True, came_by="paper")
        for response in responses
    )
    Clarification.objects.bulk_create(
        Clarification(
            response=response, question=question, text="?" * 300, language="fr", asked_by=by, value=VALUE
        )
        for response in responses
    )
    Extension.objects.bulk_create(
        Extension(questionnaire=questionnaire, unit=unit, until=today() + days(9), because="x" * 300, by=by)
        for unit in units
        for _twice in range(2)
    )
    Participation.objects.bulk_create(
        Participation(cycle=questionnaire.cycle, unit=unit, kind=Participation.Kind.CORRECTED, at=now)
        for unit in units
    )


@pytest.fixture
def world(pages_ready):
    """Not the one of the other tests: it grows."""
    return pages_ready


def weighed(client, address: str, django_assert_max_num_queries) -> int:
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES) as asked:
        page = client.get(address)
    assert page.status_code == 200
    assert (
        len(BeautifulSoup(page.content, "html.parser").find_all(["input", "select", "textarea"]))
        <= MOST_FIELDS
    )
    assert len(gzip.compress(page.content)) <= MOST_COMPRESSED
    return len(asked.captured_queries)


def test_the_lists_cost_the_same_for_ten_districts_and_for_thousands(
    world, client, django_assert_max_num_queries
):
    costs = []
    for number in (FEW, MANY):
        top = country(f"c{number}", districts=number, regions=max(1, number // 50))
        by = account(Role.FACILITATOR, top)
        questionnaire = questionnaire_that_is(OPEN, top, code=f"cycle-{number}")
        publish(questionnaire.cycle, world.fr)
        pile_up(questionnaire, OrgUnit.objects.filter(parent__parent=top), by)
        client.force_login(by)
        address = reverse("help", args=[questionnaire.key])
        costs.append(
            [
                weighed(client, f"{address}?show={show}", django_assert_max_num_queries)
                for show in ("asked", "to-confirm", "more-time", "corrected")
            ]
        )
    assert costs[0] == costs[1]


PAGES = (
    "answer",
    "answer_review",
    "answer_asked_back",
    "answer_corrected",
    "help_district",
    "help_extension",
)


@pytest.fixture
def helped(made_once, db):
    give(made_once, made_once.member, COMMITTEE)
    return made_once


@pytest.mark.parametrize("who", ["member", "facilitator"])
def test_a_districts_pages_cost_the_same_for_one_question_and_for_many(
    helped, client, django_assert_max_num_queries, who
):
    client.force_login(getattr(helped, who))
    names = [name for name in PAGES if who == "facilitator" or not name.startswith("help")]
    here = filling(helped)
    addresses = [reverse(name, args=[here.questionnaire.key, here.unit.code]) for name in names]
    addresses.append(section_url(helped, 1, language="fr"))
    costs = []
    for more in (1, 60):
        Clarification.objects.bulk_create(
            Clarification(
                response=here.response, question=question, text="Par mois ?", language="fr",
                asked_by=helped.facilitator, value=VALUES[question.code],
            )
            for question in [q for q in here.questions if q.code in ("committee", "meetings")] * more
        )  # fmt: skip
        costs.append([weighed(client, address, django_assert_max_num_queries) for address in addresses])
    assert costs[0] == costs[1]
