"""How a questionnaire was worded, when: whole at its opening and at every correction since."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .structure import Question, Questionnaire


class Version(models.Model):
    """The questionnaire as it stood from that moment, as plain data (snapshots.py). Never changed."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["questionnaire", "number"], name="each_version_once")]

    def __str__(self) -> str:
        return f"{self.questionnaire} v{self.number}"


class Correction(models.Model):
    """One text changed after opening, shown beside the question from then on."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="corrections")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="corrections")
    # "text_fr", "choices.yes.label_en"; of the questionnaire's own texts where there is no question.
    field = models.CharField(_("what"), max_length=120)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    because = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("correction of a wording")
        verbose_name_plural = _("corrections of wordings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question or self.version} {self.field}"
