"""Send what is due, without a task worker: by hand, from a timer, or after the mail server was away."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.models import Outbox
from notifications.sending import deliver
from notifications.sweeping import forget_done, hold, release


class Command(BaseCommand):
    help = (
        "Send the notices that are due, those of workers that died included. Safe beside workers and itself."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--hold",
            action="store_true",
            help="send nothing: list all that waits, for a person to decide (after a restore)",
        )

    def handle(self, *args, **options):
        if options["hold"]:
            self.stdout.write(f"{hold()} held back; see the admin (Notices).")
            return
        now = timezone.now()
        release(now)
        forget_done(now)
        due = Outbox.objects.filter(state=Outbox.State.QUEUED, due_at__lte=now).order_by("due_at", "pk")
        attempted = list(due.values_list("pk", flat=True))
        for pk in attempted:
            deliver(pk)
        left = Outbox.objects.to_look_at().count()
        self.stdout.write(f"{len(attempted)} due, {left} to be looked at in the admin (Notices).")
