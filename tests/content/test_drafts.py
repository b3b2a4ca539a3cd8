"""A draft is for editors: whatever they look at, anonymous readers get what is published."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from districts.models import User
from home.models import StandardPage
from tests.pages import page_below, paragraph

DRAFT = "Encore un brouillon"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.PAGE_CACHE = True


@pytest.fixture
def page(pages_ready) -> StandardPage:
    page = page_below(pages_ready.fr, "Publié", slug="page", body=paragraph("<p>Texte publié</p>"))
    page.title = DRAFT
    page.save_revision()
    return page


@pytest.fixture
def editor(pages_ready) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor@example.org", "x"))
    return client


def test_a_draft_looked_at_by_an_editor_is_not_what_readers_get(client, editor, page):
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert DRAFT in draft.content.decode(), "the editor sees it"
    for reader in (client, editor):
        html = reader.get(page.url).content.decode()
        assert "Publié" in html and DRAFT not in html


def test_a_kept_page_is_not_what_the_editor_previews(client, editor, page):
    client.get(page.url)
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert DRAFT in draft.content.decode()


@pytest.mark.parametrize("name", ["view_draft", "preview_on_edit", "edit"])
def test_readers_are_not_let_near_a_draft(client, page, name):
    response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    assert response.status_code == 302 and response.url.startswith("/accounts/login/")


def test_a_page_that_was_never_published_is_not_there(client, editor, pages_ready):
    page = page_below(pages_ready.fr, "Neuf", slug="neuf", live=False)
    assert client.get("/fr/neuf/").status_code == 404
    editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert client.get("/fr/neuf/").status_code == 404


def test_what_becomes_private_is_shut_at_once(client, page, django_capture_on_commit_callbacks):
    assert client.get(page.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 302


@pytest.mark.parametrize("change", ["publish", "unpublish", "move", "delete"])
def test_what_editors_do_is_seen_at_once(
    client, page, pages_ready, change, django_capture_on_commit_callbacks
):
    before = client.get("/fr/page/")
    assert client.get("/fr/page/").content == before.content
    with django_capture_on_commit_callbacks(execute=True):
        if change == "publish":
            page.get_latest_revision().publish()
        elif change == "move":
            page.move(page_below(pages_ready.fr, "Autre", slug="autre"), pos="last-child")
        else:
            getattr(page, change)()
    after = client.get("/fr/page/")
    assert after.status_code == (200 if change == "publish" else 404)
    assert DRAFT in after.content.decode() or change != "publish"
