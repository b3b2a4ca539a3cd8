"""What was left of files to take along: rows whose worker was killed, rows that never reached the queue, files whose
time is up."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from districts.models import User

from ..models import Export
from .export_running import ABANDONED_AFTER, FORGOTTEN_AFTER, MOST_ATTEMPTS, Fault, State
from .export_tasks import enqueue


def take_up(exports: QuerySet[Export] | None = None, now: datetime.datetime | None = None) -> int:
    """Queue what was left, or give it up; of all rows or of these. Returns how many were queued. Cheap where there is
    nothing; safe to run anywhere at any time, several at once."""
    now, rows = now or timezone.now(), Export.objects.all() if exports is None else exports
    dead = rows.filter(state=State.RUNNING, touched_at__lt=now - ABANDONED_AFTER)
    if dead.exists():  # reading waits for no writer
        dead.filter(attempt__gte=MOST_ATTEMPTS).update(state=State.FAILED, fault=Fault.DIED, finished_at=now)
        dead.update(state=State.QUEUED, touched_at=now - FORGOTTEN_AFTER)
    queued = 0
    left = rows.filter(state=State.QUEUED, touched_at__lte=now - FORGOTTEN_AFTER)
    for pk, touched_at in left.values_list("pk", "touched_at"):
        # Its new time keeps the next sweep from queueing it again while the queue is long or stands still.
        if Export.objects.filter(pk=pk, state=State.QUEUED, touched_at=touched_at).update(touched_at=now):
            enqueue(pk)
            queued += 1
    return queued


def forget_exports(now: datetime.datetime | None = None) -> int:
    """Those whose time is up, with their files. Returns how many."""
    return _delete(Export.objects.over(now or timezone.now()))


def forget_exports_of(person: User) -> int:
    return _delete(Export.objects.filter(by=person))


@transaction.atomic
def _delete(exports: QuerySet[Export]) -> int:
    """A file goes once its row is gone for good."""
    rows = list(exports.order_by("pk"))
    for row in rows:
        if row.content:
            transaction.on_commit(lambda kept=row.content: kept.storage.delete(kept.name), robust=True)
    Export.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
