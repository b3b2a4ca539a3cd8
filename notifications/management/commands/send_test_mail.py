"""Does mail work? One mail, now, with the mail server's own words if it does not."""

import time
import uuid

from django.core.management.base import BaseCommand, CommandError

from notifications.actions import notify
from notifications.models import LANGUAGES, Outbox
from notifications.sending import deliver

PATIENCE = 90


class Command(BaseCommand):
    help = "Send a test mail to ADDRESS at once, and say what came of it."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--language", choices=dict(LANGUAGES), default="fr")

    def handle(self, *args, address: str, language: str, **options):
        try:
            row = notify(
                to=address,
                kind="notifications.test",
                key=f"notifications.test:{uuid.uuid4()}",
                language=language,
            )
        except ValueError as error:
            raise CommandError(f"{address}: {error}") from None
        deliver(row.pk)
        self._wait_for_worker(row)
        if row.state != Outbox.State.SENT:
            # Not left to be tried again: a test mail that comes tomorrow says nothing.
            row.delete()
            raise CommandError(f"Not sent ({row.reason or row.state}). {row.detail}".strip())
        self.stdout.write(f"Handed over to the mail server for {address}.")

    def _wait_for_worker(self, row: Outbox) -> None:
        """A task worker may have been faster; it says what became of it."""
        row.refresh_from_db()
        for _second in range(PATIENCE):
            if row.state != Outbox.State.SENDING:
                return
            time.sleep(1)
            row.refresh_from_db()
