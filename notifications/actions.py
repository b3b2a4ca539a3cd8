"""Writes: a notice is asked for, sent again, given by hand; mails of a kind are switched on or off.

The outbox is itself the record of what was asked for and became of it; people's own decisions are logged beside it.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from .kinds import kind_of
from .models import LANGUAGES, Outbox, Preference
from .tasks import enqueue, enqueue_all
from .texts import fit

LONGEST_KEY = 200
# The number of a person comes behind it.
LONGEST_OCCASION = 180
AT_ONCE = 1000
LONGEST_ADDRESS = 254
# A row that is due sooner than this may be claimed before the caller's transaction has committed.
NEARLY_DUE = datetime.timedelta(minutes=1)


class KeyTaken(ValueError):
    """The key stands for another notice: name kind and recipient in it."""


class NotPossible(ValueError):
    """The notice is not in a state for this; often somebody else was faster."""


@transaction.atomic
def notify(
    *,
    to: AbstractBaseUser | str,
    kind: str,
    key: str,
    target: models.Model | None = None,
    context: dict[str, Any] | None = None,
    by: AbstractBaseUser | None = None,
    language: str | None = None,
    gather: datetime.timedelta | None = None,
) -> Outbox:
    """Ask for one notice; it goes out once the caller's transaction has committed, and not at all if that fails.

    `to` is a person, or an address for somebody without an account (then `language` is "fr" or "en", French if not
    said). `key` names the occasion and its recipient, 200 characters at most: asking again with the same key
    changes nothing and returns the first row. `context` is flat (see texts.fit) and holds no secrets. Nothing here
    waits for a mail server or fails for lack of one.

    `gather`: it goes out that much later, and stands for whatever else of its kind is to be said to this person about
    this target until then. Such a kind reads all that it says at sending, and nothing from the context.

    Raises UnknownKind, UnfitContext, KeyTaken, and ValueError for an address, key or language that is none.
    """
    kind_of(kind)
    if not key or len(key) > LONGEST_KEY:
        raise ValueError(f"a key has 1 to {LONGEST_KEY} characters")
    whom, now = _whom(to, language), timezone.now()
    if gather and (waiting := _waiting(whom | _about(target), kind, now)):
        return waiting
    due_at = now + gather if gather else now
    row, made = Outbox.objects.get_or_create(
        key=key,
        defaults=whom | _about(target) | {"kind": kind, "context": fit(context), "by": by, "due_at": due_at},
    )
    if not made and (row.kind, row.recipient_id, row.address) != (
        kind,
        getattr(to, "pk", None),
        whom["address"],
    ):
        raise KeyTaken(key)
    if made:
        _queue(row)
    return row


@transaction.atomic
def notify_all(
    *,
    people: Iterable[AbstractBaseUser],
    kind: str,
    occasion: str,
    target: models.Model | None = None,
    context: dict[str, Any] | None = None,
    by: AbstractBaseUser | None = None,
) -> None:
    """The same notice for many people with an account, however many: one query for who they are, the rows many at a
    time, and one task. As `notify` with the key `occasion:number of the person`; whoever was told of this occasion
    before is not told again. An occasion names its kind.

    Raises UnknownKind, UnfitContext, and ValueError for an occasion that is none.
    """
    _tell_of(occasion, kind, context, by, [(person, target, f"{occasion}:{person.pk}") for person in people])


@transaction.atomic
def notify_each(
    *,
    told: Iterable[tuple[AbstractBaseUser, models.Model]],
    kind: str,
    occasion: str,
    context: dict[str, Any] | None = None,
    by: AbstractBaseUser | None = None,
) -> None:
    """As `notify_all` where each person is told of a target of their own: pairs of both. The key is
    `occasion:number of the target:number of the person`."""
    rows = [(person, target, f"{occasion}:{target.pk}:{person.pk}") for person, target in told]
    _tell_of(occasion, kind, context, by, rows)


def _tell_of(occasion: str, kind: str, context, by, told: list[tuple]) -> None:
    """`told`: person, target and key."""
    kind_of(kind)
    if not occasion.startswith(f"{kind}:") or len(occasion) > LONGEST_OCCASION:
        raise ValueError(f"an occasion begins with its kind and has up to {LONGEST_OCCASION} characters")
    shared = {"kind": kind, "context": fit(context), "by": by, "due_at": timezone.now()}
    rows = [
        Outbox(key=key, **_whom(person, None), **_about(target), **shared) for person, target, key in told
    ]
    if not rows:
        return
    Outbox.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)

    def queue() -> None:
        enqueue_all(occasion)

    transaction.on_commit(queue, robust=True)


def _whom(to: AbstractBaseUser | str, language: str | None) -> dict[str, Any]:
    if isinstance(to, get_user_model()):
        return {"recipient": to, "address": "", "language": known_language(to.language)}
    address = str(to).strip()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError:
        raise ValueError("not an e-mail address") from None
    if language is not None and language not in dict(LANGUAGES):
        raise ValueError(f"not a language: {language}")
    return {"recipient": None, "address": address, "language": language or "fr"}


def known_language(code: str) -> str:
    return code if code in dict(LANGUAGES) else "fr"


def _about(target: models.Model | None) -> dict[str, Any]:
    if target is None:
        return {"target_type": None, "target_key": ""}
    return {"target_type": ContentType.objects.get_for_model(target), "target_key": str(target.pk)}


def _waiting(fields: dict[str, Any], kind: str, now: datetime.datetime) -> Outbox | None:
    """One that will be written later than the caller commits. The language is that of the sending."""
    told = {name: value for name, value in fields.items() if name != "language"}
    rows = Outbox.objects.filter(kind=kind, state=Outbox.State.QUEUED, due_at__gt=now + NEARLY_DUE, **told)
    return rows.order_by("due_at", "pk").first()


def _queue(row: Outbox) -> None:
    """Robust: should the queue fail after the commit, the caller's work stands, and the sweep takes the row up."""
    later = row.due_at if row.due_at > timezone.now() else None

    def queue() -> None:  # no partial: Django asks a failing hook for its name
        enqueue(row.pk, later)

    transaction.on_commit(queue, robust=True)


