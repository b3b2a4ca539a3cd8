"""Codes that a facilitator reads out on the telephone to somebody who cannot sign in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .codes import MOST_TRIES


class ResetCodeQuerySet(models.QuerySet):
    def open(self) -> "ResetCodeQuerySet":
        return self.filter(used_at__isnull=True, expires_at__gt=timezone.now(), tries__lt=MOST_TRIES)


class ResetCode(models.Model):
    """Lets its person choose a new password, once, within the hour. The code itself is told once and not kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reset_codes")
    digest = models.CharField(max_length=64, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reset_codes_issued")
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = ResetCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("reset code")
        verbose_name_plural = _("reset codes")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.user} · {self.issued_at:%Y-%m-%d %H:%M}"
