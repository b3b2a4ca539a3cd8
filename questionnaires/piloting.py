"""Trying a questionnaire out before it opens: links that need no account, and what testers say."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .structure import Question, Questionnaire


def new_nonce() -> str:
    return secrets.token_urlsafe(24)


class PilotLinkQuerySet(models.QuerySet):
    def open(self) -> "PilotLinkQuerySet":
        return self.filter(
            withdrawn_at__isnull=True, expires_at__gt=timezone.now(), questionnaire__opened_at__isnull=True
        )


class PilotLink(models.Model):
    """Opens the questionnaire to whoever holds the address, until a day. The secret is worked out from `nonce` and
    SECRET_KEY and kept nowhere."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.CharField(max_length=40, default=new_nonce, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="pilot_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PilotLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("pilot link")
        verbose_name_plural = _("pilot links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.questionnaire} #{self.pk}"

    @property
    def state(self) -> str:
        """ "withdrawn", "opened" (the questionnaire has opened: there is nothing left to try), "expired" or "open"."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.questionnaire.opened_at:
            return "opened"
        return "open" if self.expires_at > timezone.now() else "expired"


class PilotRemark(models.Model):
    """What a tester says of one question, or of the whole."""

    link = models.ForeignKey(PilotLink, models.CASCADE, related_name="remarks")
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="pilot_remarks"
    )
    # Stays when the question goes.
    code = models.CharField(_("question"), max_length=80, blank=True)
    text = models.TextField(_("remark"), max_length=2000)
    name = models.CharField(_("name of the tester"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    at = models.DateTimeField(_("when"), default=timezone.now)
    done_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark of a tester")
        verbose_name_plural = _("remarks of testers")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
