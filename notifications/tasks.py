"""The durable tasks: one row, one attempt; or many rows of one occasion. Rows are named by number and occasions by what
happened, so that a task holds nothing personal."""

import datetime

from django.utils import timezone
from django_tasks import task

from .models import Outbox
from .sending import deliver

# Of one occasion; between two such tasks the worker takes up what single people wait for.
ROWS_AT_ONCE = 50
AFTER_THE_OTHERS = -10


@task(backend="durable")
def deliver_later(pk: int) -> str:
    """Returns the row's state afterwards, or "" if there was nothing to do."""
    due_again = deliver(pk)
    if due_again:
        enqueue(pk, due_again)
    return "again" if due_again else "done"


@task(backend="durable", priority=AFTER_THE_OTHERS)
def deliver_all_later(occasion: str) -> str:
    """The next rows of the occasion, then a task for those that are left. What a killed worker leaves behind is taken
    up by the sweep."""
    waiting = Outbox.objects.filter(
        key__startswith=f"{occasion}:", state=Outbox.State.QUEUED, due_at__lte=timezone.now()
    )
    rows = list(waiting.order_by("pk").values_list("pk", flat=True)[: ROWS_AT_ONCE + 1])
    for pk in rows[:ROWS_AT_ONCE]:
        if due_again := deliver(pk):
            enqueue(pk, due_again)
    if len(rows) <= ROWS_AT_ONCE:
        return "done"
    enqueue_all(occasion)
    return "again"


def enqueue_all(occasion: str) -> None:
    deliver_all_later.enqueue(occasion)


def enqueue(pk: int, at: datetime.datetime | None = None) -> None:
    deliver_later.using(run_after=at).enqueue(pk)
