"""What an installation needs before its first page, and what becomes of a demonstration that is started over."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupApprovalTask, GroupPagePermission, Locale, Page, Site, Workflow

from districts.actions import start_membership
from districts.models import OrgUnit, Role, User
from home.models import DemoLoad, HomePage
from home.set_up import GROUP_PERMISSIONS, set_up
from tests.districts.places import person
from tests.written_once import written_once


def counted() -> dict[str, int]:
    models = (Locale, Page, Group, GroupPagePermission, Workflow, GroupApprovalTask, Site, User, OrgUnit)
    rights = {group.name: group.permissions.count() for group in Group.objects.all()}
    return {model.__name__: model.objects.count() for model in models} | rights


def test_setting_up_again_changes_nothing(db):
    set_up()
    once = counted()
    assert once["Locale"] == 2 and once["Page"] >= 1 and once["Workflow"] >= 1
    set_up()
    assert counted() == once


def test_what_an_upgrade_lacks_is_made_good(db):
    set_up()
    Group.objects.get(name="Facilitators").delete()
    Locale.objects.filter(language_code="en").delete()
    set_up()
    assert Locale.objects.filter(language_code="en").exists()
    assert (
        Group.objects.get(name="Facilitators").permissions.count()
        == len(GROUP_PERMISSIONS["Facilitators"])
        > 0
    )


@pytest.fixture
def installed(db):
    written_once(_install)


def _install() -> None:
    call_command("set_up", stdout=StringIO())


def test_a_fresh_installation_has_pages_in_both_languages_and_nobody_in_it(client, installed):
    for language in ("fr", "en"):
        for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language):
            assert client.get(page.url).status_code == 200, page.url
        assert client.get(f"/{language}/").status_code == 200
    titles = set(Page.objects.live().values_list("title", flat=True))
    assert {"Cycles"} <= titles and len(titles) > 10
    assert not User.objects.exists() and not DemoLoad.objects.exists()


def test_an_installation_is_set_up_once_and_then_belongs_to_its_editors(client, installed):
    home = HomePage.objects.get(locale__language_code="fr")
    home.summary = "Nos propres mots."
    home.save_revision().publish()
    Page.objects.filter(slug="a-propos").get().delete()
    left = Page.objects.count()
    call_command("set_up", stdout=StringIO())
    assert Page.objects.count() == left
    assert "Nos propres mots." in client.get("/fr/").content.decode()


def test_a_facilitator_of_a_fresh_installation_may_write(client, installed):
    user = person()
    start_membership(user=user, role=Role.FACILITATOR, unit=None, by=None)
    client.force_login(user)
    about = Page.objects.get(slug="a-propos")
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{about.pk}/edit/").status_code == 200
    assert client.get("/admin/users/").status_code in (302, 403), "people are not a facilitator's business"


def test_a_moderator_enters_the_admin_but_writes_no_pages(client, installed):
    user = person()
    start_membership(user=user, role=Role.MODERATOR, unit=None, by=None)
    client.force_login(user)
    about = Page.objects.get(slug="a-propos")
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{about.pk}/edit/").status_code in (302, 403)


@pytest.mark.parametrize("demo", [False, None])
def test_only_a_demonstration_can_be_reset(db, settings, demo):
    settings.DEMO = demo
    kept = person()
    with pytest.raises(CommandError, match="Only a demonstration"):
        call_command("load_demo", "--reset", stdout=StringIO())
    assert User.objects.filter(pk=kept.pk).exists()
    assert not DemoLoad.objects.exists()


def test_no_demonstration_is_mixed_into_a_portal_in_use(installed):
    left = Page.objects.count()
    with pytest.raises(CommandError, match="of its own"):
        call_command("load_demo", stdout=StringIO())
    assert Page.objects.count() == left and not User.objects.exists() and not DemoLoad.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reset_starts_over_and_keeps_the_password(client, settings):
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    set_up()
    stranger = person()
    call_command("load_demo", "--reset", stdout=StringIO())
    assert not User.objects.filter(email=stranger.email).exists()
    assert DemoLoad.objects.count() == 1
    for language in ("fr", "en"):
        assert client.get(f"/{language}/").status_code == 200
    password = (settings.DATA_DIR / "demo-password.txt").read_text().strip()
    assert client.login(email="facilitator@example.org", password=password)
    assert client.get("/admin/").status_code == 200
    assert "<mark " in client.get("/fr/search/?q=comité").content.decode(), "the search index is there again"
