"""Where work is done: the places of the health pyramid, and what belongs to a place."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.texts import localized


class OrgUnit(models.Model):
    """A place of the health pyramid: a country, a region or department, a district. One tree.

    Validity dates keep the districts of a past cycle as they were; `polygon` names the feature that draws
    it on a map and may be shared (Conakry's communes are one polygon in the source).
    """

    class Level(models.IntegerChoices):
        COUNTRY = 1, _("country")
        REGION = 2, _("region or department")
        DISTRICT = 3, _("health district")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    code = models.CharField(_("code"), max_length=40, unique=True)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    polygon = models.CharField(_("polygon on the map"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    name = localized("name")

    class Meta:
        verbose_name = _("district or other unit")
        verbose_name_plural = _("districts and other units")
        ordering = ["level", "name_fr"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="only_a_country_has_no_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name
