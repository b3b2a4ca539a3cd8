"""What those who leave a team write down for those who come."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import OrgUnit


class HandoverNote(models.Model):
    """A note for the next ones in a district: its own team and its facilitators read it, nobody else. It belongs to
    the district and stays when its author leaves."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="handover_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="handover_notes")
    text = models.TextField(_("note"), max_length=6000)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    # Taken back by its author or put away by the team; kept, no longer shown.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over note")
        verbose_name_plural = _("hand-over notes")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        # Not the text: this goes into logs.
        return f"{self.unit} #{self.pk}"
