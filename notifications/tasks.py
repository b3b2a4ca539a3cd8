"""The durable task: one row, one attempt. Rows are named by number, so that a task holds nothing personal."""

import datetime

from django_tasks import task

from .sending import deliver


@task(backend="durable")
def deliver_later(pk: int) -> str:
    """Returns the row's state afterwards, or "" if there was nothing to do."""
    due_again = deliver(pk)
    if due_again:
        enqueue(pk, due_again)
    return "again" if due_again else "done"


def enqueue(pk: int, at: datetime.datetime | None = None) -> None:
    deliver_later.using(run_after=at).enqueue(pk)
