"""What becomes of a person's traces in Wagtail's tables: choices and drafts go, the log keeps what was done."""

import json

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext, override
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageSubscription
from wagtail.users.models import UserProfile


def erase(*, person) -> None:
    """Pages, versions and remarks stay: they are the portal's, and point to an account without a name."""
    for profile in UserProfile.objects.filter(user=person).exclude(avatar=""):
        transaction.on_commit(lambda kept=profile.avatar: kept.storage.delete(kept.name))
    for rows in (UserProfile, EditingSession, FormState, PageSubscription):
        rows.objects.filter(user=person).delete()
    Page.objects.filter(locked_by=person).update(locked=False, locked_by=None, locked_at=None)


def name_in_log(record: models.Model) -> None:
    """The log calls a record what it was called then; after an erasure, what it is called now, in the portal's first
    language."""
    kind = ContentType.objects.get_for_model(record, for_concrete_model=False)
    with override(settings.LANGUAGE_CODE):
        label = str(record)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(record.pk)).update(label=label)


def forget_in_log(*, known_by: list[str], name: str) -> None:
    """Wherever else the log holds an address or number (`known_by`), or has the whole name among its details.

    A name in a title is left: it may be somebody else's, and the person's own records have been seen to.
    """
    words = [*known_by, name] if " " in name else known_by
    with override(settings.LANGUAGE_CODE):
        label = gettext("former member")
    for log in (ModelLogEntry, PageLogEntry):
        log.objects.filter(_any("label", known_by)).update(label=label)
        details = log.objects.annotate(details=Cast("data", TextField()))
        found = details.filter(_any("details", words)).values_list("pk", flat=True)
        log.objects.filter(pk__in=list(found)).update(data={})


def _any(field: str, words: list[str]) -> Q:
    """SQLite keeps JSON with accents as escapes, PostgreSQL as they are."""
    asked = Q(pk__in=[])
    for word in filter(None, words):
        for form in {word, json.dumps(word)[1:-1]}:
            asked |= Q(**{f"{field}__icontains": form})
    return asked
