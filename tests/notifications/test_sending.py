"""One attempt: what goes out, in whose language, and what becomes of the row when it does not."""

import smtplib
from email import message_from_bytes
from email.policy import default
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from districts.models import User
from notifications import sending, sweeping, tasks
from notifications.actions import notify_all, set_preference
from notifications.models import Outbox
from notifications.sending import PAUSES, deliver
from notifications.sweeping import sweep
from notifications.tasks import deliver_all_later, deliver_later

from .posting import asked, delivered, in_minutes, somebody

State, Reason = Outbox.State, Outbox.Reason


class Server(EmailBackend):
    """Raises what the test puts here: on opening, on handing over."""

    on_open = on_send = None

    def open(self):
        if Server.on_open:
            raise Server.on_open

    def send_messages(self, messages):
        if Server.on_send:
            raise Server.on_send
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "on_open", None)
    monkeypatch.setattr(Server, "on_send", None)
    return Server


def became(row: Outbox) -> tuple[str, str]:
    row = delivered(row)
    return row.state, row.reason


def test_a_mail_goes_out_and_the_row_says_so(awa):
    row = delivered(asked(awa, context={"private": "x"}))
    assert (row.state, row.reason, row.attempts, row.context) == (State.SENT, "", 1, {})
    assert row.done_at and mail.outbox[0].to == ["awa@example.org"]
    deliver(row.pk)
    assert len(mail.outbox) == 1


def test_mails_are_in_the_recipients_language_whatever_the_workers(awa, john):
    with translation.override("fr"):
        delivered(asked(john, key="john"))
    with translation.override("en"):
        delivered(asked(awa, key="awa"))
        assert translation.get_language() == "en"
    english, french = mail.outbox
    assert english.extra_headers["Content-Language"] == "en" and "/en/notifications/" in english.body
    assert french.extra_headers["Content-Language"] == "fr" and "/fr/notifications/" in french.body


def test_the_language_is_the_one_of_the_day_of_sending(awa):
    row = asked(awa)
    type(awa).objects.update(language="en")
    assert delivered(row).language == "en"
    assert "/en/notifications/" in mail.outbox[0].body


def test_a_mail_is_plain_utf8_text_that_no_machine_answers(awa):
    type(awa).objects.update(first_name="Aïssatou 🌍", last_name="N’Diaye & fils")
    row = delivered(asked(awa))
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert sent.get_content_type() == "text/plain" and not sent.is_multipart()
    assert "Aïssatou 🌍 N’Diaye & fils," in sent.get_content()
    assert sent["Auto-Submitted"] == "auto-generated" and str(row.uuid) in sent["Message-ID"]


def test_names_cannot_add_headers(awa):
    type(awa).objects.update(first_name="Awa\r\nBcc: all@example.org\r\n\r\nBuy", last_name="\x1b\u2028")
    delivered(asked(awa))
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert sent["Bcc"] is None and "Awa Bcc: all@example.org Buy" in sent.get_content().splitlines()[0]


def test_an_address_that_no_mail_can_have_is_refused_once_and_for_all(awa):
    """As it may stand in an account made elsewhere."""
    type(awa).objects.update(email="awa@example.org\nBcc: all@example.org")
    assert became(asked(awa)) == (State.FAILED, Reason.REFUSED)
    assert not mail.outbox


def test_without_a_mail_server_nothing_blocks_and_the_row_waits_for_a_hand(awa, settings):
    settings.MAIL_CONFIGURED = False
    assert became(asked(awa)) == (State.BY_HAND, Reason.NOT_CONFIGURED)
    assert not mail.outbox and not DBTaskResult.objects.exists()


def test_somebody_with_a_phone_number_alone_is_told_by_hand(db):
    person = somebody("awa", email=None, phone="+224620000001")
    assert became(asked(person)) == (State.BY_HAND, Reason.NO_ADDRESS)


def test_what_is_no_longer_wanted_is_dropped_with_the_reason(awa, john):
    closed, gone, changed = (somebody(name) for name in ("closed", "gone", "changed"))
    rows = {
        Reason.RECIPIENT_GONE: asked(closed, key="1"),
        Reason.TARGET_GONE: asked(awa, key="2", target=gone),
        Reason.OVERTAKEN: asked(awa, key="3", target=changed, context={"first_name": "Changed"}),
        Reason.OPTED_OUT: asked(john, key="4"),
    }
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    gone.delete()
    type(changed).objects.filter(pk=changed.pk).update(first_name="Other")
    set_preference(person=john, kind="tests.plain", wants_mail=False, by=john)
    assert [became(row) for row in rows.values()] == [(State.DROPPED, reason) for reason in rows]
    assert not mail.outbox
    assert Outbox.objects.filter(context={}).count() == 4


def test_what_is_still_wanted_goes_out(awa, john):
    set_preference(person=john, kind="tests.plain", wants_mail=False, by=john)
    set_preference(person=john, kind="tests.plain", wants_mail=True, by=john)
    assert became(asked(john, target=awa, context={"first_name": "Awa"})) == (State.SENT, "")


def test_what_cannot_be_stopped_is_sent_all_the_same(john):
    john.notice_preferences.create(kind="notifications.test", wants_mail=False)
    assert became(asked(john, kind="notifications.test")) == (State.SENT, "")


def test_a_fault_in_a_template_stops_neither_worker_nor_half_a_mail(awa, john):
    assert became(asked(awa, key="1", kind="tests.broken")) == (State.FAILED, Reason.UNWRITABLE)
    assert became(asked(john, key="2")) == (State.SENT, "")
    assert len(mail.outbox) == 1


def test_a_kind_that_is_no_more_is_listed(awa):
    row = asked(awa)
    Outbox.objects.update(kind="tests.former")
    assert became(row) == (State.FAILED, Reason.UNWRITABLE)


