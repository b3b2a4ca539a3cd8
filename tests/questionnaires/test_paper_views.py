"""Who gets the blank form, and when it is made anew."""

import gzip
import subprocess

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from districts.models import Role
from questionnaires import paper_printing
from questionnaires.actions import open_questionnaire
from questionnaires.paper_printing import NotPrinted, paper_of, print_form
from questionnaires.permissions import may_read_blank_form
from questionnaires.version_actions import Rewording, correct_wording
from tests.districts.places import country, districts_of, person

from .asking import cycle_in
from .papers import bookmarks
from .trying import q, tried_questionnaire


@pytest.fixture
def guinea(pages_ready):
    return country("gui")


@pytest.fixture
def draft(guinea):
    return tried_questionnaire(cycle_in(guinea))


@pytest.fixture
def opened(draft):
    open_questionnaire(questionnaire=draft, by=None)
    return draft


@pytest.fixture
def member(client, guinea):
    client.force_login(person((Role.MEMBER, districts_of(guinea)[0]), language="en"))
    return client


@pytest.fixture
def facilitator(guinea):
    client = Client()
    client.force_login(person((Role.FACILITATOR, guinea), language="en"))
    return client


@pytest.fixture
def settings_of_forms(monkeypatch):
    """How often a form was set."""
    done = []
    monkeypatch.setattr(
        paper_printing, "print_form", lambda form, template: done.append(form) or b"%PDF-1.7 made"
    )
    return done


def blank(questionnaire, language="en") -> str:
    return f"/{language}/questionnaires/{questionnaire.key}/blank.pdf"


def screen(questionnaire, rest="") -> str:
    return f"/admin/questionnaires/{questionnaire.pk}/paper/{rest}"


def readers(guinea):
    """Role and place, whether they get the form of an open questionnaire."""
    benin, district = country("ben"), districts_of(guinea)[0]
    return {
        "member": ((Role.MEMBER, district), True),
        "lead": ((Role.LEAD, district), True),
        "facilitator here": ((Role.FACILITATOR, guinea), True),
        "facilitator of all": ((Role.FACILITATOR, None), True),
        "moderator": ((Role.MODERATOR, guinea), True),
        "administrator": ((Role.ADMINISTRATOR, guinea), True),
        "official of the region": ((Role.OFFICIAL, district.parent), True),
        "policymaker": ((Role.POLICYMAKER, guinea), False),
        "researcher": ((Role.RESEARCHER, None), False),
        "member elsewhere": ((Role.MEMBER, districts_of(benin)[0]), False),
        "facilitator elsewhere": ((Role.FACILITATOR, benin), False),
        "official elsewhere": ((Role.OFFICIAL, benin), False),
    }


@pytest.mark.parametrize("when", ["draft", "open"])
def test_teams_and_those_above_and_beside_them_read_the_form_once_it_is_open(guinea, draft, when):
    if when == "open":
        open_questionnaire(questionnaire=draft, by=None)
    for who, (post, may) in readers(guinea).items():
        assert may_read_blank_form(person(post), draft) is (may and when == "open"), who
    assert not may_read_blank_form(person((Role.MEMBER, districts_of(guinea)[0]), ended=-1), draft)
    assert not may_read_blank_form(AnonymousUser(), draft)
    assert may_read_blank_form(person(is_superuser=True), draft) is (when == "open")


def test_the_view_asks_that_predicate(guinea, opened, client):
    assert client.get(blank(opened)).url.startswith("/accounts/login/?next=")
    client.force_login(person((Role.MEMBER, districts_of(country("ben"))[0])))
    assert client.get(blank(opened)).status_code == 403


def test_there_is_no_form_of_a_questionnaire_that_is_not_open_or_not_there(member, draft):
    assert member.get(blank(draft)).status_code == 403
    assert member.get("/en/questionnaires/11111111-1111-1111-1111-111111111111/blank.pdf").status_code == 404


@pytest.mark.parametrize(("language", "title"), [("fr", "1. Comité"), ("en", "1. Committee")])
def test_the_address_says_the_language(member, opened, language, title):
    response = member.get(blank(opened, language))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="essai-form-v1-{language}.pdf"'
    assert title in bookmarks(response.content)


