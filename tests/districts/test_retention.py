"""What is deleted once its time is over, though its person never comes back."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.models import ModelLogEntry

from districts.account_actions import issue_reset_code
from districts.invitation_actions import invite
from districts.models import Invitation, KeptFile, KeptPost, Role
from districts.retention import forget_what_is_over
from notifications.models import Outbox
from notifications.sweeping import forget_done

from .accounts import account, guinea

DAY = datetime.timedelta(days=1)


def ago(days: float) -> datetime.datetime:
    return timezone.now() - days * DAY


@pytest.fixture
def member(pages_ready):
    return account(None)


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_times_of_sign_ins_go_after_90_days(member, days, left):
    member.sign_ins.create(at=ago(days), form_secret="x")
    forget_what_is_over()
    assert member.sign_ins.count() == left


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_reset_codes_go_after_90_days(member, days, left):
    issue_reset_code(user=member, by=account(Role.ADMINISTRATOR))
    member.reset_codes.update(expires_at=ago(days))
    forget_what_is_over()
    assert member.reset_codes.count() == left


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_forms_kept_go_after_a_day_with_their_files(member, hours, left, django_capture_on_commit_callbacks):
    kept = KeptPost.objects.create(owner=member, path="/fr/", kept_at=ago(hours / 24))
    row = KeptFile(post=kept, field="file", name="a.txt")
    row.content.save("kept", ContentFile(b"a"))
    with django_capture_on_commit_callbacks(execute=True):
        forget_what_is_over()
    assert KeptPost.objects.count() == left and default_storage.exists(row.content.name) is bool(left)


def test_sessions_that_are_over_go(client, member):
    client.force_login(member)
    forget_what_is_over()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=ago(0.01))
    forget_what_is_over()
    assert not Session.objects.exists()


@pytest.mark.parametrize("state", ["open", "closed lately", "accepted", "expired", "withdrawn"])
def test_invitations_that_nobody_accepted_go_a_year_after_they_were_closed(member, state):
    _top, districts = guinea()
    invitation = invite(
        first_name="Zénabou", last_name="Kéïta", role=Role.MEMBER, unit=districts[0], language="fr",
        by=account(Role.ADMINISTRATOR), email="zenabou@example.org",
    ).invitation  # fmt: skip
    changes = {
        "open": {}, "closed lately": {"expires_at": ago(364)}, "expired": {"expires_at": ago(366)},
        "withdrawn": {"withdrawn_at": ago(366)},
        "accepted": {"expires_at": ago(366), "accepted_at": ago(370), "accepted_by": member},
    }[state]  # fmt: skip
    Invitation.objects.filter(pk=invitation.pk).update(**changes)
    forget_what_is_over()
    gone = state in ("expired", "withdrawn")
    assert Invitation.objects.exists() is not gone
    label = ModelLogEntry.objects.get(action="districts.invited").label
    assert label.startswith("– · " if gone else "Zénabou Kéïta · "), "nor does the log name them"


@pytest.mark.parametrize(("state", "days", "left"), [
    ("sent", 364, 1), ("sent", 366, 0), ("given", 366, 0), ("dropped", 366, 0), ("failed", 366, 1),
])  # fmt: skip
def test_notices_that_are_done_go_after_a_year(member, state, days, left):
    from notifications.actions import notify

    notify(to=member, kind="notifications.test", key="k")
    Outbox.objects.update(state=state, done_at=ago(days))
    assert forget_done() == 1 - left == 1 - Outbox.objects.count()


def test_how_long_is_a_setting(member, settings):
    from notifications.actions import notify

    settings.OUTBOX_KEPT_DAYS = 10
    notify(to=member, kind="notifications.test", key="k")
    Outbox.objects.update(state="sent", done_at=ago(11))
    assert forget_done() == 1