@pytest.mark.parametrize(
    "where, error",
    [
        ("on_open", ConnectionRefusedError("no")),
        ("on_open", smtplib.SMTPAuthenticationError(535, b"bad password")),
        ("on_send", smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")})),
        ("on_send", smtplib.SMTPDataError(451, b"later")),
    ],
)
def test_what_was_not_taken_is_tried_again_later_and_later(awa, server, where, error):
    setattr(server, where, error)
    row, pauses = asked(awa), []
    for _attempt in PAUSES:
        before = timezone.now()
        due = deliver(row.pk)
        pauses.append(round((due - before).total_seconds() / 60))
        assert deliver(row.pk) is None, "not due yet"
        Outbox.objects.update(due_at=timezone.now())
    assert pauses == [1, 5, 30, 120, 720]
    assert became(row) == (State.FAILED, Reason.UNREACHABLE)
    assert delivered(row).attempts == 6 and not mail.outbox
    setattr(server, where, None)


def test_the_next_attempt_is_a_durable_task_of_its_own(awa, server):
    server.on_open = ConnectionRefusedError("no")
    row = asked(awa)
    deliver_later.call(row.pk)
    row.refresh_from_db()
    task = DBTaskResult.objects.get()
    assert task.run_after == row.due_at > timezone.now() and row.state == State.QUEUED
    server.on_open = None
    Outbox.objects.update(due_at=timezone.now())
    deliver_later.call(row.pk)
    assert len(mail.outbox) == 1 and DBTaskResult.objects.count() == 1


def test_notices_of_one_occasion_go_out_some_at_a_time_behind_those_of_single_people(
    awa, john, server, monkeypatch
):
    monkeypatch.setattr(tasks, "ROWS_AT_ONCE", 2)
    somebody("third")
    notify_all(people=User.objects.all(), kind="tests.plain", occasion="tests.plain:1")
    asked(awa, key="tests.plain:12:1")
    assert deliver_all_later.call("tests.plain:1") == "again" and len(mail.outbox) == 2
    following = DBTaskResult.objects.get()
    assert following.args_kwargs["args"] == ["tests.plain:1"] and following.priority < 0
    server.on_open = ConnectionRefusedError("no")
    assert deliver_all_later.call("tests.plain:1") == "done", "what is tried later has a task of its own"
    assert DBTaskResult.objects.exclude(pk=following.pk).get().run_after > timezone.now()
    assert len(mail.outbox) == 2 and Outbox.objects.filter(state=State.QUEUED).count() == 2


@pytest.mark.parametrize(
    "error, reason",
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}), Reason.REFUSED),
        (smtplib.SMTPSenderRefused(553, b"not you", "x"), Reason.REFUSED),
        (smtplib.SMTPServerDisconnected("gone"), Reason.UNCERTAIN),
        (TimeoutError("slow"), Reason.UNCERTAIN),
    ],
)
def test_what_was_refused_or_may_be_out_is_for_a_person_to_decide(awa, server, error, reason):
    server.on_send = error
    row = delivered(asked(awa, context={"kept": 1}))
    assert (row.state, row.reason, row.context) == (State.FAILED, reason, {"kept": 1})
    assert type(error).__name__ in row.detail


def test_the_sweep_takes_up_what_was_left(awa, john):
    """A worker killed before the hand-over, one killed during it, a row that never reached the queue, a new one."""
    names = ("before", "during", "forgotten", "new")
    rows = {name: asked(awa, key=name) for name in names}
    for name in ("before", "during"):
        Outbox.objects.filter(key=name).update(state=State.SENDING, claimed_at=in_minutes(-6), attempts=1)
    Outbox.objects.filter(key="during").update(handed_over_at=in_minutes(-6))
    Outbox.objects.filter(key="forgotten").update(due_at=in_minutes(-6))
    assert sweep() == 2
    assert sweep() == 0, "what has just been queued is not queued again"
    queued = {task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()}
    assert queued == {rows["before"].pk, rows["forgotten"].pk}
    during = Outbox.objects.get(key="during")
    assert (during.state, during.reason) == (State.FAILED, Reason.UNCERTAIN)


def test_the_sweep_leaves_alone_what_is_being_sent(awa):
    asked(awa)
    Outbox.objects.update(state=State.SENDING, claimed_at=in_minutes(-1), handed_over_at=in_minutes(-1))
    assert sweep() == 0
    assert Outbox.objects.get().state == State.SENDING


def test_after_a_restore_what_waited_is_held_back(awa):
    """It may have been sent after the backup was taken."""
    rows = [asked(awa, key=key) for key in ("queued", "sending", "sent")]
    Outbox.objects.filter(key="sending").update(state=State.SENDING, claimed_at=in_minutes(-60))
    delivered(rows[2])
    call_command("send_outbox", "--hold", verbosity=0, stdout=StringIO())
    call_command("send_outbox", stdout=StringIO())
    assert len(mail.outbox) == 1
    held = Outbox.objects.filter(state=State.FAILED, reason=Reason.UNCERTAIN)
    assert {row.key for row in held} == {"queued", "sending"}


def test_a_worker_that_was_held_up_sends_nothing_once_its_row_is_released(awa, monkeypatch):
    """It comes back when the sweep has released the row, and another worker has sent it."""
    row, opened = asked(awa), sending.channels.opened

    def slow():
        monkeypatch.setattr(sending.channels, "opened", opened)
        sweeping.release(in_minutes(6))
        Outbox.objects.update(due_at=timezone.now())
        deliver(row.pk)
        return opened()

    monkeypatch.setattr(sending.channels, "opened", slow)
    assert became(row) == (State.SENT, "")
    assert len(mail.outbox) == 1
