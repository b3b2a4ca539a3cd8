"""Who does what with a questionnaire, and when: everybody x what can be done x before, open, after.

Each deed is done as a browser would, and whoever it did not work for may not do it, whatever was answered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.editing import begun
from notifications.secrets import secret_of
from questionnaires.models import PilotLink, PilotRemark, Questionnaire
from questionnaires.pilot_links import PURPOSE
from tests.districts.places import days
from tests.everyone import is_refused, rolled_back
from tests.permission_lines import ANYBODY, READ_BLANK_FORM, RUN

from .times import AFTER, BEFORE, OPEN, questionnaire_that_is
from .xlsforms import xlsx

NOBODY: set[str] = set()
TEXTS = ("title_fr", "title_en", "intro_fr", "intro_en")
FORM = xlsx("type | name | label::French | label::English\ninteger | imported | Combien ? | How many?")
Deed = Callable[[Client, Questionnaire], bool]


def at(questionnaire: Questionnaire, screen: str) -> str:
    return reverse(f"builder:{screen}", args=[questionnaire.pk])


def present(questionnaire: Questionnaire) -> dict:
    found = {name: getattr(questionnaire, name) for name in TEXTS}
    return found | {"begun": begun(found)}


def now(questionnaire: Questionnaire) -> Questionnaire:
    return Questionnaire.objects.get(pk=questionnaire.pk)


def build(browser: Client, questionnaire: Questionnaire) -> bool:
    browser.post(at(questionnaire, "settings"), present(questionnaire) | {"title_fr": "Autre titre"})
    return now(questionnaire).title_fr == "Autre titre"


def add_a_section(browser: Client, questionnaire: Questionnaire) -> bool:
    browser.post(at(questionnaire, "add_section"), {"title_fr": "Autre partie", "where": "0"})
    return questionnaire.sections.filter(title_fr="Autre partie").exists()


def delete_a_question(browser: Client, questionnaire: Questionnaire) -> bool:
    last = questionnaire.questions.get(code="deaths")
    browser.post(reverse("builder:delete_question", args=[questionnaire.pk, last.pk]))
    return not questionnaire.questions.filter(code="deaths").exists()


def import_xlsform(browser: Client, questionnaire: Questionnaire) -> bool:
    looked = browser.post(at(questionnaire, "xlsform"), {"file": SimpleUploadedFile("form.xlsx", FORM)})
    token = looked.context.get("token", "") if looked.context else ""
    browser.post(at(questionnaire, "xlsform_take_over"), {"token": token})
    return list(questionnaire.questions.values_list("code", flat=True)) == ["imported"]


def send_to_testers(browser: Client, questionnaire: Questionnaire) -> bool:
    before = questionnaire.pilot_links.count()
    browser.post(at(questionnaire, "pilot"), {"make": "1", "days": "7"})
    return questionnaire.pilot_links.count() > before


def withdraw_from_testers(browser: Client, questionnaire: Questionnaire) -> bool:
    link = questionnaire.pilot_links.get()
    browser.post(at(questionnaire, "pilot"), {"withdraw": link.pk})
    return PilotLink.objects.get(pk=link.pk).state == "withdrawn"


def try_out(browser: Client, questionnaire: Questionnaire) -> bool:
    """By an address that was made while it was built."""
    link = questionnaire.pilot_links.get()
    address = reverse("pilot_section", args=[link.key, secret_of(PURPOSE, link.nonce), 1])
    browser.post(address, {"go": "next", "r:meetings": "Par mois ?"})
    return PilotRemark.objects.filter(link=link).exists()


def open_it(browser: Client, questionnaire: Questionnaire) -> bool:
    browser.post(at(questionnaire, "open"), {"frozen": "on", "all_the_same": "on"})
    return now(questionnaire).opened_at != questionnaire.opened_at


def correct(browser: Client, questionnaire: Questionnaire) -> bool:
    sent = present(questionnaire) | {"title_fr": "Titre corrigé", "because": "Une faute"}
    browser.post(at(questionnaire, "correct"), sent)
    return now(questionnaire).version == 2 and now(questionnaire).title_fr == "Titre corrigé"


def take_the_blank_form(browser: Client, questionnaire: Questionnaire) -> bool:
    response = browser.get(reverse("blank_form", args=[questionnaire.key]))
    return not is_refused(response) and response.content.startswith(b"%PDF-")


@dataclass(frozen=True)
class Line:
    """Who may do it at each time."""

    deed: Deed
    before: set[str]
    open: set[str]
    after: set[str]


TABLE = [
    Line(build, RUN, NOBODY, NOBODY),
    Line(add_a_section, RUN, NOBODY, NOBODY),
    Line(delete_a_question, RUN, NOBODY, NOBODY),
    Line(import_xlsform, RUN, NOBODY, NOBODY),
    Line(send_to_testers, RUN, NOBODY, NOBODY),
    Line(withdraw_from_testers, RUN, RUN, RUN),
    Line(try_out, ANYBODY, NOBODY, NOBODY),
    Line(open_it, RUN, NOBODY, NOBODY),
    Line(correct, NOBODY, RUN, RUN),
    Line(take_the_blank_form, NOBODY, READ_BLANK_FORM, READ_BLANK_FORM),
]
CASES = [
    pytest.param(line.deed, when, getattr(line, when), id=f"{line.deed.__name__} {when}")
    for line in TABLE
    for when in (BEFORE, OPEN, AFTER)
]


@pytest.fixture
def of_time(everyone):
    """A questionnaire as it is at that time, with an address for testers that was made while it was built."""

    def made(when: str) -> Questionnaire:
        found = questionnaire_that_is(when, everyone.guinea, code=f"timed-{when}")
        PilotLink.objects.create(questionnaire=found, expires_at=timezone.now() + days(7))
        return found

    with transaction.atomic():
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize(("deed", "when", "may"), CASES)
def test_who_does_what_and_when(everyone, of_time, deed, when, may):
    questionnaire, done = of_time(when), set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            if deed(browser, now(questionnaire)):
                done.add(name)
    assert sorted(done - may) == [], "could"
    assert sorted(may - done) == [], "could not"
