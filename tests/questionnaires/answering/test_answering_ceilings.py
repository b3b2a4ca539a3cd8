"""What the screens of answering cost, for a short questionnaire and for one of 481 questions, among three districts and
among three thousand: 20 queries at most, and 60 KB."""

import gzip

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from districts.models import OrgUnit
from home.set_up import set_up
from questionnaires.answering.saving import Given
from questionnaires.models import AnswerVersion, Check, Clarification, CorrectionWindow, Question, Response
from questionnaires.version_actions import Rewording, correct_wording
from tests.districts.places import days, today
from tests.questionnaires.trying import CHECKS, SECTIONS, q

from .districts_answering import answering_world, close, filling, give, section_url, sign, url

FEW, MANY, DISTRICTS = 14, 481, 3_000
IN_A_SECTION = 48
SCREENS = ("answer", "answer_review", "answer_history")


def sections(number: int) -> list[dict]:
    """The short questionnaire, and as many questions more; each section as long as a screen may be."""
    kinds = ("number", "yes_no", "text", "ratio")
    more = [
        q(
            f"more_{n}", kinds[n % 4], f"Combien de réunions ont eu lieu au trimestre {n} ?",
            f"How many meetings were held in quarter {n}?", hint_en="Count those with minutes only.",
        )
        for n in range(number)
    ]  # fmt: skip
    parts = [more[start : start + IN_A_SECTION] for start in range(0, number, IN_A_SECTION)]
    added = [
        {"title_fr": f"Suite {n}", "title_en": f"More {n}", "questions": part} for n, part in enumerate(parts)
    ]
    return [*SECTIONS, *added]


@pytest.fixture(scope="module", params=[0, MANY - FEW], ids=["14 questions", "481 questions"])
def made_once(request, django_db_setup, django_db_blocker):
    """With all that costs something beside the answers."""
    with django_db_blocker.unblock(), transaction.atomic():
        set_up()
        world = answering_world(sections(request.param))
        with_everything(world)
        yield world
        transaction.set_rollback(True)


def with_everything(world) -> None:
    """Answered whole, signed, corrected since by two who disagree, in a correction window; wordings corrected, a check
    that does not hold, an answer that was asked back about, more time once given."""
    questions = list(Question.objects.filter(questionnaire=world.questionnaire))
    check = CHECKS[0]["question"]
    if not Check.objects.filter(questionnaire=world.questionnaire).exists():
        asked = next(question for question in questions if question.code == check)
        Check.objects.create(
            questionnaire=world.questionnaire, question=asked, order=1, rule=CHECKS[0]["rule"], message_en="Too many"
        )  # fmt: skip
    given = [Given(question.code, value) for question in questions if (value := value_of(question))]
    give(world, world.member, *given)
    sign_all_the_same(world)
    world.questionnaire.extensions.create(unit=world.unit, until=today() - days(2), because="Flood")
    close(world)
    CorrectionWindow.objects.create(questionnaire=world.questionnaire, opens_on=today(), closes_on=today())
    text = Rewording(questions[1], "text_en", "Is there a committee now?")
    correct_wording(questionnaire=world.questionnaire, rewordings=[text], because="Clearer", by=None)
    give(world, world.member, Given("meetings", {"number": 9}, base=1), because="Miscounted")
    give(world, world.colleague, Given("meetings", {"number": 8}, base=1), because="Miscounted")
    Clarification.objects.create(
        response=filling(world).response, question=questions[1], text="Sure?", language="en", asked_by=None
    )


def value_of(question: Question) -> dict | None:
    return {
        "number": {"number": 3}, "yes_no": {"choice": "yes"}, "text": {"text": "Pita"}, "decimal": {"number": 2.5},
        "ratio": {"numerator": 3, "denominator": 9}, "multiple": {"choices": ["director"]},
        "choice": {"choice": "midwife"}, "date": {"date": "2026-03-12"}, "long_text": {"text": "Because. " * 20},
    }.get(question.kind)  # fmt: skip


def sign_all_the_same(world) -> None:
    """Although the check does not hold afterwards."""
    sign(world, world.lead)
    give(world, world.member, Given("reviewed", {"number": 7}, base=1))
    Response.objects.update(signed_revision=1)


@pytest.fixture
def addresses(world) -> list[str]:
    found = [url(world, screen) for screen in SCREENS] + [url(world, "answer_versions", "meetings")]
    last = len(filling(world).sections)
    found += [section_url(world, place) for place in sorted({1, 2, 3, last})]
    return [*found, url(world, "answer_receipt", 1)]


def cost(client, address: str) -> tuple[int, int]:
    """Queries, and bytes as they are sent; the portal has been in use."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), len(gzip.compress(response.content))


def test_each_screen_keeps_within_the_budget(world, client, addresses):
    for person in (world.lead, world.facilitator):
        client.force_login(person)
        costs = {address: cost(client, address) for address in addresses}
        assert max(queries for queries, _weight in costs.values()) <= 20, costs
        assert max(weight for _queries, weight in costs.values()) <= 60_000, costs


def test_three_thousand_districts_cost_nothing(world, client, addresses):
    client.force_login(world.lead)
    before = [cost(client, address)[0] for address in addresses]
    region = world.unit.parent
    units = OrgUnit.objects.bulk_create(
        OrgUnit(code=f"x{n}", level=3, name_fr=f"X{n}", parent=region) for n in range(DISTRICTS)
    )
    Response.objects.bulk_create(Response(questionnaire=world.questionnaire, unit=unit) for unit in units)
    cache.clear()
    assert [cost(client, address)[0] for address in addresses] == before


def test_a_save_costs_the_same_for_one_answer_of_many(world, client):
    """A telephone sends each answer on its own; what it costs does not grow with the history."""
    client.force_login(world.member)

    def save(number: int) -> int:
        latest = AnswerVersion.objects.filter(answer__question__code="meetings").order_by("-number").first()
        data = {
            "presented": "meetings", "a:meetings": str(number), "b:meetings": latest.number, "because": "Miscounted",
        }  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            reply = client.post(section_url(world, 1), data, headers={"Accept": "application/json"})
        assert reply.json()["saved"] == ["meetings"] or reply.json()["rivals"] == ["meetings"]
        return len(queries)

    save(20)
    first = save(21)
    for number in range(22, 30):
        save(number)
    assert save(30) == first <= 60