def test_nobody_keeps_the_form_for_others(member, opened, settings_of_forms):
    response = member.get(blank(opened))
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in response["Vary"].split(",")}


def test_the_form_is_sent_packed_and_once(member, opened):
    plain = member.get(blank(opened))
    packed = member.get(blank(opened), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) * 0.7
    again = member.get(blank(opened), headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # What is packed is not what is not.
    assert member.get(blank(opened), headers={"if-none-match": packed["ETag"]}).status_code == 200


def test_the_form_is_made_once_and_again_when_something_printed_changes(guinea, opened, settings_of_forms):
    assert paper_of(opened, "fr") == paper_of(opened, "fr")
    paper_of(opened, "en")
    assert len(settings_of_forms) == 2
    question = opened.questions.get(code="committee")
    correct_wording(
        questionnaire=opened,
        rewordings=[Rewording(question, "text_fr", "Y a-t-il un comité ?")],
        because="Clearer",
        by=None,
    )
    first = paper_of(opened, "fr")
    opened.cycle.purpose_fr = "Un but."
    assert first.digest != paper_of(opened, "fr").digest
    assert len(settings_of_forms) == 4 and "Y a-t-il" in settings_of_forms[2]


def _late(*args, **options):
    raise subprocess.TimeoutExpired("typst", 1)


@pytest.mark.parametrize("failure", ["too slow", "broken"])
def test_a_form_that_cannot_be_made_is_said_and_kept_nowhere(
    member, facilitator, opened, monkeypatch, caplog, failure
):
    form = "{" if failure == "broken" else "{}"
    with monkeypatch.context() as patched:
        if failure == "too slow":
            patched.setattr(subprocess, "run", _late)
        with pytest.raises(NotPrinted):
            print_form(form)
        assert "A form on paper was not set" in caplog.text
        patched.setattr(paper_printing, "json", type("broken", (), {"dumps": staticmethod(lambda form: "{")}))
        response = member.get(blank(opened))
        assert response.status_code == 503 and "could not be made" in response.content.decode()
        back = facilitator.get(screen(opened, "fr.pdf"), follow=True)
        assert "The form could not be made" in back.content.decode()
    assert member.get(blank(opened)).status_code == 200


def test_the_builder_has_the_form_of_a_draft_in_both_languages(facilitator, draft):
    page = facilitator.get(screen(draft)).content.decode()
    assert "It is a draft" in page and page.count("is made when you open it") == 2
    # Two English texts and one in French: what is missing is counted for each.
    assert "are printed in the other one" in page or "is printed in the other one" in page
    for language in ("fr", "en"):
        response = facilitator.get(screen(draft, f"{language}.pdf"))
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'attachment; filename="essai-form-v0-{language}.pdf"'
    page = facilitator.get(screen(draft)).content.decode()
    assert page.count("3 pages, ") == 2 and "is made when" not in page
    assert facilitator.get(screen(draft, "de.pdf")).status_code == 404


def test_the_builder_says_where_teams_find_it(facilitator, opened):
    assert blank(opened) in facilitator.get(screen(opened)).content.decode()


def test_only_who_builds_gets_the_form_of_a_draft(guinea, draft):
    for post in (
        (Role.MODERATOR, guinea),
        (Role.MEMBER, districts_of(guinea)[0]),
        (Role.FACILITATOR, country("ben")),
    ):
        client = Client()
        client.force_login(person(post))
        for address in (screen(draft), screen(draft, "fr.pdf")):
            assert client.get(address).status_code in (302, 403), post


@pytest.mark.parametrize("number", [10, 120])
def test_the_number_of_queries_is_the_same_for_long_forms(
    guinea, member, facilitator, settings_of_forms, number, django_assert_max_num_queries
):
    questions = [q(f"q{n}", "yes_no") for n in range(number)]
    made = tried_questionnaire(
        cycle_in(guinea, "lang"), [{"title_fr": "A", "title_en": "A", "questions": questions}]
    )
    facilitator.get(screen(made))
    with django_assert_max_num_queries(20):
        facilitator.get(screen(made))
    open_questionnaire(questionnaire=made, by=None)
    with django_assert_max_num_queries(20):
        member.get(blank(made))
