"""Who helps a district, and when: everybody x what can be done x before, open, correcting, after. Entering, signing and
confirming stand in test_answering_by_time.py.

Each deed is done as a browser would, and whoever it did not work for may not do it, whatever was answered.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from questionnaires.models import Clarification, CorrectionWindow, Extension, Questionnaire
from tests.districts.places import days, today
from tests.everyone import rolled_back
from tests.permission_lines import HELPERS, OWN_TEAM, RUN

from .helped import TIMES, helped_questionnaire

Deed = Callable[[Client, Questionnaire], bool]


def at(name: str, questionnaire: Questionnaire, *more) -> str:
    """Of the first district of Guinea, unless the page is of all."""
    unit = questionnaire.responses.get().unit.code
    return reverse(name, args=[questionnaire.key, unit, *more])


def ask(browser: Client, questionnaire: Questionnaire) -> bool:
    seen = Clarification.objects.get(response__questionnaire=questionnaire).pk
    browser.post(at("help_ask", questionnaire, "meetings"), {"text": "Par an ?", "seen": seen})
    return Clarification.objects.filter(text="Par an ?").exists()


def reply(browser: Client, questionnaire: Questionnaire) -> bool:
    asked = Clarification.objects.get(response__questionnaire=questionnaire)
    browser.post(at("answer_reply", questionnaire, asked.key), {"text": "Par mois."})
    return Clarification.objects.get(pk=asked.pk).reply == "Par mois."


def settle(browser: Client, questionnaire: Questionnaire) -> bool:
    asked = Clarification.objects.get(response__questionnaire=questionnaire)
    browser.post(at("help_settle", questionnaire, asked.key), {"settle": "1"})
    return Clarification.objects.get(pk=asked.pk).settled_at is not None


def withdraw(browser: Client, questionnaire: Questionnaire) -> bool:
    asked = Clarification.objects.get(response__questionnaire=questionnaire)
    browser.post(at("help_settle", questionnaire, asked.key), {"withdraw": "1"})
    return Clarification.objects.get(pk=asked.pk).withdrawn


def extend(browser: Client, questionnaire: Questionnaire) -> bool:
    until = today() + days(30)
    browser.post(at("help_extension", questionnaire), {"until": until, "because": "La route", "seen": ""})
    return Extension.objects.filter(questionnaire=questionnaire, until=until).exists()


def say_how_it_came(browser: Client, questionnaire: Questionnaire) -> bool:
    browser.post(at("help_came_by", questionnaire), {"came_by": "visit"})
    return questionnaire.responses.get().came_by == "visit"


def open_corrections(browser: Client, questionnaire: Questionnaire) -> bool:
    """Or keep them open for longer, where they are."""
    window = questionnaire.correction_windows.first()
    seen = f"{window.pk}:{window.opens_on}:{window.closes_on}" if window else ""
    first, last = window.opens_on if window else today() + days(16), today() + days(33)
    data = {"opens_on": first, "closes_on": last, "because_fr": "Une erreur", "seen": seen}
    browser.post(reverse("help_corrections", args=[questionnaire.key]), data)
    return CorrectionWindow.objects.filter(questionnaire=questionnaire, closes_on=last).exists()


@dataclass(frozen=True)
class Line:
    """No date stands against any of them."""

    deed: Deed
    always: set[str]


TABLE = [
    Line(ask, HELPERS),
    Line(reply, OWN_TEAM),
    Line(settle, HELPERS),
    Line(withdraw, HELPERS),
    Line(extend, HELPERS),
    Line(say_how_it_came, HELPERS),
    Line(open_corrections, RUN),
]
CASES = [
    pytest.param(line.deed, when, line.always, id=f"{line.deed.__name__} {when}")
    for line in TABLE
    for when in TIMES
]


@pytest.fixture
def of_time(everyone):
    with transaction.atomic():
        yield lambda when: helped_questionnaire(
            when, everyone.guinea, everyone.unit, everyone.people["shared"], code=f"helped-{when}"
        )
        transaction.set_rollback(True)


@pytest.mark.parametrize(("deed", "when", "may"), CASES)
def test_who_helps_and_when(everyone, of_time, deed, when, may):
    questionnaire, done = of_time(when), set()
    for name, browser in everyone.browsers.items():
        with rolled_back():
            if deed(browser, Questionnaire.objects.get(pk=questionnaire.pk)):
                done.add(name)
    assert sorted(done - may) == [], "could"
    assert sorted(may - done) == [], "could not"
