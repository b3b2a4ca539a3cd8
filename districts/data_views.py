"""Who looked at a district's named data, and when: read by its own team."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .units import OrgUnit


class DataView(models.Model):
    """That a person outside the team was shown this district's data by name on that day. One row a day however
    often; `about` is the key of the cycle they belong to."""

    class What(models.TextChoices):
        FIGURES = "figures", _("figures on the screen")
        FILE = "file", _("a file with figures")
        ANSWERS = "answers", _("the answers to the questionnaire")

    class As(models.TextChoices):
        FACILITATOR = "facilitator", _("as a facilitator")
        PEER = "peer", _("as a member of another team")
        HIERARCHY = "hierarchy", _("as regional or central staff")
        NOBODY = "nobody", _("without a tie to the district")

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="data_views")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_views")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    about = models.UUIDField()
    # What the viewer was to the district then: posts change.
    seen_as = models.CharField(_("seen as"), max_length=12, choices=As.choices)
    day = models.DateField(_("day"), default=timezone.localdate)

    class Meta:
        verbose_name = _("look at a district's data")
        verbose_name_plural = _("looks at districts' data")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "viewer", "what", "about", "day"], name="one_look_a_day")
        ]
        indexes = [models.Index(fields=["unit", "-day"], name="data_view_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.day}"
