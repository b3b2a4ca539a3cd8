"""Asking for a notice: once per key, with the caller's transaction, whatever is passed in."""

import datetime
import json

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from districts.models import User
from notifications import actions
from notifications.actions import (
    KeyTaken,
    NotPossible,
    mark_given,
    notify,
    notify_all,
    resend,
    set_preference,
)
from notifications.kinds import UnknownKind
from notifications.models import Outbox, Preference
from notifications.texts import LONGEST_TEXT, UnfitContext

from .posting import asked, delivered, in_minutes, somebody

State, Reason = Outbox.State, Outbox.Reason


def test_a_notice_is_queued_once_the_transaction_commits(awa, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = asked(awa)
        assert not DBTaskResult.objects.exists()
    task = DBTaskResult.objects.get()
    assert (task.backend_name, task.args_kwargs["args"]) == ("durable", [row.pk])
    assert row.state == State.QUEUED and not mail.outbox


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_transaction_that_fails():
    awa = somebody("awa")
    with pytest.raises(RuntimeError), transaction.atomic():
        asked(awa)
        raise RuntimeError
    assert not Outbox.objects.exists() and not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_fails_does_not_undo_the_callers_work(monkeypatch):
    def broken(pk, at):
        raise OSError("no queue")

    monkeypatch.setattr(actions, "enqueue", broken)
    row = asked(somebody("awa"))
    assert Outbox.objects.get(pk=row.pk).state == State.QUEUED


def test_the_same_key_twice_is_one_row_and_one_mail(awa, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = asked(awa, context={"n": 1}), asked(awa, context={"n": 2})
    assert first == second and second.context == {"n": 1}
    assert DBTaskResult.objects.count() == 1
    delivered(first)
    asked(awa)
    delivered(first)
    assert len(mail.outbox) == 1


def test_a_key_stands_for_one_recipient_and_kind(awa, john):
    asked(awa)
    for again in ({"to": john}, {"to": "x@example.org"}, {"to": awa, "kind": "tests.broken"}):
        with pytest.raises(KeyTaken):
            asked(**again)
    asked("x@example.org", key="other")
    assert asked(" x@example.org ", key="other").address == "x@example.org"


def test_an_unknown_kind_is_refused_at_once(awa):
    with pytest.raises(UnknownKind):
        asked(awa, kind="tests.nothing")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@example.org\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "a@b@c.org",
        "a@" + "x." * 130 + "org",
    ],
)
def test_what_is_no_single_address_is_refused(db, address):
    with pytest.raises(ValueError, match="not an e-mail address"):
        asked(address)
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_has_a_length(awa, key):
    with pytest.raises(ValueError, match="characters"):
        asked(awa, key=key)


def test_somebody_without_an_account_is_written_to_in_the_language_asked_for(db):
    assert asked("a@example.org", key="1").language == "fr"
    assert asked("a@example.org", key="2", language="en").language == "en"
    with pytest.raises(ValueError, match="not a language"):
        asked("a@example.org", key="3", language="de")


def test_odd_characters_in_a_context_are_left_out(awa):
    row = asked(awa, context={"text": "a\x00b\ud800c\u202ed\r\ne\té\U0001f600"})
    row.refresh_from_db()
    assert row.context == {"text": "abcd\ne\té\U0001f600"}


def test_a_huge_text_is_cut(awa):
    row = asked(awa, context={"text": "é" * 1_000_000, "list": ["x" * 1_000_000]})
    assert len(row.context["text"]) == len(row.context["list"][0]) == LONGEST_TEXT
    assert row.context["text"].endswith("…")


@pytest.mark.parametrize(
    "context",
    [{"a": {"b": 1}}, {"a": object()}, {"a": float("nan")}, {"a": [[1]]}, {str(n): n for n in range(101)}],
)
def test_a_context_is_flat(awa, context):
    with pytest.raises(UnfitContext):
        asked(awa, context=context)
    assert not Outbox.objects.exists()


def test_what_a_context_keeps_can_be_stored(awa):
    kept = {"text": "", "number": 3, "share": 0.5, "yes": True, "nothing": None, "list": [1, "a"]}
    assert json.loads(json.dumps(asked(awa, context=kept).context)) == kept


