"""The learning cycle: six dated steps in one or several countries, around one issue. Records, not pages."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import Audience
from content.texts import localized
from districts.models import OrgUnit
from districts.who_reads import choices_of_threads

DAY_ONE, NO_END = datetime.date(1900, 1, 1), datetime.date(9999, 12, 31)


class Step(models.IntegerChoices):
    ISSUE = 1, _("Issue")
    QUESTIONNAIRE = 2, _("Questionnaire")
    COMPLETION = 3, _("Completion")
    RESULTS = 4, _("Results")
    DISCUSSION = 5, _("Discussion and synthesis")
    TRANSLATION = 6, _("Knowledge translation")


class LearningCycle(models.Model):
    """One round of learning. Where it stands follows from its steps' dates and completions, never typed in."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    purpose_fr = models.TextField(_("purpose and consent, in French"), blank=True)
    purpose_en = models.TextField(_("purpose and consent, in English"), blank=True)
    countries = models.ManyToManyField(
        OrgUnit, verbose_name=_("countries"), related_name="cycles", limit_choices_to={"level": 1}
    )
    # What discussions of this cycle's results are open to; figures have a level per question.
    discussion_audience = models.PositiveSmallIntegerField(
        _("who reads the discussions of results"), choices=choices_of_threads, default=Audience.PEERS_NAMED
    )
    # Content that was rebuilt from published totals says so wherever it is shown.
    reconstructed = models.BooleanField(_("rebuilt from published totals"), default=False)

    title = localized("title")
    purpose = localized("purpose")

    class Meta:
        verbose_name = _("learning cycle")
        verbose_name_plural = _("learning cycles")
        ordering = ["-number", "code"]

    def __str__(self) -> str:
        return self.title

    def districts(self) -> models.QuerySet[OrgUnit]:
        """The districts of the cycle's countries that existed while it ran, with region and country."""
        first, last = (
            self._limit(models.Min("opens_on"), DAY_ONE),
            self._limit(models.Max("closes_on"), NO_END),
        )
        found = OrgUnit.objects.in_countries(self.countries.values("pk")).districts()
        return found.existing(first, last).with_above().order_by("parent__name_fr", "name_fr")

    def _limit(self, extreme: models.Aggregate, otherwise: datetime.date) -> Coalesce:
        """A date of the steps, found within the query that it limits; `otherwise` where none is set."""
        dates = CycleStep.objects.filter(cycle=self).order_by().values("cycle").annotate(date=extreme)
        return Coalesce(models.Subquery(dates.values("date")), models.Value(otherwise, models.DateField()))


class CycleStep(models.Model):
    """One of the six steps with its dates, both inclusive and both optional."""

    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("step"), choices=Step.choices)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    note_fr = models.TextField(_("what happened, in French"), blank=True)
    note_en = models.TextField(_("what happened, in English"), blank=True)
    note = localized("note")

    class Meta:
        verbose_name = _("step of a cycle")
        verbose_name_plural = _("steps of cycles")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="each_step_once"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="a_step_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_number_display()}"


class Issue(models.Model):
    """What a team proposes to work on, in the team's own language. Choosing it fills the cycle's texts."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.PROTECT, null=True, blank=True, related_name="issues")
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_fr = models.TextField(_("the issue, in French"), blank=True)
    text_en = models.TextField(_("the issue, in English"), blank=True)
    proposed_by = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="issues")
    chosen_on = models.DateField(_("chosen on"), null=True, blank=True)
    because_fr = models.TextField(_("why it was chosen, in French"), blank=True)
    because_en = models.TextField(_("why it was chosen, in English"), blank=True)

    title = localized("title")
    text = localized("text")
    because = localized("because")

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return self.title


class Participation(models.Model):
    """That a district took part in a step, recorded when it happened (the shape of DHIS2's
    CompleteDataSetRegistration). Funnels and reminders read these rows and nothing else."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("proposed an issue")
        ANSWERED = "answered", _("answered")
        COMMENTED = "commented", _("commented on a result")
        DISCUSSED = "discussed", _("answered another district")

    cycle = models.ForeignKey(LearningCycle, models.PROTECT, related_name="participations")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="participations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit", "kind"], name="each_kind_of_participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_kind_display()}"


class StepCompletion(models.Model):
    """That a step was declared done, by whom and why."""

    step = models.OneToOneField(CycleStep, models.CASCADE, related_name="completion")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField(blank=True)

    class Meta:
        verbose_name = _("completed step")
        verbose_name_plural = _("completed steps")

    def __str__(self) -> str:
        return str(self.step)
