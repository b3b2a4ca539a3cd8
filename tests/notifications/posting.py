"""Kinds of notice for tests, and what drives the outbox by hand."""

import datetime

from django.utils import timezone

from districts.models import User
from notifications.actions import notify
from notifications.kinds import Notice
from notifications.models import Outbox
from notifications.sending import deliver


class Plain(Notice):
    """Can be stopped, is about a person, prints what its context says."""

    name = "tests.plain"
    label = "Plain"
    why = "Because of a test."
    template = "notifications/mail/test"

    def still_wanted(self, recipient, target, context) -> bool:
        return target is None or target.first_name == context.get("first_name")


class Broken(Plain):
    name = "tests.broken"
    template = "notifications/mail/no_such_template"


TEST_KINDS = (Plain, Broken)


def asked(to, *, key: str = "k", kind: str = "tests.plain", **fields) -> Outbox:
    return notify(to=to, kind=kind, key=key, **fields)


def delivered(row: Outbox) -> Outbox:
    """After one attempt."""
    deliver(row.pk)
    row.refresh_from_db()
    return row


def in_minutes(minutes: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=minutes)


def somebody(name: str, **fields) -> User:
    fields.setdefault("email", f"{name}@example.org")
    return User.objects.create(first_name=name.title(), last_name="Test", **fields)
