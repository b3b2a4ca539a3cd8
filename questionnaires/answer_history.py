"""How a district's answers came about: every version of each, and every save that brought some."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import OrgUnit

from .responses import LANGUAGES, Answer, CameBy, Response
from .structure import Question


class Saving(models.Model):
    """One save, known by the key that its sender gave it: what is sent again, by a second click or a telephone that
    heard no reply, changes nothing. A key with other content is another save: the same page sent after "back"."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="savings")
    key = models.UUIDField()
    # SHA-256 of what it brought.
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # What became of it, for the sender who asks again: {"saved": [codes], "rivals": [codes], "numbers": {code: n}}.
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("save of answers")
        verbose_name_plural = _("saves of answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "key", "digest"], name="one_save_for_a_key")
        ]

    def __str__(self) -> str:
        return str(self.key)


class AnswerVersionQuerySet(models.QuerySet):
    def rivals(self) -> "AnswerVersionQuerySet":
        """Those that stand beside another and wait for the team to say which one counts."""
        return self.filter(waits=True)


class AnswerVersion(models.Model):
    """One answer as somebody gave it, never changed. Not the Answer itself, which is the version that counts. One that
    `waits` was written by somebody who had not seen the version before it: neither is lost, and the team chooses."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    value = models.JSONField(null=True, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    on_behalf = models.BooleanField(_("on the district's behalf"), default=False)
    # Which browser it came from: one person's telephone and computer are two writers.
    device = models.CharField(max_length=40, blank=True)
    # Given after the step had closed: why it was corrected.
    because = models.CharField(_("reason for the correction"), max_length=300, blank=True)
    waits = models.BooleanField(_("waits for the team's choice"), default=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("chosen"), null=True, blank=True)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an answer")
        verbose_name_plural = _("versions of answers")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="each_version_of_an_answer_once")
        ]
        indexes = [models.Index(fields=["answer"], condition=Q(waits=True), name="answers_with_rivals")]

    def __str__(self) -> str:
        return f"{self.answer} #{self.number}"


class SignatureQuerySet(models.QuerySet):
    def latest_of_each(self) -> "SignatureQuerySet":
        """Of each district the one that counts."""
        later = Signature.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))


class Signature(models.Model):
    """All that a team stood for when it signed: analysis reads the latest one, and none is ever changed. What is typed
    afterwards counts once it is signed too."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Of the wording.
    version = models.PositiveSmallIntegerField(_("version of the questionnaire"), default=1)
    # By question code, of the questions that were asked.
    values = models.JSONField(default=dict)
    comments = models.JSONField(default=dict, blank=True)
    # [{"question": code, "message_fr": …, "message_en": …, "because": …}] of checks that were kept with a reason.
    reasons = models.JSONField(default=list, blank=True)
    # Signed by a facilitator for the team, until the team has confirmed it.
    on_behalf = models.BooleanField(_("on the district's behalf"), default=False)
    came_by = models.CharField(_("how they came"), max_length=10, choices=CameBy.choices, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed by the team"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature of a response")
        verbose_name_plural = _("signatures of responses")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="each_signature_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(on_behalf=True),
                name="only_what_was_signed_for_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} #{self.number}"

    @property
    def waits_for_team(self) -> bool:
        return self.on_behalf and self.confirmed_at is None


class AnswerFile(models.Model):
    """A file or picture given as an answer: {"file": key} in the answer's value. Kept in the private storage also when
    another takes its place, since earlier versions name it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="answer_files")
    question = models.ForeignKey(Question, models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    # SHA-256, so that the same picture sent twice is kept once.
    digest = models.CharField(max_length=64)
    content = models.FileField(_("file"), upload_to="answers/")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("file given as an answer")
        verbose_name_plural = _("files given as answers")

    def __str__(self) -> str:
        return self.name
