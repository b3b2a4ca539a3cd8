"""The learning cycle: six dated steps in one or several countries, around one issue. Records, not pages."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
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
    # The cycle's own words for the issue it is about, copied from the proposal that was chosen.
    issue_title_fr = models.CharField(_("issue in French"), max_length=200, blank=True)
    issue_title_en = models.CharField(_("issue in English"), max_length=200, blank=True)
    issue_text_fr = models.TextField(_("about the issue, in French"), blank=True)
    issue_text_en = models.TextField(_("about the issue, in English"), blank=True)
    # What discussions of this cycle's results are open to; figures have a level per question.
    discussion_audience = models.PositiveSmallIntegerField(
        _("who reads the discussions of results"), choices=choices_of_threads, default=Audience.PEERS_NAMED
    )
    # Who at the central level wants the answer, and will say what they do with the lessons.
    decision_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decision owner"),
        null=True,
        blank=True,
        related_name="cycles_owned",
    )
    owner_invited_at = models.DateTimeField(_("decision owner invited"), null=True, blank=True)
    owner_answered_at = models.DateTimeField(_("decision owner answered"), null=True, blank=True)
    # None as long as there is no answer.
    owner_accepts = models.BooleanField(_("decision owner takes part"), null=True, blank=True)
    # What the owner wants to know, or why not; in their own language.
    owner_words = models.TextField(_("what the decision owner wants to know"), max_length=2000, blank=True)
    # Asked of one team, over the whole cycle.
    minutes_asked = models.PositiveSmallIntegerField(_("minutes asked of a team"), null=True, blank=True)
    # Of days rather than months, with few questions.
    flash = models.BooleanField(_("flash cycle"), default=False)
    cloned_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("made after"), null=True, blank=True, related_name="clones"
    )
    # Counts every change of its texts and dates: whoever saves names the one they began with.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # Content that was rebuilt from published totals says so wherever it is shown.
    reconstructed = models.BooleanField(_("rebuilt from published totals"), default=False)

    title = localized("title")
    purpose = localized("purpose")
    issue_title = localized("issue_title")
    issue_text = localized("issue_text")

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
    # Not part of this cycle.
    left_out = models.BooleanField(_("left out"), default=False)
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


class DateChange(models.Model):
    """That a step was moved, extended or opened again, and why. Followers are told; the cycle's page shows it."""

    step = models.ForeignKey(CycleStep, models.PROTECT, related_name="date_changes")
    opened_on = models.DateField(_("opened on, before"), null=True, blank=True)
    closed_on = models.DateField(_("closed on, before"), null=True, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    reopened = models.BooleanField(_("opened again"), default=False)
    because_fr = models.CharField(_("reason, in French"), max_length=300, blank=True)
    because_en = models.CharField(_("reason, in English"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    because = localized("because")

    class Meta:
        verbose_name = _("change of dates")
        verbose_name_plural = _("changes of dates")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.step} · {self.at:%Y-%m-%d}"


class Follower(models.Model):
    """Somebody who wants to be told when a cycle's dates move."""

    cycle = models.ForeignKey(LearningCycle, models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cycles_followed")
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("follower of a cycle")
        verbose_name_plural = _("followers of cycles")
        constraints = [models.UniqueConstraint(fields=["cycle", "user"], name="follow_a_cycle_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.user_id}"


class Participation(models.Model):
    """That a district took part in a step, recorded when it happened (the shape of DHIS2's
    CompleteDataSetRegistration). Funnels and reminders read these rows and nothing else."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("proposed an issue")
        SUPPORTED = "supported", _("supported an issue")
        STARTED = "started", _("began to answer")
        ANSWERED = "answered", _("answered")
        CONFIRMED = "confirmed", _("confirmed what was entered for it")
        CLARIFIED = "clarified", _("clarified an answer")
        CORRECTED = "corrected", _("corrected an answer after closing")
        COMMENTED = "commented", _("commented on a result")
        DISCUSSED = "discussed", _("answered another district")

    # What each district is hoped to do; the others happen only where there is an occasion.
    HOPED_FOR = (Kind.PROPOSED, Kind.SUPPORTED, Kind.ANSWERED, Kind.COMMENTED, Kind.DISCUSSED)

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
