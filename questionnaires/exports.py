"""Files that people take along, where making one takes longer than a page may."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .responses import LANGUAGES
from .structure import Questionnaire

KEPT = datetime.timedelta(days=7)


class ExportQuerySet(models.QuerySet):
    def under_way(self) -> "ExportQuerySet":
        return self.filter(state__in=Export.UNDER_WAY)

    def over(self, now: datetime.datetime) -> "ExportQuerySet":
        """Those whose time is up, finished or not."""
        return self.filter(asked_at__lt=now - KEPT)


class Export(models.Model):
    """A file that a worker makes for one person: how far it is, and then the file. Not an answer's own file, which is
    an AnswerFile."""

    class Kind(models.TextChoices):
        BOARD = "board", _("who has answered")
        RESPONSES = "responses", _("all answers")

    class Form(models.TextChoices):
        XLSX = "xlsx", _("workbook (XLSX)")
        CSV = "csv", _("table (CSV)")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("not made")
        CANCELLED = "cancelled", _("cancelled")

    class Fault(models.TextChoices):
        BROKEN = "broken", _("something went wrong while it was made")
        DIED = "died", _("its worker was stopped several times")
        NO_RIGHT = "no_right", _("you may not read these answers any more")

    UNDER_WAY = (State.QUEUED, State.RUNNING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    form = models.CharField(max_length=5, choices=Form.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    # What is typed and not signed yet is in it too, marked.
    with_drafts = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    fault = models.CharField(max_length=10, choices=Fault.choices, blank=True)
    # Districts written, of all that it is about.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Of the worker that has it in hand: another number where it was taken up by somebody else.
    attempt = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    # When it was queued, or its worker last said that it lives.
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.FileField(upload_to="exports/", blank=True)
    # The ids of the countries it is about, and of the districts whose answers stand in it.
    countries = models.JSONField(default=list, blank=True)
    units = models.JSONField(default=list, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file taken along")
        verbose_name_plural = _("files taken along")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "by", "kind", "form", "language", "with_drafts"],
                condition=Q(state__in=["queued", "running"]),
                name="one_file_of_a_kind_under_way",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | ~Q(state="done"),
                name="a_file_that_is_ready_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.get_kind_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def kept_until(self) -> datetime.datetime:
        return self.asked_at + KEPT
