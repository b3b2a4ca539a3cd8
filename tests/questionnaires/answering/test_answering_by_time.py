"""Who reads, answers, signs, confirms, tells, and when: everybody x before, open, correcting, after.

Each deed is done as a browser would, and whoever it did not work for may not do it, whatever was answered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cycles.models import Step
from districts.actions import end_membership
from notifications.models import Outbox
from questionnaires.answering.filling import Filling, filling_of
from questionnaires.models import Answer, CorrectionWindow, Questionnaire, Response, Signature
from tests.answering_world import give, publish, sign_for_team
from tests.districts.places import days, today
from tests.everyone import is_refused, rolled_back
from tests.permission_lines import HELPERS, OWN_TEAM
from tests.questionnaires.times import OPEN, questionnaire_that_is

BEFORE, CORRECTING, AFTER = "before", "correcting", "after"
NOBODY: set[str] = set()
READ, LEADS = OWN_TEAM | HELPERS, {"lead", "acting"}
# When the step opens and when it closes, from today.
DATES = {BEFORE: (3, 13), OPEN: (-5, 5), CORRECTING: (-20, -10), AFTER: (-20, -10)}
Deed = Callable[[Client, Questionnaire, str], bool]


def at(questionnaire: Questionnaire, unit: str, screen: str, *more) -> str:
    return reverse(screen, args=[questionnaire.key, unit, *more])


def read(browser: Client, questionnaire: Questionnaire, unit: str) -> bool:
    screens = (("answer",), ("answer_section", 1), ("answer_review",), ("answer_history",))
    seen = {is_refused(browser.get(at(questionnaire, unit, *screen))) for screen in screens}
    assert len(seen) == 1, "one right for all that is read"
    return seen == {False}


def answer(browser: Client, questionnaire: Questionnaire, unit: str) -> bool:
    sent = {"presented": "meetings", "a:meetings": "7", "b:meetings": "2", "because": "Mal compté"}
    browser.post(at(questionnaire, unit, "answer_section", 1), sent)
    given = Answer.objects.filter(response__questionnaire=questionnaire, question__code="meetings")
    return given.filter(value={"number": 7}).exists()


def sign(browser: Client, questionnaire: Questionnaire, unit: str) -> bool:
    response = Response.objects.filter(questionnaire=questionnaire).first()
    before = Signature.objects.count()
    browser.post(at(questionnaire, unit, "answer_sign"), {"revision": response.revision if response else 0})
    return Signature.objects.count() > before


def confirm(browser: Client, questionnaire: Questionnaire, unit: str) -> bool:
    browser.post(at(questionnaire, unit, "answer_confirm"), {"number": "1"})
    signed = Signature.objects.filter(response__questionnaire=questionnaire)
    return signed.filter(confirmed_at__isnull=False).exists()


def tell_the_lead(browser: Client, questionnaire: Questionnaire, unit: str) -> bool:
    browser.post(at(questionnaire, unit, "answer_tell"))
    return Outbox.objects.filter(kind="questionnaires.ready_to_sign").exists()


@dataclass(frozen=True)
class Line:
    deed: Deed
    before: set[str]
    open: set[str]
    correcting: set[str]
    after: set[str]


TABLE = [
    Line(read, READ, READ, READ, READ),
    Line(answer, NOBODY, READ, READ, NOBODY),
    Line(sign, NOBODY, LEADS | HELPERS, LEADS | HELPERS, NOBODY),
    Line(confirm, NOBODY, LEADS, LEADS, LEADS),
    Line(tell_the_lead, NOBODY, {"member"}, {"member"}, NOBODY),
]
CASES = [
    pytest.param(line.deed, when, getattr(line, when), id=f"{line.deed.__name__} {when}")
    for line in TABLE
    for when in (BEFORE, OPEN, CORRECTING, AFTER)
]


@pytest.fixture
def of_time(everyone):
    """A questionnaire as it is at that time. Unless it is before, the first district's answers were signed for it by a
    facilitator, and changed since by a member."""

    def made(when: str) -> Questionnaire:
        found = questionnaire_that_is(OPEN, everyone.guinea, code=f"answered-{when}")
        publish(found.cycle, everyone.home)
        if when != BEFORE:
            _answered(Filling(found, everyone.unit), everyone.people)
        opens, closes = (today() + days(number) for number in DATES[when])
        found.cycle.steps.filter(number=Step.COMPLETION).update(opens_on=opens, closes_on=closes)
        if when == CORRECTING:
            CorrectionWindow.objects.create(questionnaire=found, opens_on=today(), closes_on=today())
        return found

    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


def _answered(filling: Filling, people: dict) -> None:
    give(filling, people["member"], committee={"choice": "no"}, meetings={"number": 3})
    sign_for_team(filling, people["facilitator"])
    give(filling, people["member"], meetings={"number": 4})


@pytest.mark.parametrize(("deed", "when", "may"), CASES)
def test_who_does_what_and_when(everyone, of_time, deed, when, may):
    questionnaire, done = of_time(when), set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            if deed(browser, questionnaire, everyone.unit.code):
                done.add(name)
    assert sorted(done - may) == [], "could"
    assert sorted(may - done) == [], "could not"


def test_a_former_members_draft_stays_with_the_district(everyone, of_time):
    questionnaire, member = of_time(OPEN), everyone.people["member"]
    end_membership(membership=member.memberships.get(), by=None)
    page = everyone.browsers["lead"].get(at(questionnaire, everyone.unit.code, "answer_review"))
    assert page.status_code == 200 and member.get_full_name() in page.content.decode()
    values = filling_of(questionnaire.key, everyone.unit.code).values
    assert values["meetings"] == {"number": 4}
    assert is_refused(everyone.browsers["member"].get(at(questionnaire, everyone.unit.code, "answer")))
