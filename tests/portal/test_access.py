"""Who gets in: a right on every view of ours, and the gate of the admin."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from content.models import PortalDocument
from districts.models import User
from tests.pages import page_below

OURS = {app for app in settings.INSTALLED_APPS if (Path(settings.BASE_DIR) / app).is_dir()}


def _views(patterns, prefix=""):
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern.callback
        else:
            yield from _views(pattern.url_patterns, address)


def _is_ours(view) -> bool:
    return getattr(view, "view_class", view).__module__.partition(".")[0] in OURS


def test_every_view_of_ours_says_who_may_use_it():
    ours = {address: view for address, view in _views(get_resolver().url_patterns) if _is_ours(view)}
    assert len(ours) > 10 and "search" in " ".join(ours), "the walk finds our views"
    assert [address for address, view in ours.items() if not hasattr(view, "may")] == []


def test_the_walk_would_find_a_view_without_a_right():
    def view(request): ...

    view.__module__ = "search.views"
    assert _is_ours(view) and not hasattr(view, "may")
    assert {"portal", "search", "districts"} <= OURS and find_spec("wagtail") and "wagtail" not in OURS


@pytest.fixture
def person(client):
    def sign_in(language: str = "fr", **fields) -> User:
        user = User.objects.create_user("a@example.org", "x", language=language, **fields)
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/reports/site-history/"])
def test_anonymous_readers_of_the_admin_are_sent_to_sign_in_and_back(client, pages_ready, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Cette page ne vous est pas ouverte"), ("en", "This page is not open to you")],
)
def test_members_without_the_right_are_told_so_in_their_language(
    client, pages_ready, person, language, words
):
    person(language)
    for address in ("/admin/", "/admin/pages/", "/admin/logout/"):
        response = client.get(address)
        assert response.status_code == 403, address
        assert words in response.content.decode()
        assert f'<html lang="{language}"' in response.content.decode()


def test_files_and_pages_for_some_are_refused_to_others_and_not_sent_round(client, pages_ready, person):
    """Whoever is signed in is not asked to sign in; whoever is not, is."""
    closed = page_below(pages_ready.fr, "Closed", slug="closed")
    file = PortalDocument(
        title="Minutes", collection=Collection.get_first_root_node().add_child(name="Closed")
    )
    file.file.save("minutes.txt", ContentFile("Minutes"))
    for rule in (
        PageViewRestriction.objects.create(page=closed, restriction_type="groups"),
        CollectionViewRestriction.objects.create(collection=file.collection, restriction_type="groups"),
    ):
        rule.groups.add(Group.objects.get(name="Administrators"))
    addresses = (closed.get_url(), file.url)
    for address in addresses:
        assert client.get(address).url.startswith("/accounts/login/?next=")
    person()
    assert [client.get(address).status_code for address in addresses] == [403, 403]


def test_administrators_get_in(client, pages_ready, person):
    person(is_superuser=True)
    assert client.get("/admin/").status_code == 200


def test_who_was_switched_off_is_out(client, pages_ready, person):
    user = person(is_superuser=True)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/password_reset/", "/fr/_util/login/", "/en/_util/login/"]
)
def test_wagtail_s_own_sign_in_is_shut(client, pages_ready, address):
    """It would ask for no second factor and let anybody guess passwords without end."""
    User.objects.create_user("b@example.org", "x")
    response = client.get(f"{address}?next=/admin/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    client.post(address, {"username": "b@example.org", "password": "x"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/", "/accounts/password/set/"])
def test_what_is_not_offered_is_not_there(client, pages_ready, address):
    assert client.get(address).status_code == 404


def test_wagtail_s_own_account_page_offers_no_password_and_no_address(client, pages_ready, person):
    person(is_superuser=True)
    page = client.get("/admin/account/").content.decode()
    assert 'name="locale-preferred_language"' in page, "the page is there, with what else one may set"
    assert 'type="password"' not in page and 'type="email"' not in page


def test_health_checks_say_no_more_than_that_the_process_and_its_engines_live(client, db):
    assert client.get("/healthz").content == client.get("/readyz").content == b"ok"
