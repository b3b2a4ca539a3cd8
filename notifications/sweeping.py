"""What was left: rows whose worker was killed, rows that never reached the queue."""

import datetime

from django.conf import settings
from django.utils import timezone

from .models import Outbox
from .tasks import enqueue

State, Reason = Outbox.State, Outbox.Reason

# A mail server is given up after EMAIL_TIMEOUT seconds a step: no attempt that lives takes this long.
ABANDONED_AFTER = datetime.timedelta(minutes=5)
# The queue is given this long before a row that is due is queued once more.
FORGOTTEN_AFTER = datetime.timedelta(minutes=5)
AT_ONCE = 500


def sweep(now: datetime.datetime | None = None) -> int:
    """Queue what was left, and list what may be out. Returns how many rows were queued. Cheap where there is
    nothing; safe to run anywhere at any time, several at once."""
    now = now or timezone.now()
    release(now)
    left = Outbox.objects.filter(state=State.QUEUED, due_at__lte=now - FORGOTTEN_AFTER).order_by("due_at")
    queued = 0
    for pk, due_at in left.values_list("pk", "due_at")[:AT_ONCE]:
        # Its new due date keeps the next sweep from queueing it again while the queue is long or stands still.
        if Outbox.objects.filter(pk=pk, state=State.QUEUED, due_at=due_at).update(due_at=now):
            enqueue(pk)
            queued += 1
    return queued


def release(now: datetime.datetime) -> None:
    """Rows of workers that died: back into the queue or, if the mail may be out, to a person."""
    dead = Outbox.objects.filter(state=State.SENDING, claimed_at__lt=now - ABANDONED_AFTER)
    if not dead.exists():  # reading waits for no writer
        return
    dead.filter(handed_over_at__isnull=False).update(state=State.FAILED, reason=Reason.UNCERTAIN)
    dead.filter(handed_over_at__isnull=True).update(state=State.QUEUED, due_at=now - FORGOTTEN_AFTER)


def forget_done(now: datetime.datetime | None = None) -> int:
    """Delete what was sent, given or dropped OUTBOX_KEPT_DAYS ago: by then nobody asks any more whether a notice
    arrived. Returns how many rows."""
    limit = (now or timezone.now()) - datetime.timedelta(days=settings.OUTBOX_KEPT_DAYS)
    return Outbox.objects.filter(state__in=Outbox.DONE, done_at__lt=limit).delete()[0]


def hold() -> int:
    """After a restore: what waited when the backup was taken may have been sent since. All of it is left to a person.
    Returns how many rows."""
    waiting = Outbox.objects.filter(state__in=(State.QUEUED, State.SENDING))
    return waiting.update(state=State.FAILED, reason=Reason.UNCERTAIN)
