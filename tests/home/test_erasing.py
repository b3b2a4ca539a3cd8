"""Erasing a person: nothing that tells who it was is left anywhere, and what was done for the district stays."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from discussions.models import Post
from districts.invitation_actions import invite
from districts.models import Invitation, Membership, Role, User
from home.erasing import ErasedAlready, OnlyAdministrator
from notifications.models import Outbox
from notifications.sending import deliver
from questionnaires.models import AnswerVersion
from tests.discussions.threads import fill, published, say
from tests.districts.accounts import account, is_signed_in, sign_in, text_of
from tests.districts.places import country, districts_of

from . import people_with_traces as traces
from .people_with_traces import TELLING, erased, where


@pytest.mark.parametrize("withdraw", [False, True])
def test_nothing_in_the_whole_database_tells_who_it_was(
    zenabou, withdraw, django_capture_on_commit_callbacks
):  # fmt: skip
    before = where(TELLING)
    assert {word for _table, word in before} == set(TELLING), "the test leaves traces to look for"
    with django_capture_on_commit_callbacks(execute=True):
        erased(zenabou, withdraw=withdraw)
    assert where(TELLING) == set()
    # What was written for others stays, unless asked otherwise.
    kept = {word for _table, word in where((traces.WRITTEN, traces.NOTE))}
    assert kept == ({traces.NOTE} if withdraw else {traces.WRITTEN, traces.NOTE})


def test_her_files_are_gone_too(zenabou, django_capture_on_commit_callbacks):
    files = [zenabou.kept_posts.get().files.get().content.name, zenabou.wagtail_userprofile.avatar.name]
    assert all(default_storage.exists(name) for name in files)
    with django_capture_on_commit_callbacks(execute=True):
        erased(zenabou)
    assert not any(default_storage.exists(name) for name in files)


def test_the_account_is_closed_at_once_on_all_devices(zenabou):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(zenabou)
        assert is_signed_in(browser)
    erased(zenabou)
    assert not any(is_signed_in(browser) for browser in browsers)
    for login in (traces.EMAIL, traces.PHONE):
        browser = Client()
        sign_in(browser, login)
        assert not is_signed_in(browser)
    row = User.objects.get(pk=zenabou.pk)
    assert not (row.is_active or row.is_staff or row.is_superuser or row.has_usable_password())
    assert not row.memberships.current().exists() and not row.groups.exists()
    assert row.memberships.count() == 2, "that there was a post stays"


def test_what_is_shown_of_her_is_a_former_member(
    zenabou, result, guinea, facilitator, administrator, signed_in
):
    gaoual = districts_of(guinea)[1]
    erased(zenabou)
    thread = f"/en/discussion/results.result/{result.key}/"
    shown = {
        thread: facilitator, f"/en/team/{gaoual.pk}/looks/": facilitator,
        "/en/people/invitations/": administrator, "/admin/moderation/?status=all&lang=en": administrator,
        "/admin/outbox/?state=all&lang=en": administrator,
    }  # fmt: skip
    pages = {address: signed_in(user).get(address) for address, user in shown.items()}
    for address, response in pages.items():
        assert response.status_code == 200, address
        assert "former member" in text_of(response), address
        assert not [word for word in TELLING if word in response.content.decode()], address
    assert traces.WRITTEN in text_of(pages[thread])


def test_her_note_for_the_next_ones_stays(zenabou, guinea, result, facilitator, signed_in):
    erased(zenabou)
    result.delete()  # its table is empty here, which no real one is
    page = text_of(signed_in(facilitator).get(f"/en/handover/{districts_of(guinea)[0].pk}/"))
    assert traces.NOTE in page and "former member" in page
    assert not [word for word in TELLING if word in page]


def test_what_she_answered_stays_the_districts_and_her_browser_is_forgotten(
    zenabou, guinea, facilitator, signed_in
):
    erased(zenabou)
    version = AnswerVersion.objects.get(by=zenabou.pk)
    assert (version.value, version.comment, version.device) == ({"number": 3}, traces.SAID, "")
    where = [version.answer.response.questionnaire.key, districts_of(guinea)[0].code]
    for name in ("answer", "answer_history", "answer_review"):
        with translation.override("en"):
            page = text_of(signed_in(facilitator).get(reverse(name, args=where)))
        assert "former member" in page and not [word for word in TELLING if word in page]


def test_lists_of_people_no_longer_have_her(zenabou, administrator, signed_in):
    erased(zenabou)
    browser = signed_in(administrator)
    for address in (
        "/en/people/",
        "/en/directory/",
        f"/en/directory/?q={traces.LAST}",
        "/admin/reports/audit/",
    ):
        response = browser.get(address)
        assert response.status_code == 200, address
        page = response.content.decode().replace(f'value="{traces.LAST}"', "")
        assert not [word for word in TELLING if word in page], address
    assert browser.get(f"/en/directory/{zenabou.pk}/").status_code in (403, 404)


def test_the_admin_s_own_screens_bear_it(zenabou, page_in_work, signed_in):
    root = signed_in(account(None, is_superuser=True))
    erased(zenabou)
    addresses = (
        "", "users/", f"users/edit/{zenabou.pk}/", "reports/site-history/", "reports/locked/",
        f"pages/{page_in_work.pk}/history/", f"pages/{page_in_work.pk}/edit/",
    )  # fmt: skip
    for address in addresses:
        response = root.get(f"/admin/{address}")
        assert response.status_code == 200, address
        assert not [word for word in TELLING if word in response.content.decode()], address


def test_pages_she_had_locked_are_open_again(zenabou, page_in_work):
    erased(zenabou)
    page_in_work.refresh_from_db()
    assert (
        page_in_work.locked is False
        and page_in_work.locked_by is None
        and page_in_work.owner_id == zenabou.pk
    )


def test_on_the_desk_she_is_no_longer_there(client, zenabou, administrator):
    erased(zenabou)
    client.force_login(administrator)
    assert f"/en/people/{zenabou.pk}/" not in client.get("/en/people/").content.decode()
    assert client.get(f"/en/people/{zenabou.pk}/").status_code == 403
    assert client.post(f"/en/people/{zenabou.pk}/reset-code/", {"called": "on"}).status_code == 403


def test_the_log_keeps_what_was_done_without_the_name(zenabou, administrator):
    acts = set(ModelLogEntry.objects.filter(user=zenabou).values_list("pk", flat=True))
    erased(zenabou, by=administrator)
    assert acts <= set(ModelLogEntry.objects.filter(user=zenabou.pk).values_list("pk", flat=True))
    about = ModelLogEntry.objects.for_instance(User.objects.get(pk=zenabou.pk))
    with translation.override("fr"):
        assert set(about.values_list("label", flat=True)) == {str(User.objects.get(pk=zenabou.pk))}
    entry = about.get(action="districts.erased")
    assert entry.user == administrator and entry.data == {"messages_withdrawn": 0}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_she_is_called_so_in_both_languages(zenabou, language):
    erased(zenabou)
    person = User.objects.get(pk=zenabou.pk)
    with translation.override(language):
        expected = translation.gettext("former member")
        assert str(person) == person.get_full_name() == expected
        assert expected in str(person.memberships.first())


def test_messages_withdrawn_leave_a_place_for_those_who_answered(zenabou, result, facilitator, signed_in):
    first = Post.objects.filter(user=zenabou).earliest("pk")
    answer = published(result, facilitator, facilitator, "Et le jeudi ?", reply_to=first)
    erased(zenabou, withdraw=True)
    page = text_of(signed_in(facilitator).get(f"/en/discussion/results.result/{result.key}/"))
    assert (
        "Message withdrawn by its author." in page and answer.comment in page and traces.WRITTEN not in page
    )
    assert not Post.objects.filter(user=zenabou).exclude(comment="", status="withdrawn").exists()


def test_ten_thousand_messages_are_withdrawn_in_as_many_statements_as_ten(result, administrator, facilitator):
    from django.test.utils import CaptureQueriesContext

    def statements(number: int) -> int:
        someone = account(None)
        say(result, someone)
        fill(result, someone, number)
        with CaptureQueriesContext(connection) as seen:
            erased(someone, withdraw=True)
        assert Post.objects.filter(user=someone, status="withdrawn", comment="").count() == number + 1
        return len(seen)

    assert statements(10) == statements(10_000)


def test_others_of_the_same_name_keep_theirs(zenabou, guinea):
    namesake = account(Role.MEMBER, districts_of(guinea)[1])
    User.objects.filter(pk=namesake.pk).update(first_name=traces.FIRST, last_name=traces.LAST)
    namesake.refresh_from_db()
    from districts.account_actions import sign_out_everywhere

    sign_out_everywhere(user=namesake, by=namesake)
    erased(zenabou)
    namesake.refresh_from_db()
    assert str(namesake) == f"{traces.FIRST} {traces.LAST}"
    assert ModelLogEntry.objects.for_instance(namesake).latest("pk").label == str(namesake)


def test_an_invitation_that_another_person_accepted_is_theirs(zenabou, guinea, facilitator):
    other = account(Role.MEMBER, districts_of(guinea)[1])
    sent = invite(
        first_name="Awa", last_name="Barry", role=Role.MEMBER, unit=districts_of(guinea)[1], language="fr",
        by=facilitator, phone=traces.PHONE,
    )  # fmt: skip
    Invitation.objects.filter(pk=sent.invitation.pk).update(
        accepted_by=other, accepted_at="2026-01-01T00:00Z"
    )
    erased(zenabou)
    assert Invitation.objects.get(pk=sent.invitation.pk).full_name == "Awa Barry"


def test_invitations_that_waited_are_gone_and_the_address_can_be_invited_anew(zenabou, guinea, facilitator):
    erased(zenabou)
    assert not Invitation.objects.filter(accepted_by=None).exists()
    assert Invitation.objects.get(accepted_by=zenabou.pk).full_name == translation.gettext("former member")
    again = traces.invited(districts_of(guinea)[0], facilitator)
    assert again.pk != zenabou.pk and str(again) == traces.EARLIER


def test_a_notice_that_a_worker_has_in_hand_goes_to_nobody(zenabou, settings, mailoutbox):
    settings.MAIL_CONFIGURED = True
    rows = list(Outbox.objects.filter(state="queued").exclude(key="caused").values_list("pk", flat=True))
    erased(zenabou)
    for pk in rows:
        deliver(pk)
    assert rows and mailoutbox == []


def test_twice_is_refused(zenabou):
    erased(zenabou)
    with pytest.raises(ErasedAlready):
        erased(zenabou)


def test_nor_the_only_one_of_a_country_or_the_only_superuser(pages_ready):
    of_country = account(Role.ADMINISTRATOR, country("ben"))
    with pytest.raises(OnlyAdministrator):
        erased(of_country)
    root = account(None, is_superuser=True)
    assert erased(of_country).erased_at, "somebody is above"
    with pytest.raises(OnlyAdministrator):
        erased(root)


def test_posts_that_began_today_or_are_to_come_end_too(pages_ready, guinea):
    someone = account(Role.MEMBER, districts_of(guinea)[0])
    Membership.objects.create(
        user=someone, role=Role.LEAD, unit=districts_of(guinea)[0], starts_on="2090-01-01"
    )
    erased(someone)
    assert not [post for post in someone.memberships.all() if post.ends_on is None]
    assert not Membership.objects.current("2090-06-01").filter(user=someone).exists()
