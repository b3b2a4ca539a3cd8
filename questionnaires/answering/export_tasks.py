"""The durable task: one row, one attempt. Rows are named by number, so that a task holds nothing personal."""

from django_tasks import task

from .export_running import run


@task(backend="durable")
def make_export_later(pk: int) -> str:
    """Returns the state that the attempt leaves, or "" if there was nothing to do."""
    return run(pk)


def enqueue(pk: int) -> None:
    make_export_later.enqueue(pk)
