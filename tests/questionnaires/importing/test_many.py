"""Thousands of districts by sixty questions cost the queries of ten, and a time that a person waits for."""

import pytest
from django.db import connection

from cycles.models import Step
from districts.models import OrgUnit, Role
from home.set_up import set_up
from questionnaires.actions import open_questionnaire
from questionnaires.importing.import_actions import keep_file, note, sheets_of, take_over
from questionnaires.importing.planning import Options, What
from questionnaires.importing.reading_imports import Reading
from questionnaires.models import Answer, AnswerVersion, Response, Signature
from tests.conftest import site_in_two_languages
from tests.districts.accounts import account
from tests.districts.places import country, days, today
from tests.questionnaires.answering.districts_answering import publish
from tests.questionnaires.asking import cycle_in
from tests.questionnaires.trying import MEMBERS, q, tried_questionnaire

from .tables import browser_of, csv_of

QUESTIONS = 60
FEW, MANY, THOUSANDS = 10, 60, 3000
CELLS = {
    "number": "12",
    "choice": "Sage-femme",
    "yes_no": "oui",
    "decimal": "1,5",
    "text": "Pita",
    "multiple": "director; other",
}
KINDS = list(CELLS)
# A page's budget; and what a plan may read, however long the file is.
MOST_FOR_A_PAGE, MOST_FOR_A_PLAN = 20, 12
# Rows that are made one by one by the ORM go some fifty to a statement on SQLite: five kinds of them for a district.
DISTRICTS_TO_A_STATEMENT = 10


@pytest.fixture
def asked(db):
    """An open questionnaire of sixty questions, its country, and somebody who brings in answers."""
    set_up()
    home = site_in_two_languages()["fr"]
    top = country("gui", districts=0)
    cycle = cycle_in(top, purpose_fr="Apprendre.")
    publish(cycle, home)
    cycle.steps.filter(number=Step.COMPLETION).update(opens_on=today() - days(5), closes_on=today() + days(5))
    questions = [
        q(f"q{n}", kind, **({"choices": MEMBERS} if kind in ("choice", "multiple") else {}))
        for n, kind in enumerate(KINDS * (QUESTIONS // len(KINDS)))
    ]
    questionnaire = tried_questionnaire(cycle, [{"title_fr": "Partie", "questions": questions}])
    open_questionnaire(questionnaire=questionnaire, by=None)
    return questionnaire, top, account(Role.FACILITATOR, top)


def file_of(top, number: int, name: str) -> bytes:
    """Of so many new districts."""
    region = OrgUnit.objects.create(code=f"gui-{name}", level=2, name_fr=name, parent=top)
    OrgUnit.objects.bulk_create(
        OrgUnit(code=f"gui-{name}-{n}", level=3, name_fr=f"{name} {n}", parent=region) for n in range(number)
    )
    cells = list(CELLS.values()) * (QUESTIONS // len(KINDS))
    header = ["district", *(f"q{n}" for n in range(QUESTIONS))]
    return csv_of(header, *([f"gui-{name}-{n}", *cells] for n in range(number)))


def queries_of(work):
    """(how many, what it returned)."""
    queries = []
    with connection.execute_wrapper(lambda run, *args: queries.append(1) or run(*args)):
        found = work()
    return len(queries), found


def waiting(asked, data: bytes):
    """With its columns said."""
    questionnaire, _top, by = asked
    record = keep_file(questionnaire=questionnaire, name="x.csv", data=data, by=by)
    sheets = sheets_of(record)
    chosen = Reading(record, sheets, by).chosen
    note(record=record, columns=[chosen[place] for place in sorted(chosen)])
    return record, sheets


def taken_over(asked, data: bytes, number: int) -> tuple[int, int]:
    """Queries for the plan, and for carrying it out."""
    by = asked[2]
    record, sheets = waiting(asked, data)
    for_plan, plan = queries_of(lambda: Reading(record, sheets, by).plan(Options()))
    assert plan.counts == {What.NEW: number}
    for_taking, _plan = queries_of(
        lambda: take_over(record=record, seen=plan.digest, options=Options(), by=by)
    )
    return for_plan, for_taking


def for_preview(asked, data: bytes, number: int) -> int:
    """Of the same file again."""
    record, _sheets = waiting(asked, data)
    browser = browser_of(asked[2])
    browser.get(f"/en/imports/{record.key}/")
    for_page, page = queries_of(lambda: browser.get(f"/en/imports/{record.key}/"))
    assert page.context["plan"].counts == {What.UNCHANGED: number}
    return for_page


def test_many_districts_cost_what_few_cost(asked):
    # What each process remembers is read with the first file.
    taken_over(asked, file_of(asked[1], 1, "first"), 1)
    files = {number: file_of(asked[1], number, f"of-{number}") for number in (FEW, MANY)}
    few, many = (taken_over(asked, data, number) for number, data in files.items())
    assert few[0] == many[0] <= MOST_FOR_A_PLAN
    assert many[1] - few[1] <= (MANY - FEW) / DISTRICTS_TO_A_STATEMENT + 4
    pages = [for_preview(asked, data, number) for number, data in files.items()]
    assert pages[0] == pages[1] <= MOST_FOR_A_PAGE
    assert Answer.objects.count() == AnswerVersion.objects.count() == (1 + FEW + MANY) * QUESTIONS


@pytest.mark.slow
def test_three_thousand_districts_come_in(asked):
    for_plan, for_taking = taken_over(asked, file_of(asked[1], THOUSANDS, "thousands"), THOUSANDS)
    assert for_plan <= MOST_FOR_A_PLAN and for_taking <= THOUSANDS / DISTRICTS_TO_A_STATEMENT + 60
    assert Response.objects.count() == Signature.objects.count() == THOUSANDS
    assert AnswerVersion.objects.count() == THOUSANDS * QUESTIONS
