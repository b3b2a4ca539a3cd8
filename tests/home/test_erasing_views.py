"""Who erases whom: one's own account, somebody's on request, from the command line and again after a restore."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from discussions.models import Post
from districts.models import Role, User
from home.erasing import OnlyAdministrator
from tests.districts.accounts import account, is_signed_in, text_of
from tests.districts.places import districts_of

from . import people_with_traces as traces
from .people_with_traces import TELLING, confirmed, erased, where

ERASE = "/en/account/data/erase/"


def test_the_only_administrator_stays(client, administrator):
    with pytest.raises(OnlyAdministrator):
        erased(administrator)
    confirmed(client, administrator)
    page = client.get(ERASE)
    assert (
        "This is the only administrator." in text_of(page)
        and '<form class="stack"' not in page.content.decode()
    )
    client.post(ERASE, {"sure": "on"})
    assert User.objects.get(pk=administrator.pk).is_active
    account(Role.ADMINISTRATOR)
    assert erased(administrator).erased_at


def test_a_person_erases_the_own_account_after_reading_what_goes_and_what_stays(
    client, zenabou, django_capture_on_commit_callbacks
):  # fmt: skip
    client.force_login(zenabou)
    page = text_of(client.get(ERASE))
    assert "What is removed" in page and "Backups made before" in page and "Give my password" in page
    client.post(ERASE, {"sure": "on"})
    assert User.objects.get(pk=zenabou.pk).is_active, "not without the password"
    confirmed(client, zenabou)
    page = client.post(ERASE, {"withdraw_messages": "on"})
    assert page.context["form"].errors["sure"] and page.context["form"]["withdraw_messages"].value()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ERASE, {"sure": "on", "withdraw_messages": "on"})
    assert response.url == "/en/account/data/erased/"
    assert "The account is erased" in text_of(client.get(response.url))
    assert not is_signed_in(client) and where(TELLING) == set()
    assert client.post(ERASE, {"sure": "on"}).url.startswith("/accounts/login/")


@pytest.mark.parametrize(("role", "where", "status"), [
    (None, None, 403), (Role.MEMBER, "district", 403), (Role.LEAD, "district", 403), (Role.FACILITATOR, "country", 403),
    (Role.FACILITATOR, None, 403), (Role.MODERATOR, None, 403), (Role.OFFICIAL, "country", 403),
    (Role.RESEARCHER, None, 403), (Role.ADMINISTRATOR, "country", 403), (Role.ADMINISTRATOR, None, 200),
    ("superuser", None, 200),
])  # fmt: skip
def test_who_erases_somebody_else(client, pages_ready, guinea, role, where, status):
    district = districts_of(guinea)[0]
    place = {"district": district, "country": guinea, None: None}[where]
    someone = account(Role.MEMBER, district)
    root = role == "superuser"
    user = account(None if root else role, place, is_superuser=root)
    address = f"/en/people/{someone.pk}/erase/"
    confirmed(client, user)
    assert client.get(address).status_code == status
    if role in (Role.FACILITATOR, Role.ADMINISTRATOR):
        assert (address in client.get(f"/en/people/{someone.pk}/").content.decode()) is (status == 200)
    client.post(address, {"asked": "on", "sure": "on"})
    assert User.objects.get(pk=someone.pk).is_active is (status == 403)


def test_an_administrator_erases_on_request_only_and_neither_a_superuser_nor_oneself(
    client, administrator, guinea
):
    someone = account(Role.MEMBER, districts_of(guinea)[0])
    address = f"/en/people/{someone.pk}/erase/"
    client.force_login(administrator)
    client.post(address, {"asked": "on", "sure": "on"})
    assert User.objects.get(pk=someone.pk).is_active, "not without the password"
    confirmed(client, administrator)
    assert client.post(address, {"sure": "on"}).context["form"].errors["asked"]
    assert client.post(address, {"asked": "on", "sure": "on"}).status_code == 302
    assert User.objects.get(pk=someone.pk).erased_at
    assert ModelLogEntry.objects.get(action="districts.erased").user == administrator
    assert client.get(address).status_code == 403, "there is nobody to erase any more"
    for other in (administrator, account(None, is_superuser=True)):
        assert client.get(f"/en/people/{other.pk}/erase/").status_code == 403
    assert client.get("/en/people/99999999999999999999/erase/").status_code == 404


def test_the_command_says_who_it_is_first(zenabou, capsys):
    with pytest.raises(CommandError, match=f"{traces.FIRST}.*add --yes"):
        call_command("erase_person", str(zenabou.pk))
    assert User.objects.get(pk=zenabou.pk).is_active
    call_command("erase_person", str(zenabou.pk), "--yes", "--withdraw-messages")
    assert User.objects.get(pk=zenabou.pk).erased_at
    assert not Post.objects.filter(user=zenabou).exclude(comment="").exists()
    for wrong in ((str(zenabou.pk), "--yes"), ("0",), (str(2**70),), (), (str(zenabou.pk), "--again")):
        with pytest.raises(CommandError):
            call_command("erase_person", *wrong)


def test_after_a_restore_erasures_are_repeated_for_the_same_accounts_only(
    zenabou, administrator, guinea, capsys, django_capture_on_commit_callbacks
):  # fmt: skip
    """An older backup brings her back; a number that it did not know may since be somebody else's."""
    other = account(Role.MEMBER, districts_of(guinea)[1])
    made = User.objects.get(pk=zenabou.pk).date_joined
    with django_capture_on_commit_callbacks(execute=True):
        erased(zenabou, withdraw=True)
        erased(other)
    User.objects.filter(pk=zenabou.pk).update(
        erased_at=None, first_name=traces.FIRST, email=traces.EMAIL, date_joined=made
    )
    newcomer = User.objects.filter(pk=other.pk)
    newcomer.update(
        erased_at=None, first_name="Newcomer", email="new@example.org", date_joined="2026-01-01T00:00Z"
    )
    call_command("erase_person", "--again")
    assert "2 in" in (said := capsys.readouterr().out) and "1 of them had come back" in said
    assert User.objects.get(pk=zenabou.pk).erased_at and newcomer.get().erased_at is None


def test_without_a_list_there_is_nothing_to_repeat(db, capsys):
    call_command("erase_person", "--again")
    assert "0 in" in capsys.readouterr().out
