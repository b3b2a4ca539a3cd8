"""What teams propose to work on, and which districts support it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.texts import localized
from districts.models import OrgUnit

from .records import LearningCycle


class IssueQuerySet(models.QuerySet):
    def standing(self) -> "IssueQuerySet":
        """Neither withdrawn nor merged into another."""
        return self.filter(withdrawn_at__isnull=True, merged_into__isnull=True)

    def with_support(self) -> "IssueQuerySet":
        """With `voices`, the number of districts that support it."""
        return self.annotate(voices=Count("votes"))


class Issue(models.Model):
    """What a team proposes to work on, in the team's own language and shown with it: the other language's columns stay
    empty until the issue is chosen, and a facilitator fills them for the cycle's page."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(LearningCycle, models.PROTECT, null=True, blank=True, related_name="issues")
    # Of what the team wrote; empty for an issue that was written in both from the beginning.
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], blank=True
    )
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    text_fr = models.TextField(_("the issue, in French"), blank=True)
    text_en = models.TextField(_("the issue, in English"), blank=True)
    # The district that proposes; the person is its author, and leaves one day.
    proposed_by = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="issues")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="issues_written"
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    chosen_on = models.DateField(_("chosen on"), null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who decided, in words: "the teams, in the meeting of 3 March".
    decided_by_fr = models.CharField(_("who decided, in French"), max_length=200, blank=True)
    decided_by_en = models.CharField(_("who decided, in English"), max_length=200, blank=True)
    because_fr = models.TextField(_("why it was chosen, in French"), blank=True)
    because_en = models.TextField(_("why it was chosen, in English"), blank=True)

    title = localized("title")
    text = localized("text")
    decided_by = localized("decided_by")
    because = localized("because")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(chosen_on__isnull=False), name="one_chosen_issue_of_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="an_issue_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(chosen_on__isnull=True) | Q(merged_into__isnull=True, withdrawn_at__isnull=True),
                name="a_chosen_issue_stands",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """One district's voice for one issue, whoever of its team gave it."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="votes")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("voice for an issue")
        verbose_name_plural = _("voices for issues")
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="one_voice_per_district")]

    def __str__(self) -> str:
        return f"{self.issue_id} · {self.unit}"
