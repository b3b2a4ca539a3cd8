"""Who brings in answers from a file, and when: everybody x before, open, correcting, after. A whole file is sent
through its pages, and whoever's answer is not there in the end could not, whatever was replied."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from questionnaires.importing.import_actions import keep_file
from questionnaires.models import Answer, AnswerImport, Questionnaire
from tests.districts.places import days, today
from tests.everyone import rolled_back
from tests.permission_lines import HELPERS
from tests.questionnaires.answering.helped import AFTER, BEFORE, CORRECTING, TIMES, helped_questionnaire

from .tables import start_url

TABLE = b"district,meetings\ngui-d1,9\n"
MAY = {BEFORE: set(), "open": HELPERS, CORRECTING: HELPERS, AFTER: set()}


@pytest.fixture
def of_time(everyone):
    with transaction.atomic():
        yield lambda when: helped_questionnaire(
            when, everyone.guinea, everyone.unit, everyone.people["shared"], code=f"brought-{when}"
        )
        transaction.set_rollback(True)


def bring_in(browser, questionnaire: Questionnaire, by) -> bool:
    """Every page is sent, also by whoever the one before has refused; then with a file that waits for them."""
    address = start_url(SimpleNamespace(questionnaire=questionnaire))
    browser.post(address, {"file": SimpleUploadedFile("a.csv", TABLE)})
    record = AnswerImport.objects.filter(questionnaire=questionnaire).first()
    if record is None:
        record = keep_file(questionnaire=questionnaire, name="a.csv", data=TABLE, by=by)
    here = f"/en/imports/{record.key}/"
    browser.post(f"{here}columns/", {"headings": "1", "c0": "@district", "c1": "meetings"})
    said = {"sign": "1", "because": "Une erreur"}
    browser.post(f"{here}confirm/", {"look": "1", **said})
    page = browser.get(here)
    seen = page.context["plan"].digest if page.status_code == 200 and page.context else ""
    browser.post(f"{here}confirm/", {"seen": seen, **said})
    return Answer.objects.filter(
        response__questionnaire=questionnaire, question__code="meetings", value={"number": 9}
    ).exists()


@pytest.mark.parametrize("when", TIMES)
def test_who_brings_in_and_when(everyone, of_time, when):
    questionnaire, done = of_time(when), set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            by = everyone.people.get(name) or everyone.people["former"]
            if bring_in(browser, Questionnaire.objects.get(pk=questionnaire.pk), by):
                done.add(name)
    assert sorted(done - MAY[when]) == [], "could"
    assert sorted(MAY[when] - done) == [], "could not"


def test_more_time_opens_the_file_for_that_district(everyone, of_time):
    questionnaire = of_time(AFTER)
    browser, by = everyone.browsers["facilitator"], everyone.people["facilitator"]
    with rolled_back():
        assert not bring_in(browser, questionnaire, by)
    questionnaire.extensions.create(unit=everyone.unit, until=today() + days(3), because="Pluies")
    with rolled_back():
        assert bring_in(browser, questionnaire, by)