def test_only_what_was_not_sent_is_sent_again(awa, john, settings):
    settings.MAIL_CONFIGURED = False
    row = delivered(asked(awa, by=john))
    settings.MAIL_CONFIGURED = True
    resend(row=row, by=john)
    row = delivered(row)
    assert (row.state, row.attempts, len(mail.outbox)) == (State.SENT, 1, 1)
    with pytest.raises(NotPossible):
        resend(row=row, by=john)
    with pytest.raises(NotPossible):
        mark_given(row=row, by=john)
    assert ModelLogEntry.objects.get(action="notifications.resend").user == john


def test_what_was_given_by_hand_is_done_and_forgotten(awa, john, settings):
    settings.MAIL_CONFIGURED = False
    row = delivered(asked(awa, context={"reason": "private"}))
    assert row.context == {"reason": "private"}
    mark_given(row=row, by=john)
    row.refresh_from_db()
    assert (row.state, row.context) == (State.GIVEN, {}) and row.done_at
    assert ModelLogEntry.objects.get(action="notifications.given").user == john


def test_a_preference_is_kept_once_and_logged(awa):
    for wanted in (False, False, True, False):
        set_preference(person=awa, kind="tests.plain", wants_mail=wanted, by=awa)
    assert Preference.objects.get().wants_mail is False
    assert ModelLogEntry.objects.filter(action="notifications.preference").count() == 3


def test_what_everybody_needs_cannot_be_stopped(awa):
    with pytest.raises(NotPossible):
        set_preference(person=awa, kind="notifications.test", wants_mail=False, by=awa)
    with pytest.raises(UnknownKind):
        set_preference(person=awa, kind="no", wants_mail=False, by=awa)


def test_many_are_told_of_an_occasion_once_each_in_their_language(
    awa, john, django_capture_on_commit_callbacks
):
    def tell(occasion: str, **fields) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            notify_all(
                people=User.objects.all(), kind="tests.plain", occasion=occasion, target=john, **fields
            )

    tell("tests.plain:1", context={"n": 1}, by=awa)
    rows = Outbox.objects.order_by("pk")
    assert {(row.key, row.language) for row in rows} == {
        (f"tests.plain:1:{awa.pk}", "fr"), (f"tests.plain:1:{john.pk}", "en"),
    }  # fmt: skip
    assert all(
        (row.context, row.by, row.target(), row.state) == ({"n": 1}, awa, john, State.QUEUED) for row in rows
    )
    task = DBTaskResult.objects.get()
    assert (task.backend_name, task.args_kwargs["args"]) == ("durable", ["tests.plain:1"])
    somebody("new")
    tell("tests.plain:1", context={"n": 2})
    assert sorted(row.context["n"] for row in rows.all()) == [1, 1, 2]


@pytest.mark.parametrize("occasion", ["1", "tests.other:1", "tests.plain:" + "x" * 170])
def test_an_occasion_names_its_kind(awa, occasion):
    with pytest.raises(ValueError):
        notify_all(people=User.objects.all(), kind="tests.plain", occasion=occasion)
    assert not Outbox.objects.exists()


def test_nobody_to_tell_is_nothing_to_do(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify_all(people=User.objects.none(), kind="tests.plain", occasion="tests.plain:1")
    assert not DBTaskResult.objects.exists()


SHORTLY = datetime.timedelta(minutes=10)


def test_what_is_gathered_goes_out_later_and_as_one(awa, john, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = asked(awa, key="1", target=awa, gather=SHORTLY, context={"first_name": "Awa"})
        assert asked(awa, key="2", target=awa, gather=SHORTLY) == first
    assert in_minutes(9) < first.due_at < in_minutes(11)
    assert DBTaskResult.objects.get().run_after == first.due_at
    assert asked(john, key="3", target=awa, gather=SHORTLY) != first, "somebody else is told too"
    assert asked(awa, key="4", target=john, gather=SHORTLY) != first, "about something else is another notice"
    assert asked(awa, key="5", gather=SHORTLY) != first, "and so is one about nothing"
    assert delivered(first).state == State.QUEUED, "not before its time"


@pytest.mark.parametrize("due", [-1, 0.5], ids=["being sent", "about to be sent"])
def test_what_may_be_on_its_way_gathers_nothing_more(awa, due):
    first = asked(awa, key="1", target=awa, gather=SHORTLY)
    Outbox.objects.update(due_at=in_minutes(due))
    assert asked(awa, key="2", target=awa, gather=SHORTLY) != first


def test_arguments_are_named(awa):
    with pytest.raises(TypeError):
        notify(awa, "tests.plain", "k")
