"""What districts answered. Codes are stored, never labels."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import OrgUnit

from .structure import Question, Questionnaire


class Response(models.Model):
    """The one answer of a district to a cycle's questionnaire, whatever its wording versions."""

    class Source(models.TextChoices):
        TEAM = "team", _("filled by the team")
        IMPORT = "import", _("imported")

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="responses")
    source = models.CharField(_("how it came"), max_length=10, choices=Source.choices, default=Source.TEAM)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "unit"], name="one_response_per_district")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.questionnaire}"


class Answer(models.Model):
    """A district's answer to one question. `value` holds what values.py says of its kind: {"choice": code},
    {"numerator": n, "denominator": n}, {"number": n}, …"""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.response.unit}"
