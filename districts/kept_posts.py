"""Forms that came too late, kept for their writer for a day."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = datetime.timedelta(hours=24)
MOST_PER_PERSON = 5
MOST_BYTES = 10 * 1024 * 1024


def new_key() -> str:
    return secrets.token_urlsafe(32)


class KeptPostQuerySet(models.QuerySet):
    def waiting(self) -> "KeptPostQuerySet":
        return self.filter(kept_at__gt=timezone.now() - KEPT_FOR)

    def over(self) -> "KeptPostQuerySet":
        return self.filter(kept_at__lte=timezone.now() - KEPT_FOR)


class KeptPost(models.Model):
    """A form of ours sent after its session had ended: where to, with what. It is sent again when the person who
    wrote it says so, never by itself."""

    key = models.CharField(max_length=50, default=new_key, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_posts")
    path = models.CharField(max_length=2000)
    # Name and value pairs, in the order of the form.
    fields = models.JSONField(default=list)
    kept_at = models.DateTimeField(_("kept since"), default=timezone.now)

    objects = KeptPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("form kept")
        verbose_name_plural = _("forms kept")
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.path} · {self.kept_at:%Y-%m-%d %H:%M}"

    @property
    def kept_until(self) -> datetime.datetime:
        return self.kept_at + KEPT_FOR


class KeptFile(models.Model):
    """A file of a kept form, in the private storage."""

    post = models.ForeignKey(KeptPost, models.CASCADE, related_name="files")
    field = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    content = models.FileField(upload_to="kept/%Y%m%d")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
