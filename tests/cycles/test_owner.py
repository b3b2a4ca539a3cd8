"""The decision owner: chosen, asked in their language, answering in their own words."""

import pytest
from django.utils.translation import override

from cycles.models import LearningCycle
from cycles.notices import OwnerInvited
from cycles.owner_actions import NobodyChosen, NotTheOwner, answer_as_owner, choose_owner, invite_owner
from districts.models import Profile, Role
from notifications.kinds import kind_of
from notifications.models import Outbox
from notifications.rendering import write_mail
from tests.districts.places import country, districts_of

from .running import facilitator, with_post


def screen(cycle) -> str:
    return f"/admin/cycles/{cycle.pk}/owner/"


def page(cycle) -> str:
    return f"/en/cycle/{cycle.code}/decision-owner/"


def test_officials_and_policymakers_of_the_country_are_offered(client, cycle, guinea):
    offered = {
        role: with_post(role, unit, first_name=role.value).get_full_name()
        for role, unit in [
            (Role.OFFICIAL, guinea), (Role.POLICYMAKER, None), (Role.LEAD, districts_of(guinea)[0]),
            (Role.MODERATOR, guinea),
        ]
    }  # fmt: skip
    abroad = with_post(Role.OFFICIAL, country("ben"), first_name="Ailleurs").get_full_name()
    client.force_login(facilitator(guinea))
    html = client.get(screen(cycle)).content.decode()
    form = html[html.index('<select name="person"') :]
    # With their posts: two of them may have one name.
    assert f">{offered[Role.OFFICIAL]} (regional or central staff, {guinea.name})</option>" in form
    assert f">{offered[Role.POLICYMAKER]} (policymaker, all countries)</option>" in form
    assert offered[Role.LEAD] not in form and abroad not in form


def test_chosen_invited_by_mail_and_answering_on_their_own_page(client, cycle, guinea):
    owner = with_post(Role.OFFICIAL, guinea, language="en", last_name="Diallo")
    client.force_login(facilitator(guinea))
    assert client.post(screen(cycle), {"person": owner.pk}).status_code == 302
    assert not Outbox.objects.exists()
    assert client.post(screen(cycle), {"person": owner.pk, "invite": "1"}).status_code == 302
    row = Outbox.objects.get()
    with override("en"):
        mail = write_mail(row, kind_of(row.kind), row.target())
    assert "Trial cycle" in mail.subject and page(cycle) in mail.text
    client.force_login(owner)
    assert client.post(page(cycle), {"accepts": "yes", "words": ""}).status_code == 422
    assert client.post(page(cycle), {"accepts": "yes", "words": "a\x00"}).status_code == 422
    assert client.post(page(cycle), {"accepts": "yes", "words": "Why do women wait?"}).status_code == 302
    Profile.objects.create(user=owner, title="Directrice nationale")
    cycle.refresh_from_db()
    assert cycle.owner_accepts is True and cycle.owner_answered_at
    client.logout()
    public = client.get(cycle.pages.get(locale__language_code="fr").url).content.decode()
    assert (
        "Why do women wait?" in public
        and "Diallo</strong>, Directrice nationale" in public
        and 'lang="en"' in public
    )


def test_who_declines_is_not_named_in_public(client, cycle, guinea):
    owner = with_post(Role.POLICYMAKER, guinea, last_name="Camara")
    choose_owner(cycle=cycle, person=owner, by=None)
    invite_owner(cycle=cycle, by=None)
    answer_as_owner(cycle=cycle, accepts=False, words="Pas maintenant.", by=owner)
    html = client.get(cycle.pages.first().url).content.decode()
    assert "Camara" not in html and "Pas maintenant" not in html


def test_nobody_else_answers(client, cycle, guinea):
    owner, other = with_post(Role.OFFICIAL, guinea), with_post(Role.OFFICIAL, guinea)
    choose_owner(cycle=cycle, person=owner, by=None)
    client.force_login(owner)
    assert client.get(page(cycle)).status_code == 403, "not invited yet"
    invite_owner(cycle=cycle, by=None)
    assert client.get(page(cycle)).status_code == 200
    for user in (other, facilitator(guinea)):
        client.force_login(user)
        assert client.post(page(cycle), {"accepts": "no"}).status_code == 403
    with pytest.raises(NotTheOwner):
        answer_as_owner(cycle=cycle, accepts=True, words="x", by=other)


def test_another_owner_has_neither_been_invited_nor_answered(cycle, guinea):
    first, second = with_post(Role.OFFICIAL, guinea), with_post(Role.OFFICIAL, guinea)
    choose_owner(cycle=cycle, person=first, by=None)
    invite_owner(cycle=cycle, by=None)
    row = Outbox.objects.get()
    answer_as_owner(cycle=cycle, accepts=True, words="Tout.", by=first)
    choose_owner(cycle=cycle, person=second, by=None)
    cycle = LearningCycle.objects.get()
    assert (cycle.owner_invited_at, cycle.owner_accepts, cycle.owner_words) == (None, None, "")
    assert not OwnerInvited().still_wanted(first, cycle, row.context)


def test_an_invitation_needs_somebody(client, cycle, guinea):
    with pytest.raises(NobodyChosen):
        invite_owner(cycle=cycle, by=None)
    client.force_login(facilitator(guinea))
    assert client.post(screen(cycle), {"person": "", "invite": "1"}).status_code == 422


def test_a_reminder_goes_out_once_more(cycle, guinea):
    choose_owner(cycle=cycle, person=with_post(Role.OFFICIAL, guinea), by=None)
    invite_owner(cycle=cycle, by=None)
    invite_owner(cycle=cycle, by=None)
    assert Outbox.objects.count() == 2
