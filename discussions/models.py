"""Threads and their posts."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment


class Thread(models.Model):
    """One conversation about one target. The key is a page's translation key or a record's own key, so that
    both languages share it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target_type = models.ForeignKey("contenttypes.ContentType", models.PROTECT, related_name="+")
    target_key = models.UUIDField()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [models.UniqueConstraint(fields=["target_type", "target_key"], name="one_thread_per_target")]

    def __str__(self) -> str:
        return str(self.target_key)


class Post(XtdComment):
    """One message. `status` is the truth; is_public and is_removed are written beside it in moderation.py."""

    class Status(models.TextChoices):
        HELD = "held", _("held")
        PUBLISHED = "published", _("published")
        WITHHELD = "withheld", _("withheld")
        REMOVED = "removed", _("removed")

    xtdcomment_ptr = models.OneToOneField(
        XtdComment, models.CASCADE, parent_link=True, primary_key=True, related_name="post"
    )
    conversation = models.ForeignKey(Thread, models.PROTECT, related_name="posts")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.HELD)
    reason = models.TextField(_("reason"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    unit = models.ForeignKey("districts.OrgUnit", models.PROTECT, null=True, blank=True, related_name="posts")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