@transaction.atomic
def resend(*, row: Outbox, by: AbstractBaseUser) -> None:
    """Queue again what was not sent, with its attempts counted anew. Raises NotPossible for any other."""
    changed = Outbox.objects.filter(pk=row.pk, state__in=Outbox.TO_LOOK_AT).update(
        state=Outbox.State.QUEUED, reason="", detail="", attempts=0, due_at=timezone.now(), claimed_at=None,
        handed_over_at=None, done_at=None,
    )  # fmt: skip
    if not changed:
        raise NotPossible(str(row))
    log(row, "notifications.resend", user=by)
    _queue(row)


@transaction.atomic
def mark_given(*, row: Outbox, by: AbstractBaseUser) -> None:
    """Somebody printed it or read it out. Raises NotPossible for what a machine has sent or still will."""
    changed = Outbox.objects.filter(pk=row.pk, state__in=Outbox.TO_LOOK_AT).update(
        state=Outbox.State.GIVEN, done_at=timezone.now(), context={}
    )
    if not changed:
        raise NotPossible(str(row))
    log(row, "notifications.given", user=by)


@transaction.atomic
def set_preference(*, person: AbstractBaseUser, kind: str, wants_mail: bool, by: AbstractBaseUser) -> None:
    """Raises UnknownKind, and NotPossible for a kind that cannot be stopped."""
    if not kind_of(kind).can_be_stopped:
        raise NotPossible(kind)
    before = Preference.objects.filter(person=person, kind=kind).values_list("wants_mail", flat=True).first()
    if wants_mail == (before is not False):
        return
    Preference.objects.update_or_create(person=person, kind=kind, defaults={"wants_mail": wants_mail})
    log(person, "notifications.preference", user=by, data={"kind": kind, "wants_mail": wants_mail})
