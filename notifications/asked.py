"""What the outbox asks of those who may hand its notices over: to reach by hand whom no mail reaches."""

from django.contrib.auth.models import Permission
from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.asks import Rank, Task

from .models import Outbox, OutboxQuerySet
from .permissions import OUTBOX_PERMISSION


def asked_of(user) -> list[Task]:
    """Whoever calls this knows that the person may open the admin."""
    number = _handed_over_by(user).to_look_at().count()
    if not number:
        return []
    text = ngettext("%(number)d notice could not be sent", "%(number)d notices could not be sent", number) % {
        "number": number
    }
    return [
        Task(
            text=text,
            more=_("To be printed, read out on the telephone, or sent once more."),
            url=reverse("outbox"),
            button=_("Open the notices"),
            rank=Rank.PEOPLE_WAIT,
            minutes=min(5 * number, 30),
        )
    ]


def _handed_over_by(user) -> OutboxQuerySet:
    """`permissions.outbox_of` in one query, where asking for a permission takes two more."""
    rows = Outbox.objects.all()
    if user.is_superuser:
        return rows
    app, codename = OUTBOX_PERMISSION.split(".")
    given = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return rows.filter(Q(by=user) | Exists(given.filter(Q(group__user=user) | Q(user=user))))
