"""Two new pages saved at the same moment: the later one is told, and is not an error of the portal."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError
from django.urls import reverse
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from districts.models import User
from home.models import StandardPage
from tests.pages import page_below

TITLE, SLUG = "Un guide", "un-guide"


@pytest.fixture
def editor(client, pages_ready):
    client.force_login(User.objects.create_superuser("editor@example.org", "x"))
    return client


@pytest.fixture
def address(pages_ready) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", "standardpage", pages_ready.fr.pk])


@pytest.fixture
def sent() -> dict:
    body = streamfield([("paragraph", rich_text("<p>Mots dits</p>"))])
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return nested_form_data({"title": TITLE, "slug": SLUG, "body": body}) | comments


@pytest.fixture
def overtaken(monkeypatch):
    """overtaken(do): `do` happens right after the first look whether all is well."""

    def by(do) -> None:
        look, left = WagtailAdminPageForm.is_valid, [do]

        def is_valid(form):
            found = look(form)
            if left:
                left.pop()()
            return found

        monkeypatch.setattr(WagtailAdminPageForm, "is_valid", is_valid)

    return by


def test_who_was_overtaken_finds_what_was_typed_and_why(editor, address, sent, overtaken, pages_ready):
    overtaken(lambda: page_below(pages_ready.fr, "Autre", slug=SLUG))
    page = editor.post(address, sent)
    assert page.status_code == 200
    soup = BeautifulSoup(page.content, "html.parser")
    assert soup.find(id="id_title")["value"] == TITLE and "Mots dits" in page.content.decode()
    assert any(SLUG in error.get_text() for error in soup.select(".error-message"))
    assert StandardPage.objects.filter(slug=SLUG).count() == 1


def test_a_draft_saved_by_itself_says_so_too(editor, address, sent, overtaken, pages_ready):
    overtaken(lambda: page_below(pages_ready.fr, "Autre", slug=SLUG))
    said = editor.post(address, sent, headers={"Accept": "application/json"})
    assert said.status_code == 400 and said.json()["error_code"] == "validation_error"


def test_where_only_the_place_was_taken_the_page_gets_the_next(
    editor, address, sent, monkeypatch, pages_ready
):
    left, add_child = [IntegrityError("wagtailcore_page.path")], type(pages_ready.fr).add_child

    def taken_once(*args, **kwargs):
        if left:
            raise left.pop()
        return add_child(*args, **kwargs)

    monkeypatch.setattr("wagtail.models.Page.add_child", taken_once)
    page = editor.post(address, sent)
    assert page.status_code == 302 and StandardPage.objects.get(slug=SLUG).title == TITLE


def test_what_went_wrong_elsewhere_is_not_done_again(editor, address, sent, monkeypatch):
    tried = []

    def fails(*args, **kwargs):
        tried.append(1)
        raise ValueError("not a race")

    monkeypatch.setattr("wagtail.models.Page.add_child", fails)
    editor.raise_request_exception = False
    assert editor.post(address, sent).status_code == 500 and len(tried) == 1


def test_a_form_whose_confirmation_was_lost_goes_on_with_its_page(editor, address, sent):
    editor.post(address, sent | {"new_page": "f1"})
    for headers in ({}, {"Accept": "application/json"}):
        said = editor.post(address, sent | {"new_page": "f1", "title": "Un autre titre"}, headers=headers)
        assert said.status_code == (200 if headers else 302)
    page = StandardPage.objects.get(slug=SLUG)
    assert said.json()["success"] and said.json()["pk"] == page.pk
    assert page.get_latest_revision_as_object().title == "Un autre titre"


def test_another_form_and_another_person_begin_their_own(editor, address, sent, client):
    editor.post(address, sent | {"new_page": "f1"})
    assert editor.post(address, sent | {"new_page": "f2"}).status_code == 200, "the address is taken"
    client.force_login(User.objects.create_superuser("second@example.org", "x"))
    assert client.post(address, sent | {"new_page": "f1"}).status_code == 200
    assert StandardPage.objects.filter(title=TITLE).count() == 1


def test_a_page_that_was_deleted_meanwhile_is_made_anew(editor, address, sent):
    editor.post(address, sent | {"new_page": "f1"})
    StandardPage.objects.get(slug=SLUG).delete()
    assert editor.post(address, sent | {"new_page": "f1"}).status_code == 302
    assert StandardPage.objects.get(slug=SLUG).title == TITLE


def test_only_the_latest_forms_are_remembered_and_no_endless_name(editor, address, sent):
    for number in range(25):
        editor.post(address, sent | {"new_page": f"f{number}", "slug": f"{SLUG}-{number}"})
    editor.post(address, sent | {"new_page": "f" * 10_000, "slug": f"{SLUG}-long"})
    kept = editor.session["new_pages"]
    assert len(kept) == 20 and "f24" in kept and "f4" not in kept
