"""Files of answers between being chosen and being taken over, and what people have said about such files."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .structure import Questionnaire

# From the last time that its owner has done something with it.
KEPT = datetime.timedelta(days=7)


class AnswerImportQuerySet(models.QuerySet):
    def over(self, now: datetime.datetime) -> "AnswerImportQuerySet":
        return self.filter(touched_at__lt=now - KEPT)


class AnswerImport(models.Model):
    """One file that somebody brings in, with all that they have chosen about it so far. Not an Export, which goes the
    other way. What it brought stays in the answers and their history; this row and its content are forgotten."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the file"), max_length=120)
    # What was read of it, never the file itself: JSON, packed.
    content = models.FileField(upload_to="imports/")
    # [{"name": …, "hidden": …, "rows": n}] for the choice of one.
    sheets = models.JSONField(default=list)
    sheet = models.PositiveSmallIntegerField(default=0)
    # The number of the row with which the headings end.
    headings = models.PositiveIntegerField(default=0)
    # [target] by place of the column; see importing/targets.py. Empty until somebody has said it.
    columns = models.JSONField(default=list, blank=True)
    # {name as the file has it, folded: code of the district, or "-" for lines that are left out}
    districts = models.JSONField(default=dict, blank=True)
    # What its owner has ticked: {"replace": bool, "without_faulty": bool, "sign": bool, "because": text}
    options = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    taken_over_at = models.DateTimeField(null=True, blank=True)
    # What became of each line: {"12": {"what": "new", "unit": code, "questions": [numbers of those that changed],
    # "signed": bool, "obstacles": n}}
    outcome = models.JSONField(default=dict, blank=True)

    objects = AnswerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of answers brought in")
        verbose_name_plural = _("files of answers brought in")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.name}"

    @property
    def kept_until(self) -> datetime.datetime:
        return self.touched_at + KEPT


class Remembered(models.Model):
    """What somebody said of a column or of a district's name, so that the next file with it needs no saying."""

    LONGEST = 200

    class Kind(models.TextChoices):
        COLUMN = "column", _("column")
        DISTRICT = "district", _("name of a district")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="remembered")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Letters and digits only, as unit_names.folded leaves it.
    said = models.CharField(max_length=LONGEST)
    # Of a column as targets.py has it; of a district its code.
    target = models.CharField(max_length=200)
    # The question that it is about, if it is about one.
    question_code = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("what is remembered of files")
        verbose_name_plural = _("what is remembered of files")
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "kind", "said"], name="each_name_remembered_once"
            ),
            models.CheckConstraint(condition=~Q(said=""), name="what_is_remembered_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.said} → {self.target}"
