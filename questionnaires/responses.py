"""What districts answered. Codes are stored, never labels. answer_history.py has how it came about, signing.py what a
team stood for when it signed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.texts import localized
from districts.models import OrgUnit

from .structure import Check, Question, Questionnaire

LANGUAGES = [("fr", "Français"), ("en", "English")]


class CameBy(models.TextChoices):
    """How answers reached the facilitator who entered them for a team."""

    PAPER = "paper", _("on paper")
    TELEPHONE = "telephone", _("by telephone")
    VISIT = "visit", _("at a visit")
    FILE = "file", _("by a file")


class ResponseQuerySet(models.QuerySet):
    def typed(self) -> "ResponseQuerySet":
        """Those in which somebody has typed something here: what came by a file is in no language."""
        return self.filter(self._typed())

    def with_typed(self) -> "ResponseQuerySet":
        """`is_typed` says of each whether it is one of those."""
        return self.annotate(is_typed=self._typed())

    @staticmethod
    def _typed() -> Exists:
        return Exists(Answer.objects.filter(response=OuterRef("pk"), versions__language__gt=""))


class Response(models.Model):
    """The one answer of a district to a cycle's questionnaire, whatever its wording versions: as it stands now, signed
    or not. What counts is its latest Signature."""

    class Source(models.TextChoices):
        TEAM = "team", _("filled by the team")
        IMPORT = "import", _("imported")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="responses")
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices, default=Source.TEAM)
    # Of the latest signature.
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    # Since when a facilitator enters answers for the team, and how these came: asked once, not every time.
    entered_at = models.DateTimeField(_("first entered for the team"), null=True, blank=True)
    came_by = models.CharField(_("how they came"), max_length=10, choices=CameBy.choices, blank=True)
    # When an answer was last given or changed, by anybody.
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    # How far it is, kept at every save so that a board of thousands of districts need not work out any rule.
    answered = models.PositiveSmallIntegerField(_("questions answered"), default=0)
    asked = models.PositiveSmallIntegerField(_("questions asked"), default=0)
    minutes_left = models.PositiveSmallIntegerField(_("minutes left, estimated"), default=0)
    # Counts every save: who signs has read this one.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # Of the latest signature; another one than `revision` where something was changed since.
    signed_revision = models.PositiveIntegerField(default=0, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "unit"], name="one_response_per_district")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.questionnaire}"

    @property
    def changed_since_signed(self) -> bool:
        return bool(self.signed_at) and self.revision != self.signed_revision


class Answer(models.Model):
    """A district's answer to one question, as it stands. `value` holds what values.py says of its kind: {"choice": c},
    {"numerator": n, "denominator": n}, {"number": n}, …; None where the team took it back, or typed what cannot be
    read: then `typed` has it, by part, as it would be typed in `language`."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField(null=True, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    # Of the AnswerVersion that this is; 0 where it came by a file.
    number = models.PositiveIntegerField(default=0, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    # Given by a facilitator for the team, from paper or by telephone.
    on_behalf = models.BooleanField(_("on the district's behalf"), default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.response.unit}"


class CheckReason(models.Model):
    """Why a team keeps answers between which a check does not hold. It stands for these `values` only: with others the
    check asks again."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="check_reasons")
    check_kept = models.ForeignKey(Check, models.PROTECT, related_name="reasons")
    values = models.JSONField()
    because = models.CharField(_("reason"), max_length=500)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("reason to keep answers")
        verbose_name_plural = _("reasons to keep answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "check_kept"], name="one_reason_for_a_check")
        ]

    def __str__(self) -> str:
        return f"{self.check_kept} · {self.response.unit}"


class Extension(models.Model):
    """One district may answer longer than the others, and why. The latest one counts."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="extensions")
    # Inclusive: over when that day ends where the district is.
    until = models.DateField(_("until"))
    because = models.CharField(_("reason"), max_length=300)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("extension for a district")
        verbose_name_plural = _("extensions for districts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.until}"


class CorrectionWindow(models.Model):
    """After closing: days in which teams may correct what they signed, with a reason; both values are kept."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="correction_windows")
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    because_fr = models.CharField(_("reason, in French"), max_length=300, blank=True)
    because_en = models.CharField(_("reason, in English"), max_length=300, blank=True)
    because = localized("because")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("correction window")
        verbose_name_plural = _("correction windows")
        ordering = ["opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="corrections_close_after_they_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.opens_on}"


class ClarificationQuerySet(models.QuerySet):
    def shown_to_team(self) -> "ClarificationQuerySet":
        return self.filter(withdrawn=False)

    def waiting(self) -> "ClarificationQuerySet":
        """For the team to reply."""
        return self.filter(settled_at=None, replied_at=None)

    def replied(self) -> "ClarificationQuerySet":
        """And waiting for a facilitator to read the reply."""
        return self.filter(settled_at=None, replied_at__isnull=False)


class Clarification(models.Model):
    """What a facilitator asks back about one answer, and what the team says to it: both stand beside the answer."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="clarifications")
    question = models.ForeignKey(Question, models.PROTECT, related_name="clarifications")
    text = models.TextField(_("asked back"), max_length=1000)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    # The answer as it was when it was asked about.
    value = models.JSONField(null=True, blank=True)
    reply = models.TextField(_("reply"), max_length=2000, blank=True)
    reply_language = models.CharField(_("language of the reply"), max_length=2, choices=LANGUAGES, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Settled by being taken back before anybody replied: the team is not shown it any more.
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("clarification asked of a team")
        verbose_name_plural = _("clarifications asked of teams")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(settled_at__isnull=False, replied_at__isnull=True),
                name="only_what_has_no_reply_is_withdrawn",
            )
        ]
        indexes = [
            models.Index(fields=["response"], condition=Q(settled_at=None), name="clarifications_not_settled")
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.response.unit}"
