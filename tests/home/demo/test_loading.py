"""The demonstration is loaded once, says who can sign in, and is left alone from then on."""

import re
from io import StringIO

from django.core.management import call_command
from wagtail.models import Page

from districts.models import User
from home.demo.places import ACCOUNTS
from home.models import DemoLoad
from lessons.models import LessonPage
from questionnaires.models import Answer, Response


def everything() -> dict[str, int]:
    from django.apps import apps

    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed
    }


def test_loading_again_changes_nothing(demo):
    before, password = everything(), User.objects.get(email="member@example.org").password
    call_command("load_demo", stdout=StringIO())
    assert everything() == before
    assert User.objects.get(email="member@example.org").password == password
    assert DemoLoad.objects.count() == 1


def test_what_editors_change_stays_changed(demo):
    lesson = LessonPage.objects.filter(locale__language_code="fr").first()
    lesson.title = "Un titre corrigé"
    lesson.save_revision().publish()
    LessonPage.objects.exclude(pk=lesson.pk).filter(locale__language_code="fr").last().delete()
    left = Page.objects.count()
    call_command("load_demo", stdout=StringIO())
    call_command("set_up", stdout=StringIO())
    assert LessonPage.objects.get(pk=lesson.pk).title == "Un titre corrigé"
    assert Page.objects.count() == left


def test_there_is_one_account_per_role_and_it_can_sign_in(demo, settings):
    password = (settings.DATA_DIR / "demo-password.txt").read_text().strip()
    assert len(password) >= 10
    from django.test import Client

    for email, *_rest in ACCOUNTS:
        assert Client().login(email=email, password=password), email
    # The leads of other districts in the running cycle are there to have answered, not to sign in.
    may_sign_in = {user.email for user in User.objects.all() if user.has_usable_password()}
    assert {email for email, *_rest in ACCOUNTS} == may_sign_in


def test_the_accounts_are_what_their_names_say(demo):
    posts = {
        name: [(m.role, m.unit and m.unit.name_fr) for m in user.memberships.current()]
        for name, user in demo.people.items()
    }
    assert posts == {
        "member": [("member", "Pita")],
        "lead": [("lead", "Pita")],
        "other-member": [("member", "Mandiana")],
        "facilitator": [("facilitator", None)],
        "central": [("official", "Guinée")],
        "policymaker": [("policymaker", "Guinée")],
        "researcher": [("researcher", None)],
        "admin": [("administrator", None)],
    }


def shown() -> list[str]:
    said = StringIO()
    call_command("show_demo", stdout=said)
    return said.getvalue().strip().splitlines()


def test_the_last_lines_of_a_start_are_address_accounts_and_password(demo, settings):
    settings.DEMO, settings.PORTAL_URL = True, "http://127.0.0.1:8105"
    address, *accounts, password = shown()
    assert address == "http://127.0.0.1:8105/"
    assert accounts == [email for email, *_rest in ACCOUNTS]
    assert re.fullmatch(r"password: \S{10,}", password)


def test_a_portal_that_is_no_demonstration_tells_its_address_only(demo, settings):
    settings.DEMO, settings.PORTAL_URL = False, "https://portal.example.org"
    assert shown() == ["https://portal.example.org/"]


def test_the_pilots_file_gives_23_responses_and_again_the_same_rows(demo):
    from home.demo.cycle import CODE, COLUMN_OF, TWO_COLUMNS
    from home.demo.texts import DATA

    assert Response.objects.filter(questionnaire__cycle=demo.cycle).count() == 23
    before = set(
        Answer.objects.values_list("response_id", "question__code", "value__choice", "value__numerator")
    )
    rows = set(Response.objects.values_list("pk", "unit", "questionnaire"))
    columns = [f"{code}={name}" for code, name in COLUMN_OF.items()]
    call_command(
        "import_answers", CODE, str(DATA / "mdsr_guinea_2017_answers.csv"),
        ratio=list(TWO_COLUMNS), column=columns, stdout=StringIO(),
    )  # fmt: skip
    assert set(Response.objects.values_list("pk", "unit", "questionnaire")) == rows
    after = Answer.objects.values_list("response_id", "question__code", "value__choice", "value__numerator")
    assert set(after) == before


def test_districts_without_a_committee_were_not_asked_for_recommendations(demo):
    without = Answer.objects.filter(question__code="review_committee", value={"choice": "no"})
    asked = Answer.objects.filter(question__code="recommendations_implemented").values("response")
    assert without.count() == 3
    assert not without.filter(response__in=asked).exists()
    assert asked.count() == 20


def test_responses_are_dated_to_the_cycle_not_to_the_day_of_loading(demo):
    responses = Response.objects.filter(questionnaire__cycle=demo.cycle)
    assert {str(response.signed_at.date()) for response in responses} == {"2017-09-30"}
